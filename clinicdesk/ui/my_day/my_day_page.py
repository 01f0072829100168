"""The page of one practitioner: their day in large cards, their week beside it."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.flow.late_values import Knock, RunsLate, worst
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import button, column, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.people.late_words import late_sentences
from clinicdesk.ui.kit.requests import WantedVisit
from clinicdesk.ui.kit.selection import NoSelection, Selection
from clinicdesk.ui.my_day.card_words import CardWording
from clinicdesk.ui.my_day.day_cards import DayCards
from clinicdesk.ui.my_day.day_reading import NOTHING, PractitionerDay, read_all
from clinicdesk.ui.my_day.head_words import times_text
from clinicdesk.ui.my_day.note_to_desk import NoteToDesk
from clinicdesk.ui.my_day.now_and_next import places
from clinicdesk.ui.my_day.page_head import PageHead
from clinicdesk.ui.my_day.week import Week
from clinicdesk.ui.my_day.weeks.days_view import DaysView
from clinicdesk.ui.my_day.weeks.spans import Span, days_of, stepped
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import long_day, month_name

ROOM_FOR_WEEK, ROOM_FOR_TIMES = 780, 500
"""From which width on the page shows the week too, and has the times beside the names, in pixels
at the usual font size."""


class MyDayPage(QWidget):
    """One practitioner, remembered for this workstation.

    Until a day is read the one before it stays, under its own name; never under another
    practitioner's. While nobody sees the page nothing is read.
    """

    appointment_opened = Signal(int)
    reached = Signal(int, int)
    """The visit and the appointment of the card that the keyboard has gone to."""
    turned = Signal()
    """More or less of their time is shown."""
    book_wanted = Signal(object)
    """A `WantedVisit` with the practitioner, from the day that is shown on."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, settings: QSettings) -> None:
        super().__init__()
        self._desk, self._keeper = desk, keeper
        self.day = self._desk.today()
        """The day that was gone to."""
        self._shown: PractitionerDay = NOTHING
        self._late: tuple[RunsLate, ...] = ()
        """Who runs late today, and whom it meets, as the planner answered last."""
        self._read: tuple[date, int] | None = None
        """The day, and which of the practitioners, that were read last."""
        self._seen: tuple[date, int] | None = None
        """The day and the practitioner whose cards stand here."""
        self._noted = 0
        """The appointment about which a note to the desk was begun last."""
        self._chosen = False
        """Whether somebody chose the practitioner, to be remembered once their day is there."""
        self._stale, self._outdated = True, False
        """Whether it is to be read anew, or to be shown anew, once somebody sees it."""
        self.head = PageHead(desk, settings)
        self.who = self.head.who
        self.span = Span.DAY
        """How much of their time is shown."""
        self._narrow = False
        self.title = QLabel()
        self.title.setObjectName("title")
        self.title.setWordWrap(True)
        self.note = NoteToDesk(desk)
        self.note.left.connect(self._leave_note)
        self.week = Week(keeper)
        self.week.day_chosen.connect(self.show_day)
        self.late, self.times = label(part="warning", wraps=True), label(wraps=True)
        self.late.setObjectName("warning")
        self.cards = DayCards(keeper)
        self.cards.opened.connect(self.appointment_opened)
        self.cards.note_wanted.connect(self._write_note)
        self.cards.reached.connect(self._tell_reached)
        self.empty = label(say("my-day.empty"), "muted")
        self.book = button(say("my-day.book"), self._book)
        self.weeks = DaysView(desk, keeper)
        self._compose()
        self._connect_weeks()
        self.who.currentIndexChanged.connect(self._choose)
        keeper.changed.connect(self._show)
        desk.changed.connect(self._note)
        desk.day_began.connect(lambda _today: self._name_day())
        desk.minute_began.connect(lambda _today, _minute: self._turn_minute())
        desk.readable.connect(self._reload_if_seen)
        desk.privacy.changed.connect(lambda: self._show(unseen=True))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._show()

    @property
    def shown_day(self) -> date:
        """The day whose cards stand here; the one that was gone to until any was read.

        Of a week or month the day that the keyboard is at.
        """
        return self.day if self._read is None or self.span is not Span.DAY else self._read[0]

    def show_day(self, day: date) -> None:
        """Another day of the same practitioner."""
        self.day = day
        if self.span is Span.DAY:
            self.reload()
        else:
            self._show_weeks()

    # ------------------------------------------------------------------ day, week, month

    def _connect_weeks(self) -> None:
        self.head.went.connect(self._go)
        self.head.span_chosen.connect(self.show_span)
        self.weeks.day_reached.connect(self._reach_day)
        self.weeks.day_opened.connect(self._open_day)
        self.weeks.left.connect(lambda: self.show_span(Span.DAY))

    def turn_span(self) -> None:
        """From the day to the week, to the month, and back to the day."""
        self.show_span(self.span.next)

    def show_span(self, span: Span) -> None:
        """The day, or the week or month that it lies in; the keyboard goes there."""
        self.span = span
        self.head.show_span(span)
        self.pages.setCurrentWidget(self.day_part if span is Span.DAY else self.weeks)
        if span is Span.DAY:
            self.reload()
            self._take_keyboard()
        else:
            self._show_weeks()
            self.weeks.take_keyboard()
        self.turned.emit()

    def _show_weeks(self) -> None:
        self._name_day()
        self.weeks.show_days(self.who.currentData(), self.span, self.day)

    def _reach_day(self, day: date) -> None:
        self.day = day
        self._name_day()

    def _open_day(self, day: date) -> None:
        self.day = day
        self.show_span(Span.DAY)

    def reload(self) -> None:
        """Read the day and the week again."""
        self._stale = False
        resource, wanted = self.who.currentData(), (self.day, self.who.currentIndex())
        if resource is None:
            self._have(wanted, NOTHING)
            return
        question = partial(read_all, self._desk.context, self._desk.database, resource, self.day)
        self._desk.read((self, "day"), question, partial(self._have, wanted), self._failed)

    def _reload_if_seen(self) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody saw it is shown now."""
        super().showEvent(event)
        if self._outdated:
            self._show()
        if self._stale:
            self.reload()

    def _have(self, read: tuple[date, int], found: PractitionerDay) -> None:
        self._read = read
        self._shown = found
        self._ask_whom_it_meets(bool(found.delays) and self.shown_day == self._desk.today())
        if self._chosen:
            self._chosen = False
            self.who.remember()
        self.week.show_week(found.week, self.shown_day)
        self._show()
        if self.hasFocus():
            self._take_keyboard()

    def _ask_whom_it_meets(self, anybody: bool) -> None:
        """That a colleague runs late reaches those who have the patient next."""
        if not anybody:
            self._late = ()
            return
        # Of no use before somebody runs late.
        from clinicdesk.services.planner.flow_questions import late_today

        self._desk.ask(
            "my-day-late", late_today, then=self._take_late, failed=lambda _sentence: None
        )

    def _take_late(self, found: tuple[RunsLate, ...]) -> None:
        self._late = found
        self._show()

    def _failed(self, refused: Refused | DatabaseRefused) -> None:
        """What is shown stays, and so does whose and which day it is."""
        self._chosen = False
        if self._read is not None:
            self.day, index = self._read
            self.who.choose_silently(index)
            self.week.show_week(self._shown.week, self.day)
            self.cards.hide_cards(False)
        self._desk.could_not_read(say(refused.code, refused.params))

    def _show(self, *, unseen: bool = False) -> None:
        """Show what was read last; on the same day focus and scroll position stay."""
        self._name_day()
        self._outdated = not (self.isVisible() or unseen)
        if self._outdated:
            return
        before, self._seen = self._seen, self._read
        shown = self._shown.encounters
        minute = self._minute
        knocks: Mapping[int, Knock] = worst(self._late) if minute is not None else {}
        wording = CardWording(self._desk.setup, minute, self._desk.privacy.on, knocks)
        self._say_times()
        self._say_if_empty()
        self.cards.hide_cards(self._read is None or self.who.currentIndex() != self._read[1])
        gone = self.cards.show_cards(
            wording,
            shown,
            places(shown, minute),
            narrow=self._narrow,
            anew=self._seen != before,
        )
        if gone:
            self.who.setFocus()

    @property
    def _minute(self) -> int | None:
        """Now, if the day that is shown is today."""
        today, minute = self._desk.now()
        return minute if self.shown_day == today else None

    def _say_times(self) -> None:
        """When they are in, off or on a break, and whether they run late."""
        shown, desk = self._shown, self._desk
        text = ""
        if self._read is not None and self.who.currentData() is not None:
            own, private = shown.encounters, desk.privacy.on
            text = times_text(shown.times, own, self.shown_day, desk.now(), private=private)
        self.times.setText(text)
        delay = shown.delays.get(self.who.currentData()) if self._minute is not None else None
        said = ""
        if delay is not None:
            own_late = [one for one in self._late if one.delay == delay]
            said = late_sentences(desk.setup, own_late)
            said = said or say("late.runs", {"minutes": delay.minutes})
        self.late.setText(said)
        self.late.setVisible(bool(said))

    # ------------------------------------------------------------------ the keyboard

    def selection(self) -> Selection:
        """The card that the keyboard is at, else whom they have now; of a week or month nobody."""
        if self.span is not Span.DAY:
            return NoSelection(say("my-day.open-a-day"))
        return self.cards.selection()

    def _tell_reached(self, number: int) -> None:
        card = self.cards.card_of(number)
        if card is not None and card.encounter is not None:
            self.reached.emit(card.encounter.appointment.visit, number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to whom they have now, once there is anybody."""
        super().focusInEvent(event)
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        if self.span is not Span.DAY:
            self.weeks.take_keyboard()
        elif not self.cards.take_keyboard() and self._read is not None:
            self.who.setFocus()

    def _turn_minute(self) -> None:
        """What is now and next, and who waits how long, is another by the minute."""
        if self.isVisible() and self._read is not None and self.shown_day == self._desk.today():
            self._show()

    def _say_if_empty(self) -> None:
        """That nobody is booked, with the one thing to do about it."""
        empty = not self._shown.encounters and self._read is not None
        if not empty and self.book.hasFocus():
            self.who.setFocus()
        self.empty.setVisible(empty)
        self.book.setVisible(empty)

    def _book(self) -> None:
        first = max(self.shown_day, self._desk.today())
        self.book_wanted.emit(WantedVisit(practitioner=self.who.currentData(), first=first))

    def _name_day(self) -> None:
        if self.span is not Span.DAY:
            first, count = days_of(self.span, self.day, self._desk.setup.week_start)
            month = {"month": month_name(self.day.month), "year": self.day.year}
            days = {"first": first, "last": first + timedelta(days=count - 1)}
            whole = self.span is Span.MONTH
            self.title.setText(say("my-day.month", month) if whole else say("my-day.days", days))
            return
        day = long_day(self.shown_day)
        past = self.shown_day < self._desk.today()
        self.title.setText(say("my-day.past", {"day": day}) if past else day)

    def _compose(self) -> None:
        left = column(self.late, self.times, line(self.empty, self.book, None))
        left.addWidget(self.cards, 1)
        left.addWidget(self.note)
        self.day_part = QWidget()
        beside = QHBoxLayout(self.day_part)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(24)
        beside.addLayout(left, 5)
        beside.addWidget(self.week, 3)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.day_part)
        self.pages.addWidget(self.weeks)
        whole = column(self.head, self.title, spacing=10)
        whole.addWidget(self.pages, 1)
        whole.setContentsMargins(20, 16, 20, 12)
        self.setLayout(whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow page the week is hidden: the buttons lead to the other days too."""
        super().resizeEvent(event)
        self.week.setVisible(self.width() >= grown(ROOM_FOR_WEEK))
        narrow = self.width() < grown(ROOM_FOR_TIMES)
        if narrow != self._narrow:
            self._narrow = narrow
            self.head.stand(narrow=narrow)
            self._show()

    def _write_note(self, number: int) -> None:
        """A note to the desk about the patient of that card, by whoever's day it is."""
        self._noted = number
        card = self.cards.card_of(number)
        if card is not None and card.encounter is not None:
            self.note.write(card.encounter.appointment, self.who.currentText())
            # The field takes its height from the cards: the one that is meant stays in sight.
            QTimer.singleShot(0, self, lambda: self.cards.ensureWidgetVisible(self._noted_card()))

    def _leave_note(self) -> None:
        """The keyboard goes back to the card."""
        self._noted_card().setFocus()

    def _noted_card(self) -> QWidget:
        """The card that the note is about; who the day is of where it is gone."""
        return self.cards.card_of(self._noted) or self.who

    def _go(self, step: int) -> None:
        self.show_day(stepped(self.span, self.day, step) if step else self._desk.today())

    def _follow_people(self) -> None:
        """Whoever came, left, or has another name by now: the same one's day stays."""
        at = self.who.follow()
        self._read, self._seen = (one and (one[0], at) for one in (self._read, self._seen))
        if at < 0:
            self._choose()

    def _choose(self) -> None:
        """Another practitioner: never one's name above another's day."""
        if self._read is not None and self.who.currentIndex() != self._read[1]:
            if self.cards.focused is not None:
                self.who.setFocus()
            self.cards.hide_cards(True)
            self.week.show_week((), self.day)
        self._chosen = True
        if self.span is not Span.DAY:
            self._show_weeks()
        self.reload()

    def _note(self, changed: Changed) -> None:
        if changed.everything:
            self._follow_people()
        # A colleague's change counts too: cards say where patients come from and go to.
        if changed.everything or not changed.days.isdisjoint(self._days_told_of()):
            self._reload_if_seen()

    def _days_told_of(self) -> set[date]:
        """Of which something stands here."""
        following = self._shown.times.next_in
        days = {self.day, self.shown_day, *(one.day for one in self._shown.week)}
        return days if following is None else {*days, following.day}
