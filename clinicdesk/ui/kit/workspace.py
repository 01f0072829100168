"""The middle of the window: one page in front, and at its side at most one panel."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QStackedWidget, QWidget

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.clinic_day import Column, DayInfo
from clinicdesk.ui.kit.actions.action_spec import About
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import column
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.wording import say

SIDE_WIDTH, LEAST_SIDE_WIDTH = 380, 320
"""How wide a panel opens and how narrow it can be made, in pixels at the usual font size."""

LEAST_PAGE_WIDTH = 240
"""How narrow the page beside a panel can be made, in the same pixels."""

CurrentColumn = tuple[DayInfo, Column]
"""A day, and the column of it that the keyboard is in."""


OwnDay = tuple[date, int]
"""A day, and the number of the practitioner whose it is."""


def _none_on_page() -> Selection:
    return NoSelection(say("action.why-not-day"))


def _no_veto(_selection: Selection) -> NoSelection | None:
    return None


@dataclass(frozen=True)
class Page:
    """A page, and what it answers while it is in front."""

    widget: QWidget
    action_id: str
    """The action that brings it to the front."""
    selection: Callable[[], Selection] = _none_on_page
    """The appointment that the keyboard is at."""
    veto: Callable[[Selection], NoSelection | None] = _no_veto
    """Why what is selected in the panel beside it is not what is meant; None where it is."""
    current_column: Callable[[], CurrentColumn | None] = lambda: None
    shown_day: Callable[[], date | None] = lambda: None
    """The day that it shows; None where it shows none, or today's alone."""
    own_day: Callable[[], OwnDay | None] = lambda: None
    """Whose own day it shows, where it shows one practitioner's."""


@dataclass(frozen=True)
class SidePanel:
    """A panel, and what it answers while it is in front."""

    widget: QWidget
    patient: Callable[[], PatientInfo | None] = lambda: None
    """Whom it names by two identifiers."""
    selection: Callable[[], Selection] | None = None
    """The appointment chosen in it; None for a panel that chooses none: it is the page's then,
    but not while the keyboard is in the panel, unless that `shows` it."""
    shows: Callable[[SelectedAppointment], bool] = lambda _at: False
    """Whether what is selected on the page stands in the panel, where the keyboard is."""
    shown: Callable[[], SelectedAppointment | None] = lambda: None
    """The one appointment that stands in a panel that chooses none: it is meant while the keyboard
    is in the panel, unless what is selected on the page stands there too."""
    veto: Callable[[Selection], NoSelection | None] = _no_veto
    """Why what is selected on the page beside it is not what is meant; None where it is."""
    books: Callable[[int], bool] = lambda _visit: False
    """Whether the visit of that number is being booked in it: who opens the visit is led here."""
    unfinished: Callable[[], bool] = lambda: False
    """Whether something was begun in it that is neither written nor given up."""
    resume: Callable[[], object] = lambda: None
    """Put the keyboard where that was left."""
    show_booking: Callable[[int], object] = lambda _visit: None
    """Show the booking of the visit of that number, which it `books`."""
    keep: Callable[[], object] = lambda: None
    """The window may close: have what is unfinished kept, as far as it is not yet."""
    tells_of_calls: bool = False
    """Whether what is noted of calls is seen in it, and so undone beside it."""
    escape: Callable[[], object] | None = None
    """Closes it when Esc is pressed outside of it; None for one that stays open then."""


class Workspace(QSplitter):
    """Knows what is in front, and from that whom the window names and what is selected."""

    front_changed = Signal()
    """Another page, panel or patient is in front."""

    def __init__(self, actions: Actions, keeper: ThemeKeeper, requests: Requests) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._actions, self._requests = actions, requests
        self._pages: list[Page] = []
        self._panels: list[SidePanel] = []
        self.pages, self.panels = QStackedWidget(), QStackedWidget()
        self.side = QFrame()
        self.side.setObjectName("side")
        self.side.setLayout(column(self.panels))
        self.addWidget(self.pages)
        self.addWidget(self.side)
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        self._set_widths()
        self.side.hide()
        keeper.changed.connect(self._set_widths)
        self._at_side = False
        """Whether the keyboard is in the panel, or was before a layer took it."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_keyboard)

    def add_page(self, page: Page) -> None:
        """The first one is the one that the window opens with."""
        self._pages.append(page)
        self.pages.addWidget(page.widget)
        self._actions.connect(page.action_id, lambda: self.show_page(page.widget))

    def add_panel(self, panel: SidePanel) -> None:
        """It stays closed until it is shown, and is dressed by then: that takes a while."""
        self._panels.append(panel)
        self.panels.addWidget(panel.widget)
        panel.widget.ensurePolished()

    def open(self) -> None:
        """Everything is added: show the first page."""
        self._actions.disable_while(About.APPOINTMENT, self._why_no_selection)
        self.show_page(self._pages[0].widget)

    # ------------------------------------------------------------------ what is in front

    @property
    def page(self) -> Page:
        """The page in front."""
        return self._pages[self.pages.currentIndex()]

    @property
    def panel(self) -> SidePanel | None:
        """The panel in front; None while the side is closed."""
        return None if self.side.isHidden() else self._panels[self.panels.currentIndex()]

    def in_front(self, widget: QWidget) -> bool:
        """Whether this page or panel is in front."""
        panel = None if self.side.isHidden() else self.panels.currentWidget()
        return widget in (self.pages.currentWidget(), panel)

    def show_page(self, widget: QWidget) -> None:
        """Bring a page to the front, and the keyboard into it."""
        self.pages.setCurrentWidget(widget)
        self.setFocusProxy(widget)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        for page in self._pages:
            self._actions[page.action_id].setChecked(page.widget is widget)
        self.show_who_is_named()

    def show_panel(self, widget: QWidget) -> None:
        """Open the side, with this panel in front."""
        self.panels.setCurrentWidget(widget)
        if not self.side.isVisible():
            # On a small screen the page keeps more than half of it, if the panel lets it.
            whole = self.width() - self.handleWidth()
            wide = max(grown(LEAST_SIDE_WIDTH), min(grown(SIDE_WIDTH), whole * 2 // 5))
            # Before it is shown: the page then is laid out once, beside panel and handle.
            self.setSizes([whole - wide, wide])
            self.side.show()
            QApplication.sendPostedEvents(self, QEvent.Type.LayoutRequest)
        self.show_who_is_named()

    def close_side(self) -> None:
        """Close the side; what was shown on the page for its panel goes too."""
        self.side.hide()
        self._requests.show_option.emit(None)
        self.setFocus()
        self.show_who_is_named()

    def close_panel(self) -> None:
        """Close the panel in front: an unfinished one that lies under it comes back."""
        below = next((panel for panel in self._panels if panel.unfinished()), None)
        if below is None:
            self.close_side()
        else:
            self.show_panel(below.widget)
            below.resume()

    def show_booking_of(self, visit: int) -> bool:
        """Bring the panel to the front in which this visit is being booked; whether one is."""
        booking = next((panel for panel in self._panels if panel.books(visit)), None)
        if booking is not None:
            self.show_panel(booking.widget)
            booking.show_booking(visit)
        return booking is not None

    def keep_unfinished(self) -> None:
        """The window may close: have what is unfinished kept, as far as it is not yet."""
        for panel in self._panels:
            panel.keep()

    def escape(self) -> bool:
        """Close what Esc closes from outside of it; whether there was anything."""
        panel = self.panel
        if panel is None or panel.escape is None:
            return False
        panel.escape()
        return True

    # ------------------------------------------------------------------ what that means

    def selection(self) -> Selection:
        """The one appointment whose patient stands on screen by two identifiers."""
        panel = self.panel
        if panel is None:
            return self.page.selection()
        if panel.selection is None:
            selection = self.page.selection()
            meant = panel.veto(selection) or self._unless_unseen(panel, selection)
            shown = panel.shown() if self._at_side else None
            return shown if shown is not None and isinstance(meant, NoSelection) else meant
        selection = panel.selection()
        return self.page.veto(selection) or selection

    def _unless_unseen(self, panel: SidePanel, selection: Selection) -> Selection:
        """No letter that is pressed in a panel acts on what only the page beside it shows."""
        seen = not self._at_side or isinstance(selection, NoSelection) or panel.shows(selection)
        return selection if seen else NoSelection(say("action.why-in-panel"))

    def _follow_keyboard(self, _before: QWidget | None, now: QWidget | None) -> None:
        at_side = now is not None and self.side.isAncestorOf(now)
        if at_side == self._at_side or not (at_side or self._is_on_page(now)):
            return
        self._at_side = at_side
        panel = self.panel
        if panel is not None and panel.selection is None:
            self._actions.refresh()

    def _is_on_page(self, widget: QWidget | None) -> bool:
        return widget is not None and self.pages.isAncestorOf(widget)

    def current_column(self) -> CurrentColumn | None:
        """The column that the keyboard is in; None on a page without any."""
        return self.page.current_column()

    def shown_day(self) -> date | None:
        """The day that the page in front shows; None on one that shows none, or today's alone."""
        return self.page.shown_day()

    def own_day(self) -> OwnDay | None:
        """The practitioner's day that is meant: the page's, or that of the keyboard's column."""
        found = self.page.current_column()
        if found is not None and found[1].resource.kind == "practitioner":
            return found[0].day, found[1].resource.id
        return self.page.own_day()

    def show_who_is_named(self) -> None:
        """Another page or panel, or patient, is in front: one is named, and the actions follow."""
        panel = self.panel
        patient = None if panel is None else panel.patient()
        self._requests.leave_identity.emit(None if patient is None else patient.number)
        self._actions.refresh()
        self.front_changed.emit()

    def _why_no_selection(self) -> str | None:
        selection = self.selection()
        return selection.why if isinstance(selection, NoSelection) else None

    def _set_widths(self) -> None:
        """Wide enough that nothing in a panel is cut, in the font size in use."""
        self.side.setMinimumWidth(grown(LEAST_SIDE_WIDTH))
        self.pages.setMinimumWidth(grown(LEAST_PAGE_WIDTH))
