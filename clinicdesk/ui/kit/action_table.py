"""The table of all actions: id, menu, what each is about, shortcuts.

Their words are the sentences `action.<id>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from clinicdesk.models.statuses import Status

MENUS = ("clinic", "edit", "go", "visit", "view", "help")
"""In the order of the menu bar; their words are the sentences `menu.<id>`."""


class About(Enum):
    """What an action acts on. It must be on screen when the key goes down, or the action is off."""

    WINDOW = "window"
    """The program, the window, or a panel that the action itself brings."""
    CHANGE = "change"
    """This desk's newest change, which the action's own words name."""
    DAY = "day"
    """The day's page."""
    APPOINTMENT = "appointment"
    """One appointment, whose patient is shown by name and a second identifier."""
    OPTION = "option"
    """The chosen option of the booking, beside its patient."""


@dataclass(frozen=True)
class ActionSpec:
    """An action before anybody carries it out.

    `shortcuts` are in Qt's portable form, the first one is shown. One of a single letter works
    only while nobody types, and can be turned off as a whole. `gives` is the status that it gives
    an appointment.
    """

    id: str
    menu: str
    about: About
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False
    gives: Status | None = None


ACTIONS = (
    ActionSpec("clinic.about", "clinic", About.WINDOW),
    ActionSpec("clinic.away", "clinic", About.DAY, ("Ctrl+R",)),
    ActionSpec("clinic.quit", "clinic", About.WINDOW, ("Ctrl+Q",)),
    ActionSpec("edit.undo", "edit", About.CHANGE, ("Ctrl+Z",)),
    ActionSpec("edit.redo", "edit", About.CHANGE, ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("go.day", "go", About.WINDOW, ("Ctrl+1",)),
    ActionSpec("go.my-day", "go", About.WINDOW, ("Ctrl+2",)),
    ActionSpec("go.today", "go", About.DAY, ("T",)),
    ActionSpec("go.previous-day", "go", About.DAY, ("PgUp",)),
    ActionSpec("go.next-day", "go", About.DAY, ("PgDown",)),
    ActionSpec("go.date", "go", About.DAY, ("Ctrl+G",)),
    ActionSpec("visit.new", "visit", About.WINDOW, ("Ctrl+N",)),
    ActionSpec("visit.book", "visit", About.OPTION, ("Ctrl+Return",)),
    ActionSpec("visit.hold", "visit", About.OPTION, ("Ctrl+H",)),
    ActionSpec("visit.new-patient", "visit", About.WINDOW, ("Ctrl+Shift+N",)),
    ActionSpec("visit.open", "visit", About.DAY, ("O",)),
    ActionSpec("visit.arrive", "visit", About.APPOINTMENT, ("A",), gives=Status.ARRIVED),
    ActionSpec("visit.check-in", "visit", About.APPOINTMENT, ("C",), gives=Status.CHECKED_IN),
    ActionSpec("visit.complete", "visit", About.APPOINTMENT, ("F",), gives=Status.FULFILLED),
    ActionSpec("visit.no-show", "visit", About.APPOINTMENT, ("N",), gives=Status.NOSHOW),
    ActionSpec("visit.back-to-booked", "visit", About.APPOINTMENT, ("B",)),
    ActionSpec("visit.cancel", "visit", About.APPOINTMENT, ("Ctrl+Del",)),
    ActionSpec("visit.cancel-step", "visit", About.APPOINTMENT, ("Del",)),
    ActionSpec("visit.restore", "visit", About.APPOINTMENT),
    ActionSpec("visit.export", "visit", About.APPOINTMENT, ("Ctrl+E",)),
    ActionSpec("visit.history", "visit", About.APPOINTMENT, ("H",)),
    ActionSpec("view.zoom-in", "view", About.DAY, ("Ctrl++", "Ctrl+=")),
    ActionSpec("view.zoom-out", "view", About.DAY, ("Ctrl+-",)),
    ActionSpec("view.zoom-reset", "view", About.DAY, ("Ctrl+0",)),
    ActionSpec("view.columns", "view", About.DAY, ("Ctrl+L",)),
    *(ActionSpec(f"view.saved-{n}", "view", About.DAY, (f"F{n + 1}",)) for n in range(1, 7)),
    ActionSpec("view.save", "view", About.DAY, ("Ctrl+Shift+S",)),
    ActionSpec("view.privacy", "view", About.WINDOW, ("F9",), checkable=True),
    ActionSpec("view.reveal", "view", About.WINDOW, ("Shift+F9",)),
    ActionSpec("view.theme-system", "view", About.WINDOW),
    ActionSpec("view.theme-light", "view", About.WINDOW),
    ActionSpec("view.theme-dark", "view", About.WINDOW),
    ActionSpec("view.single-letters", "view", About.WINDOW, checkable=True),
    ActionSpec("help.palette", "help", About.WINDOW, ("Ctrl+K",)),
    ActionSpec("help.shortcuts", "help", About.WINDOW, ("F1", "?")),
)
"""Everything that can be done, each once."""

STATUS_BY_ACTION: Mapping[str, Status] = {
    spec.id: spec.gives for spec in ACTIONS if spec.gives is not None
}
