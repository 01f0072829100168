"""The main window: composes the rail, the pages and the side panel, and wires their actions."""

from datetime import date
from functools import partial

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.records import find_patients
from clinicdesk.ui.absence.absence_panel import AbsencePanel
from clinicdesk.ui.absence.times import usual_absence
from clinicdesk.ui.booking.booking_panel import BookingPanel
from clinicdesk.ui.day.day_page import DayPage
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.calendar_saving import CalendarFile
from clinicdesk.ui.frame.about import show_about
from clinicdesk.ui.frame.done_text import NOT_UNDOABLE, done_text
from clinicdesk.ui.frame.menus import fill_menu_bar
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.frame.palette import Palette, PatientRow
from clinicdesk.ui.frame.rail import Rail
from clinicdesk.ui.frame.shortcut_sheet import ShortcutSheet
from clinicdesk.ui.frame.toast import Toast
from clinicdesk.ui.frame.undo_actions import UndoActions
from clinicdesk.ui.kit.action_table import About
from clinicdesk.ui.kit.actions import Actions
from clinicdesk.ui.kit.at_hand import AtHand, NobodyAtHand
from clinicdesk.ui.kit.look.theme import Mode, ThemeKeeper, grown
from clinicdesk.ui.kit.people.naming import identifiers
from clinicdesk.ui.my_day.my_day_page import MyDayPage
from clinicdesk.ui.visit.visit_panel import VisitPanel
from clinicdesk.wording import say

SIDE_WIDTH, LEAST_SIDE_WIDTH = 380, 320
"""How wide a panel opens and how narrow it can be made, in pixels at the usual letters."""

LEAST_PAGE_WIDTH = 240
"""How narrow the page beside a panel can be made, in the same pixels."""

WISHED = QSize(1500, 900)
"""How large the window opens the first time, if the screen has room for it."""


class MainWindow(QMainWindow):
    """One desk's window on one clinic."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, settings: QSettings) -> None:
        super().__init__()
        self.desk, self.keeper, self._settings = desk, keeper, settings
        self.actions_table = Actions(self)
        self.day_page = DayPage(desk, self.actions_table, keeper, settings)
        self.my_day_page = MyDayPage(desk, keeper, settings)
        self.booking = BookingPanel(desk, self.actions_table, keeper)
        self.visit = VisitPanel(desk, self.actions_table, keeper)
        self.booked_calendar_file = CalendarFile(desk, self.booking, settings)
        self.visit_calendar_file = CalendarFile(desk, self.visit, settings)
        self.absence = AbsencePanel(desk, keeper)
        self._compose()
        self.toast = Toast(self, self.pages)
        self.palette_layer = Palette(self, self.actions_table, self._find_patients)
        self.sheet = ShortcutSheet(self, self.actions_table)
        self._require()
        self._carry_out()
        self._listen()
        fill_menu_bar(self.menuBar(), self.actions_table)
        self.undo_actions = UndoActions(desk, self.actions_table, self.menuBar(), self.toast)
        self._restore_state()
        self.show_page("go.day")

    def show_page(self, place: str) -> None:
        """Bring a page to the front, and the keyboard into it."""
        pages = {"go.day": self.day_page, "go.my-day": self.my_day_page}
        self.pages.setCurrentWidget(pages[place])
        self.setFocusProxy(pages[place])
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        for name in pages:
            self.actions_table[name].setChecked(name == place)
        self._renew()

    def open_appointment(self, number: int) -> None:
        """Show the visit of an appointment at the side."""
        shown = next((item for item in self.day_page.appointments() if item.number == number), None)
        if shown is None:
            return
        if self.booking.holds(shown.visit):
            self._show_side(self.booking)
            return
        self.visit.show_visit(shown.visit, number)
        self._show_side(self.visit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window stood."""
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/side", self.splitter.saveState())
        super().closeEvent(event)

    def _compose(self) -> None:
        setup = self.desk.availability.setup()
        self.setWindowTitle(say("screen.title", {"clinic": setup.name}))
        self.pages = QStackedWidget()
        self.pages.addWidget(self.day_page)
        self.pages.addWidget(self.my_day_page)
        self.side = QFrame()
        self.side.setObjectName("side")
        self.side_pages = QStackedWidget()
        for panel in (self.booking, self.visit, self.absence):
            self.side_pages.addWidget(panel)
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.side_pages)
        self._give_widths()
        self.side.hide()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.pages)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        middle = QWidget()
        layout = QHBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Rail(self.actions_table, self.keeper))
        layout.addWidget(self.splitter, 1)
        self.setCentralWidget(middle)

    def _require(self) -> None:
        """What an action is about is on screen, or the action is off."""
        require = self.actions_table.require
        require(About.DAY, self._why_not_day)
        require(About.APPOINTMENT, self._why_no_appointment)
        require(About.OPTION, self._why_no_option)
        self.visit.at_hand = self._at_hand

    def _why_not_day(self) -> str | None:
        in_front = self.pages.currentWidget() is self.day_page
        return None if in_front else say("action.why-not-day")

    def _why_no_appointment(self) -> str | None:
        hand = self._at_hand()
        return hand.why if isinstance(hand, NobodyAtHand) else None

    def _why_no_option(self) -> str | None:
        return None if self._shows(self.booking) else say("action.why-no-booking")

    def _at_hand(self) -> AtHand | NobodyAtHand:
        """The one appointment whose patient stands on screen by two identifiers."""
        if self._shows(self.visit):
            return self._at_free_place() or self.visit.shown()
        if self.pages.currentWidget() is not self.day_page:
            return NobodyAtHand(say("action.why-not-day"))
        hand = self.day_page.at_keyboard.hand()
        booked_for = self.booking.patient if self._shows(self.booking) else None
        if isinstance(hand, AtHand) and booked_for and not _same(hand.visit.patient, booked_for):
            return NobodyAtHand(say("action.why-other-patient"))
        listed = self.absence.visit_in_hand() if self._shows(self.absence) else None
        if isinstance(hand, AtHand) and listed not in (None, hand.visit.number):
            return NobodyAtHand(say("action.why-other-row"))
        return hand

    def _at_free_place(self) -> NobodyAtHand | None:
        """The keyboard is in the day, where nobody is: the opened visit is not what is meant."""
        in_day = self.day_page.grid.hasFocus()
        free = in_day and self.day_page.at_keyboard.appointment is None
        return NobodyAtHand(say("strip.nobody")) if free else None

    def _shows(self, panel: QWidget) -> bool:
        """Whether a panel is open at the side, in front of the others."""
        return not self.side.isHidden() and self.side_pages.currentWidget() is panel

    def _renew(self) -> None:
        """Another page or panel is in front: one identity on screen, and the actions follow."""
        named = None
        if self._shows(self.booking):
            named = self.booking.patient
        elif self._shows(self.visit) and self.visit.visit is not None:
            named = self.visit.visit.patient
        self.day_page.at_keyboard.leave_identity_to(None if named is None else named.number)
        self.actions_table.renew()

    def _carry_out(self) -> None:
        do = self.actions_table.carry_out
        do("clinic.away", self._begin_absence, unless=self._no_column)
        do("clinic.quit", self.close)
        do("clinic.about", lambda: show_about(self))
        do("go.day", lambda: self.show_page("go.day"))
        do("go.my-day", lambda: self.show_page("go.my-day"))
        do("visit.new", self._begin_booking)
        do("help.palette", self.palette_layer.open)
        do("help.shortcuts", self.sheet.open)
        hidden = do("view.privacy", self._set_privacy)
        hidden.setChecked(self._settings.value("hide-names", "false") == "true")
        self._set_privacy()
        do("view.reveal", self._reveal)
        for mode in Mode:
            do(f"view.theme-{mode.value}", partial(self._use_theme, mode))
        letters = do("view.single-letters", self._set_single_letters)
        letters.setChecked(self._settings.value("single-letters", "true") == "true")
        self._set_single_letters()
        self._mark_theme()

    def _listen(self) -> None:
        self.desk.done.connect(self._say_done)
        self.desk.refused.connect(lambda text: self.toast.show_text(text, undoable=False))
        self.actions_table.refused.connect(lambda text: self.toast.show_text(text, undoable=False))
        self.desk.minute_began.connect(lambda _today, _minute: self.actions_table.renew())
        self.day_page.at_keyboard.reached.connect(self._follow)
        self.booking.patient_changed.connect(self._renew)
        self.booking.booked.connect(self.day_page.focus_visit)
        self.desk.privacy.changed.connect(self._word_anew)
        self.keeper.changed.connect(self._give_widths)
        self.day_page.appointment_opened.connect(self.open_appointment)
        self.my_day_page.appointment_opened.connect(self._open_from_my_day)
        self.booking.option_shown.connect(self.day_page.show_option)
        self.booking.closed.connect(self._hide_side)
        self.booking.calendar_file_wanted.connect(self.booked_calendar_file.ask)
        self.booked_calendar_file.said.connect(self.booking.done.notice.setText)
        self.visit.calendar_file_wanted.connect(self.visit_calendar_file.ask)
        self.visit_calendar_file.said.connect(self.visit.notice.say)
        self.booking.open_wanted.connect(self._open_booking)
        self.visit.closed.connect(self._close_visit)
        self.visit.open_wanted.connect(self._open_visit)
        self.visit.appointment_chosen.connect(self.day_page.focus_appointment)
        self.absence.closed.connect(self._hide_side)
        self.absence.appointment_chosen.connect(self._point_at)
        self.palette_layer.patient_chosen.connect(self._begin_booking)

    def _begin_booking(self, patient: int | None = None) -> None:
        self.show_page("go.day")
        held_unseen = self.booking.hold_bar.visit is not None and not self._shows(self.booking)
        self._show_side(self.booking)
        if held_unseen:
            self.booking.show_held()
        else:
            self.booking.begin(patient)

    def _begin_absence(self) -> None:
        """For the column that the keyboard is at."""
        found = self.day_page.current_column()
        assert found is not None
        day, at = found
        today, minute = self.desk.context.wall_clock(day.setup.zone)
        self._show_side(self.absence)
        span = usual_absence(day, at, minute if day.day == today else None)
        self.absence.ask(at.resource, day.day, span)

    def _point_at(self, day: date, appointment: int) -> None:
        if day == self.day_page.day:
            self.day_page.focus_appointment(appointment)

    def _open_booking(self) -> None:
        self._show_side(self.booking)

    def _open_visit(self) -> None:
        self._show_side(self.visit)

    def _no_column(self) -> str | None:
        return None if self.day_page.current_column() else say("absence.no-column")

    def _follow(self, number: int) -> None:
        """The keyboard went to another appointment of the day: an open visit panel goes along."""
        if self._shows(self.visit):
            self.open_appointment(number)

    def _close_visit(self) -> None:
        """Under a visit that was opened while booking lies the booking, as it was."""
        self.visit.forget()
        if self.booking.unfinished:
            self._show_side(self.booking)
            self.booking.take_focus()
        else:
            self._hide_side()

    def _open_from_my_day(self, number: int) -> None:
        self.show_page("go.day")
        self.day_page.show_day(self.my_day_page.day)
        self.day_page.focus_appointment(number)
        self.open_appointment(number)

    def _show_side(self, panel: QWidget) -> None:
        self.side_pages.setCurrentWidget(panel)
        if not self.side.isVisible():
            self.side.show()
            # On a small screen the day keeps more than half of it, if the panel lets it.
            whole = self.splitter.width()
            wide = max(grown(LEAST_SIDE_WIDTH), min(grown(SIDE_WIDTH), whole * 2 // 5))
            self.splitter.setSizes([whole - wide, wide])
        self._renew()

    def _give_widths(self) -> None:
        """So much that nothing in a panel is cut, in the letters that are in use."""
        self.side.setMinimumWidth(grown(LEAST_SIDE_WIDTH))
        self.pages.setMinimumWidth(grown(LEAST_PAGE_WIDTH))

    def _hide_side(self) -> None:
        self.side.hide()
        self.day_page.show_option(None)
        self.setFocus()
        self._renew()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that nobody took: Esc closes an opened visit; an action that is off says why."""
        if event.key() == Qt.Key.Key_Escape and self._shows(self.visit):
            self._close_visit()
        elif not self.actions_table.say_why_not(event):
            super().keyPressEvent(event)

    def _find_patients(self, text: str) -> list[PatientRow]:
        found = find_patients(self.desk.context, self.desk.database, text)
        private = self.desk.privacy.on
        return [PatientRow(info.number, identifiers(info, private=private)) for info in found]

    def _say_done(self, way: str, changed: Changed) -> None:
        self.toast.show_words(
            lambda: done_text(self.desk, way, changed),
            undoable=way != "undone" and changed.code not in NOT_UNDOABLE,
        )
        self.undo_actions.toasted()

    def _set_privacy(self) -> None:
        on = self.actions_table["view.privacy"].isChecked()
        self._settings.setValue("hide-names", "true" if on else "false")
        self.desk.privacy.use(on)

    def _word_anew(self) -> None:
        """Names are hidden, or shown again, in what the window itself says."""
        self.undo_actions.name()
        self.toast.word_anew()
        self.palette_layer.word_anew()

    def _reveal(self) -> None:
        """Show the one patient in front."""
        for panel in (self.booking, self.visit):
            if panel.identity.isVisible():
                panel.identity.reveal()

    def _use_theme(self, mode: Mode) -> None:
        self.keeper.use(mode)
        self._mark_theme()

    def _mark_theme(self) -> None:
        for mode in Mode:
            action = self.actions_table[f"view.theme-{mode.value}"]
            action.setCheckable(True)
            action.setChecked(mode is self.keeper.mode)

    def _set_single_letters(self) -> None:
        on = self.actions_table["view.single-letters"].isChecked()
        self._settings.setValue("single-letters", "true" if on else "false")
        self.actions_table.use_single_letters(on)

    def _restore_state(self) -> None:
        """As it stood last time; a damaged memory means the usual."""
        on_screen = OnScreen(self, WISHED)
        for name, restore in (
            ("window/geometry", self.restoreGeometry),
            ("window/side", self.splitter.restoreState),
        ):
            kept = self._settings.value(name)
            if isinstance(kept, QByteArray):
                restore(kept)
        on_screen.settle()
        self.side.hide()


def _same(one: PatientInfo | None, other: PatientInfo) -> bool:
    return one is not None and one.number == other.number
