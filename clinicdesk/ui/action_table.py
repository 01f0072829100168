"""The table of all actions: id, menu, shortcuts. Their words are the sentences `action.<id>`."""

from dataclasses import dataclass

MENUS = ("clinic", "edit", "go", "visit", "view", "help")
"""In the order of the menu bar; their words are the sentences `menu.<id>`."""


@dataclass(frozen=True)
class ActionSpec:
    """An action before anybody carries it out.

    `shortcuts` are in Qt's portable form, the first one is shown. One of a single letter works
    only while nobody types, and can be turned off as a whole.
    """

    id: str
    menu: str
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False


ACTIONS = (
    ActionSpec("clinic.about", "clinic"),
    ActionSpec("clinic.away", "clinic", ("Ctrl+R",)),
    ActionSpec("clinic.quit", "clinic", ("Ctrl+Q",)),
    ActionSpec("edit.undo", "edit", ("Ctrl+Z",)),
    ActionSpec("edit.redo", "edit", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("go.day", "go", ("Ctrl+1",)),
    ActionSpec("go.my-day", "go", ("Ctrl+2",)),
    ActionSpec("go.today", "go", ("T",)),
    ActionSpec("go.previous-day", "go", ("PgUp",)),
    ActionSpec("go.next-day", "go", ("PgDown",)),
    ActionSpec("go.date", "go", ("Ctrl+G",)),
    ActionSpec("visit.new", "visit", ("Ctrl+N",)),
    ActionSpec("visit.book", "visit", ("Ctrl+Return",)),
    ActionSpec("visit.hold", "visit", ("Ctrl+H",)),
    ActionSpec("visit.new-patient", "visit", ("Ctrl+Shift+N",)),
    ActionSpec("visit.open", "visit", ("O",)),
    ActionSpec("visit.arrive", "visit", ("A",)),
    ActionSpec("visit.check-in", "visit", ("C",)),
    ActionSpec("visit.complete", "visit", ("F",)),
    ActionSpec("visit.no-show", "visit", ("N",)),
    ActionSpec("visit.back-to-booked", "visit", ("B",)),
    ActionSpec("visit.cancel", "visit", ("Ctrl+Del",)),
    ActionSpec("visit.cancel-step", "visit", ("Del",)),
    ActionSpec("visit.restore", "visit"),
    ActionSpec("visit.export", "visit", ("Ctrl+E",)),
    ActionSpec("visit.history", "visit", ("H",)),
    ActionSpec("view.zoom-in", "view", ("Ctrl++", "Ctrl+=")),
    ActionSpec("view.zoom-out", "view", ("Ctrl+-",)),
    ActionSpec("view.zoom-reset", "view", ("Ctrl+0",)),
    ActionSpec("view.columns", "view", ("Ctrl+L",)),
    *(ActionSpec(f"view.saved-{n}", "view", (f"F{n + 1}",)) for n in range(1, 7)),
    ActionSpec("view.save", "view", ("Ctrl+Shift+S",)),
    ActionSpec("view.privacy", "view", ("F9",), checkable=True),
    ActionSpec("view.reveal", "view", ("Shift+F9",)),
    ActionSpec("view.theme-system", "view"),
    ActionSpec("view.theme-light", "view"),
    ActionSpec("view.theme-dark", "view"),
    ActionSpec("view.single-letters", "view", checkable=True),
    ActionSpec("help.palette", "help", ("Ctrl+K",)),
    ActionSpec("help.shortcuts", "help", ("F1", "?")),
)
"""Everything that can be done, each once."""
