"""Somebody is away, as the window is composed of it: its action and keys, its panel."""

from functools import partial
from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.absence.absence_panel import AbsencePanel

PLACES = (1, 2, 3)
"""Where a way to mend the day can stand."""

ACTIONS = (
    ActionSpec("clinic.away", "clinic", About.DAY, ("Ctrl+R",)),
    *(ActionSpec(f"clinic.way-{place}", "clinic", About.DAY, (str(place),)) for place in PLACES),
    ActionSpec("clinic.look-longer", "clinic", About.DAY, ("Ctrl+Shift+R",)),
)

KEYS = (
    KeyHelp("reschedule", "choose", ("Left", "Right")),
    KeyHelp("reschedule", "go-on", ("Return",)),
)

MODULES = (
    "clinicdesk.scheduling.packing",
    "clinicdesk.scheduling.packing.front",
    "clinicdesk.scheduling.repairing",
    "clinicdesk.services.absence.proposing",
    "clinicdesk.services.planner.absence_questions",
    "clinicdesk.ui.absence.shown_ways",
    "clinicdesk.ui.absence.absence_panel",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_absence(window: WindowParts) -> None:
    """Begin an absence in the column that the keyboard is in; its panel is made for the first."""
    panel = window.later.part(lambda: _made_panel(window))
    workspace = window.workspace

    def begin() -> None:
        # The panel's modules, and the engine's that repair a day, are not there before.
        from clinicdesk.ui.absence.times import usual_absence

        found = workspace.current_column()
        assert found is not None
        day, column = found
        today, minute = window.desk.now()
        workspace.show_panel(panel())
        span = usual_absence(day, column, minute if day.day == today else None)
        panel().ask(column.resource, day.day, span)

    def no_column() -> str | None:
        return None if workspace.current_column() else say("absence.no-column")

    def choose(place: int) -> None:
        panel().choose_place(place)

    def no_way(place: int) -> str | None:
        made = panel.made
        in_front = made is not None and workspace.in_front(made)
        ways = made.ways_to_choose if made is not None and in_front else 0
        if not ways:
            return say("absence.no-ways")
        return None if place <= ways else say("absence.no-such-way", {"count": ways})

    def no_longer() -> str | None:
        made = panel.made
        shown = made is not None and workspace.in_front(made) and made.may_look_longer
        return None if shown else say("absence.no-longer")

    window.actions.connect("clinic.away", begin, unless=no_column)
    window.actions.connect("clinic.look-longer", lambda: panel().look_longer(), unless=no_longer)
    for place in PLACES:
        window.actions.connect(
            f"clinic.way-{place}", partial(choose, place), unless=partial(no_way, place)
        )
    window.later.load(MODULES)


def _made_panel(window: WindowParts) -> "AbsencePanel":
    from clinicdesk.ui.absence.absence_panel import AbsencePanel

    panel = AbsencePanel(window.desk, window.keeper)
    window.workspace.add_panel(
        SidePanel(
            panel,
            veto=lambda selection: _another_row(selection, panel.listed_visit()),
            shows=lambda at: panel.listed_visit() == at.visit.number,
        )
    )
    panel.ways_changed.connect(window.actions.refresh)
    panel.closed.connect(window.workspace.close_side)
    panel.appointment_chosen.connect(window.requests.focus_appointment)
    return panel


def _another_row(selection: Selection, listed: int | None) -> NoSelection | None:
    """No action is for one visit while the keyboard is at another in the list."""
    if isinstance(selection, SelectedAppointment) and listed not in (None, selection.visit.number):
        return NoSelection(say("action.why-other-row"))
    return None


SUBJECT = Subject(make_absence, ACTIONS, keys=KEYS)
