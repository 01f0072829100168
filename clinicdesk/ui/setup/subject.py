"""The clinic's set-up, as the window is composed of it: its action, its keys, and its page."""

from functools import partial
from typing import TYPE_CHECKING

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.workspace import Page
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinicdesk.ui.desk import Desk
    from clinicdesk.ui.kit.later import Late
    from clinicdesk.ui.setup.absences_page import AbsencesPage
    from clinicdesk.ui.setup.preview_view import PreviewView
    from clinicdesk.ui.setup.setup_page import SetupPage

ACTION = ActionSpec("clinic.set-up", "clinic", About.WINDOW, ("Ctrl+Shift+E",))
FIND = ActionSpec("clinic.find-setting", "clinic", About.WINDOW, ("/",))
ABSENCES = ActionSpec("clinic.absences", "clinic", About.WINDOW, ("Ctrl+Shift+A",))
SAVE = ActionSpec("clinic.save-typed", "clinic", About.WINDOW, ("Ctrl+S",))
BRING_BACK = ActionSpec("clinic.bring-back-typed", "clinic", About.WINDOW, ("Ctrl+B",))
GO_TO_LISTED = ActionSpec("clinic.go-to-listed", "clinic", About.WINDOW, ("F8",))
FIND_LONGER = ActionSpec("clinic.find-longer", "clinic", About.WINDOW, ("Ctrl+Shift+F",))
TRY = ActionSpec("clinic.try-offer", "clinic", About.WINDOW, ("Ctrl+T",))
BOOK = ActionSpec("clinic.book-tried", "clinic", About.WINDOW, ("Ctrl+Shift+T",))

KEYS = (
    KeyHelp("set-up", "look", ("Return",)),
    KeyHelp("set-up", "tick", ("Space",)),
    KeyHelp("set-up", "add", ("Ins",)),
    KeyHelp("set-up", "retire", ("Del",)),
    KeyHelp("set-up", "back", ("Esc",)),
    KeyHelp("needs", "edge", ("Left", "Right")),
    KeyHelp("needs", "next", ("Tab",)),
    KeyHelp("needs", "divide", ("+",)),
    KeyHelp("needs", "take-part", ("-",)),
    KeyHelp("needs", "add", ("Ins",)),
    KeyHelp("needs", "remove", ("Del",)),
    KeyHelp("steps", "go", ("Up", "Down")),
    KeyHelp("steps", "length", ("Left", "Right")),
    KeyHelp("steps", "least", ("Shift+Left", "Shift+Right")),
    KeyHelp("steps", "move", ("Alt+Up", "Alt+Down")),
    KeyHelp("steps", "rule", ("Ins",)),
    KeyHelp("steps", "remove", ("Del",)),
)


def make_setup(window: WindowParts) -> None:
    """Add the page once somebody goes there: seldom, and with all that reads clinic files."""
    page = window.later.part(lambda: _made_page(window))
    window.actions.connect_late(ACTION.id, page)
    window.actions.connect_late(FIND.id, page)

    def show_people() -> None:
        page()
        window.actions[ACTION.id].trigger()
        page().begin_with_people()

    window.requests.set_up_people.connect(show_people)

    def why_not() -> str | None:
        return page.made.trial.why_not() if page.made else say("set-up.why-not-try")

    def try_offer() -> None:
        page().trial.ask()

    def why_not_book() -> str | None:
        return page.made.trial.why_not_book() if page.made else say("set-up.why-not-book")

    def book_tried() -> None:
        page().trial.book_it()

    window.actions.connect(TRY.id, try_offer, unless=why_not)
    window.actions.connect(BOOK.id, book_tried, unless=why_not_book)
    absences = window.later.part(lambda: _made_absences(window))
    window.actions.connect_late(ABSENCES.id, absences)
    _connect_in_front(window, page, absences)
    window.later.add(partial(_keep_meetings, window.desk))
    window.desk.day_began.connect(lambda _day: _keep_meetings(window.desk))


def _connect_in_front(
    window: WindowParts, set_up: "Late[SetupPage]", absences: "Late[AbsencesPage]"
) -> None:
    """The actions of whichever of the pages is in front."""

    def in_front() -> "SetupPage | AbsencesPage | None":
        pages = (set_up.made, absences.made)
        return next((one for one in pages if one is not None and one.isVisible()), None)

    def connect(
        spec: ActionSpec,
        act: "Callable[[SetupPage | AbsencesPage], object]",
        can: "Callable[[PreviewView], bool]",
        why_not: str,
    ) -> None:
        def reason() -> str | None:
            page = in_front()
            return None if page is not None and can(page.view) else say(why_not)

        def do() -> None:
            page = in_front()
            if page is not None:
                act(page)

        window.actions.connect(spec.id, do, unless=reason)

    connect(SAVE, lambda page: page.look_or_save(), lambda v: v.goes_on, "set-up.why-not-save")
    connect(
        BRING_BACK,
        lambda page: page.view.bring_back_wanted.emit(),
        lambda view: not view.bring_back.isHidden(),
        "set-up.why-not-bring-back",
    )
    connect(
        GO_TO_LISTED,
        lambda page: page.view.go_to_listed(),
        lambda view: view.listed is not None,
        "set-up.why-not-listed",
    )
    connect(
        FIND_LONGER,
        lambda page: page.work.look_longer(),
        lambda view: view.mending.may_look_longer,
        "set-up.why-not-look-longer",
    )


def _keep_meetings(desk: "Desk") -> None:
    """Have meetings written on that run out: whichever desk comes first does it for all."""

    def run_out() -> bool:
        # Loaded beside the window, which needs nothing of it.
        from clinicdesk.services.setup.writing_on import meetings_run_out

        return meetings_run_out(desk.context, desk.database)

    def write(wanted: bool) -> None:
        if wanted:
            from clinicdesk.services.setup.writing_on import write_meetings_on

            desk.write(write_meetings_on)

    # Nobody has asked: whatever stands in its way is not said, and tomorrow is another day.
    desk.read("meetings", run_out, write, lambda _refused: None)


def _made_page(window: WindowParts) -> "SetupPage":
    from clinicdesk.ui.setup.setup_page import SetupPage

    page = SetupPage(window.desk, window.keeper)
    page.view.visit_wanted.connect(window.requests.show_appointment)
    page.book_wanted.connect(window.requests.book_wanted)
    page.trial.changed.connect(window.actions.refresh)
    page.view.allowed.connect(window.actions.refresh)
    page.left.connect(lambda: window.requests.show_day.emit(None))
    window.workspace.add_page(Page(page, ACTION.id))

    def find_setting() -> None:
        window.workspace.show_page(page)
        page.search.setFocus()

    window.actions.connect(FIND.id, find_setting)
    return page


def _made_absences(window: WindowParts) -> "AbsencesPage":
    from clinicdesk.ui.setup.absences_page import AbsencesPage

    page = AbsencesPage(window.desk)
    page.view.allowed.connect(window.actions.refresh)
    page.view.visit_wanted.connect(window.requests.show_appointment)
    page.left.connect(lambda: window.requests.show_day.emit(None))
    window.workspace.add_page(Page(page, ABSENCES.id))

    def show() -> None:
        """A new one begins in the column that the keyboard is in."""
        found = window.workspace.current_column()
        window.workspace.show_page(page)
        if found is not None:
            day, column = found
            page.begin(column.resource.lane_of or column.resource.id, day.day)

    window.actions.connect(ABSENCES.id, show)
    return page


ACTIONS = (ACTION, FIND, ABSENCES, SAVE, BRING_BACK, GO_TO_LISTED, FIND_LONGER, TRY, BOOK)

SUBJECT = Subject(make_setup, ACTIONS, keys=KEYS)
