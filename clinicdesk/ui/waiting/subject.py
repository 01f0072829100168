"""The waitlist, as the window is composed of it: its actions and keys, its panel."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.selection import NoSelection
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts

if TYPE_CHECKING:
    from clinicdesk.ui.waiting.counter import WaitingCounter
    from clinicdesk.ui.waiting.waiting_panel import WaitingPanel

ACTIONS = (
    ActionSpec("go.waitlist", "go", About.WINDOW, ("Ctrl+Shift+W",)),
    ActionSpec("visit.wait", "visit", About.APPOINTMENT, ("E",)),
)

KEYS = (
    KeyHelp("waiting", "give", ("Return",)),
    KeyHelp("waiting", "urgent", ("U",)),
    KeyHelp("waiting", "times", ("D",)),
    KeyHelp("waiting", "notice", ("N",)),
    KeyHelp("waiting", "open", ("O",)),
    KeyHelp("waiting", "drop", ("Del",)),
)

TOPIC = "waiting"
"""Of what the window says at its edge."""

MODULES = (
    "clinicdesk.scheduling.why_not.plans_or_reasons",
    "clinicdesk.services.waiting.earlier",
    "clinicdesk.ui.waiting.waiting_panel",
    "clinicdesk.ui.waiting.counter",
)
"""What the panel loads, the lowest first, so that no step of it is long."""


def make_waiting(window: WindowParts) -> None:
    """Open the waitlist for who asks, and put the selected visit's patient on it."""
    panel = window.later.part(lambda: _made_panel(window, counter()))
    counter = window.later.part(lambda: _made_counter(window, count))
    desk, workspace = window.desk, window.workspace
    once = OnceAsked()

    def count(said: str) -> None:
        """Where the list stands it says so itself."""
        listed = panel.made is not None and panel.made.isVisible()
        window.requests.say_quietly.emit(TOPIC, "" if listed else said)

    def show() -> None:
        window.requests.show_day.emit(None)
        window.requests.say_quietly.emit(TOPIC, "")
        workspace.show_panel(panel())
        panel().setFocus()

    def wait() -> None:
        # The first picture does without it.
        from clinicdesk.services.waiting.listing import wait_for_earlier

        selection = workspace.selection()
        if not isinstance(selection, NoSelection):
            visit = selection.visit.number
            once.ask(visit, partial(desk.write, wait_for_earlier, visit))

    window.actions.connect("go.waitlist", show)
    window.actions.connect("visit.wait", wait)
    window.later.load(MODULES)
    window.later.add(counter)


def _made_counter(window: WindowParts, count: Callable[[str], object]) -> "WaitingCounter":
    from clinicdesk.ui.waiting.counter import WaitingCounter

    counter = WaitingCounter(window.desk, window.workspace)
    counter.counted.connect(count)
    return counter


def _made_panel(window: WindowParts, counter: "WaitingCounter") -> "WaitingPanel":
    from clinicdesk.ui.waiting.waiting_panel import WaitingPanel

    panel = WaitingPanel(window.desk, window.keeper)
    counter.freed.connect(panel.show_gap)
    if counter.change is not None:
        panel.show_gap(counter.change)
    window.workspace.add_panel(SidePanel(panel, patient=panel.patient_at_keyboard))
    panel.closed.connect(window.workspace.close_panel)
    panel.pointed.connect(window.workspace.show_who_is_named)
    panel.option_shown.connect(window.requests.show_option)
    panel.patient_wanted.connect(window.requests.open_patient)
    panel.visit_opened.connect(window.requests.show_appointment)
    return panel


SUBJECT = Subject(make_waiting, ACTIONS, keys=KEYS)
