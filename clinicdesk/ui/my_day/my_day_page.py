"""The page of one practitioner: their day in large cards, their week beside it."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.errors import Refused
from clinicdesk.services.flow.late_values import Knock, RunsLate, worst
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.reading.practitioner_day import Encounter, WeekDay
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import Button, button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.requests import WantedVisit
from clinicdesk.ui.my_day.day_reading import PractitionerDay, read_all
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from clinicdesk.ui.my_day.note_to_desk import NoteToDesk
from clinicdesk.ui.my_day.now_and_next import Place, places
from clinicdesk.ui.my_day.week import Week
from clinicdesk.ui.my_day.whose_day import WhoseDay
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import long_day

ROOM_FOR_WEEK, ROOM_FOR_TIMES = 780, 500
"""From which width on the page shows the week too, and has the times beside the names, in pixels
at the usual font size."""


class MyDayPage(QWidget):
    """One practitioner, remembered for this workstation.

    Until a day is read the one before it stays, under its own name; never under another
    practitioner's. While nobody sees the page nothing is read.
    """

    appointment_opened = Signal(int)
    book_wanted = Signal(object)
    """A `WantedVisit` with the practitioner, from the day that is shown on."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, settings: QSettings) -> None:
        super().__init__()
        self._desk, self._keeper = desk, keeper
        self.day = self._desk.today()
        """The day that was gone to."""
        self._shown: tuple[Encounter, ...] = ()
        self._week: tuple[WeekDay, ...] = ()
        self._knocks: Mapping[int, Knock] = {}
        """Whom of today it meets that somebody runs late."""
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
        self.who = WhoseDay(desk, settings)
        self._narrow = False
        self.title = QLabel()
        self.title.setObjectName("title")
        self.title.setWordWrap(True)
        self.note = NoteToDesk(desk)
        self.note.left.connect(self._leave_note)
        self.week = Week(keeper)
        self.week.day_chosen.connect(self.show_day)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty = label(say("my-day.empty"), "muted")
        self.book = button(say("my-day.book"), self._book)
        self._compose()
        self.who.currentIndexChanged.connect(self._choose)
        keeper.changed.connect(self._show)
        desk.changed.connect(self._note)
        desk.day_began.connect(lambda _today: self._name_day())
        desk.minute_began.connect(lambda _today, _minute: self._turn_minute())
        desk.readable.connect(self._reload_if_seen)
        desk.privacy.changed.connect(lambda: self._show(unseen=True))
        self.setFocusProxy(self.who)
        self._show()

    @property
    def shown_day(self) -> date:
        """The day whose cards stand here; the one that was gone to until any was read."""
        return self.day if self._read is None else self._read[0]

    def show_day(self, day: date) -> None:
        """Another day of the same practitioner."""
        self.day = day
        self.reload()

    def reload(self) -> None:
        """Read the day and the week again."""
        self._stale = False
        resource, wanted = self.who.currentData(), (self.day, self.who.currentIndex())
        if resource is None:
            self._have(wanted, ((), (), {}))
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
        self._shown, self._week, delays = found
        self._ask_whom_it_meets(bool(delays) and self.shown_day == self._desk.today())
        if self._chosen:
            self._chosen = False
            self.who.remember()
        self.week.show_week(self._week, self.shown_day)
        self._show()

    def _ask_whom_it_meets(self, anybody: bool) -> None:
        """That a colleague runs late reaches those who have the patient next."""
        if not anybody:
            self._knocks = {}
            return
        # Of no use before somebody runs late.
        from clinicdesk.services.planner.flow_questions import late_today

        self._desk.ask(
            "my-day-late", late_today, then=self._take_late, failed=lambda _sentence: None
        )

    def _take_late(self, found: tuple[RunsLate, ...]) -> None:
        self._knocks = worst(found)
        self._show()

    def _late(self, item: AppointmentInfo) -> str:
        """From when on the patient can be expected, and because of whom."""
        knock = self._knocks.get(item.number)
        late = None if knock is None else self._desk.setup.resources.get(knock.late)
        over = item.begun_at is not None or not item.status.movable
        if knock is None or late is None or over or self.shown_day != self._desk.today():
            return ""
        return say("late.about", {"time": item.start + knock.minutes, "name": late.name})

    def _failed(self, refused: Refused | DatabaseRefused) -> None:
        """What is shown stays, and so does whose and which day it is."""
        self._chosen = False
        if self._read is not None:
            self.day, index = self._read
            self.who.choose_silently(index)
            self.week.show_week(self._week, self.day)
            self._hide_cards(False)
        self._desk.could_not_read(say(refused.code, refused.params))

    def _show(self, *, unseen: bool = False) -> None:
        """Show what was read last; on the same day focus and scroll position stay."""
        self._name_day()
        self._outdated = not (self.isVisible() or unseen)
        if self._outdated:
            return
        before, self._seen = self._seen, self._read
        cards = self._area.findChildren(EncounterCard)
        at = next((card.number for card in cards if card.hasFocus()), None)
        height = self._area.verticalScrollBar().value() if self._seen == before else 0
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(10)
        for encounter, place in zip(self._shown, self._places(), strict=True):
            card = EncounterCard(
                self._desk.setup,
                encounter,
                self._keeper,
                narrow=self._narrow,
                private=self._desk.privacy.on,
                late=self._late(encounter.appointment),
                place=place,
                waits=self._waits(encounter.appointment),
            )
            card.opened.connect(self.appointment_opened)
            card.note_wanted.connect(self._write_note)
            layout.addWidget(card)
        self._say_if_empty()
        layout.addStretch(1)
        self._area.setWidget(page)
        self._area.verticalScrollBar().setValue(height)
        if self._seen != before:
            # Once it is laid out.
            QTimer.singleShot(0, self, self._go_to_now)
        if at is not None:
            cards = page.findChildren(EncounterCard)
            next((card for card in cards if card.number == at), self.who).setFocus()

    def _places(self) -> tuple[Place, ...]:
        """Where each stands in the day, if it is today's."""
        today, minute = self._desk.now()
        return places(self._shown, minute if self.shown_day == today else None)

    def _waits(self, item: AppointmentInfo) -> str:
        """For how long the patient has been here and nobody with them; empty for anybody else."""
        today, minute = self._desk.now()
        here = item.status.here and item.begun_at is None and item.arrived_at is not None
        if not here or self.shown_day != today:
            return ""
        return say("my-day.waits", {"minutes": max(0, minute - (item.arrived_at or 0))})

    def _go_to_now(self) -> None:
        """Whom they have now, or who is next, is in sight when the day is come to."""
        cards = self._area.findChildren(EncounterCard)
        for wanted in (Place.NEXT, Place.NOW):
            for card in cards:
                if card.place is wanted:
                    self._area.ensureWidgetVisible(card)

    def _turn_minute(self) -> None:
        """What is now and next, and who waits how long, is another by the minute."""
        if self.isVisible() and self._read is not None and self.shown_day == self._desk.today():
            self._show()

    def _say_if_empty(self) -> None:
        """That nobody is booked, with the one thing to do about it."""
        empty = not self._shown and self._read is not None
        if not empty and self.book.hasFocus():
            self.who.setFocus()
        self.empty.setVisible(empty)
        self.book.setVisible(empty)

    def _book(self) -> None:
        first = max(self.shown_day, self._desk.today())
        self.book_wanted.emit(WantedVisit(practitioner=self.who.currentData(), first=first))

    def _name_day(self) -> None:
        day = long_day(self.shown_day)
        past = self.shown_day < self._desk.today()
        self.title.setText(say("my-day.past", {"day": day}) if past else day)

    def _compose(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.who)
        self._head.addStretch()
        days = QHBoxLayout()
        for code, step in (("my-day.previous", -1), ("my-day.today", 0), ("my-day.next", 1)):
            to_day = Button(say(code))
            to_day.clicked.connect(lambda _checked=False, step=step: self._go(step))
            days.addWidget(to_day)
        self._head.addLayout(days)
        left = QVBoxLayout()
        left.addLayout(self._head)
        left.addWidget(self.title)
        left.addLayout(line(self.empty, self.book, None))
        left.addWidget(self._area, 1)
        left.addWidget(self.note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(24)
        layout.addLayout(left, 5)
        layout.addWidget(self.week, 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow page the week is hidden: the buttons lead to the other days too."""
        super().resizeEvent(event)
        self.week.setVisible(self.width() >= grown(ROOM_FOR_WEEK))
        narrow = self.width() < grown(ROOM_FOR_TIMES)
        if narrow != self._narrow:
            self._narrow = narrow
            down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._head.setDirection(down if narrow else along)
            self._show()

    def _write_note(self, number: int) -> None:
        """A note to the desk about the patient of that card, by whoever's day it is."""
        self._noted = number
        item = next((e.appointment for e in self._shown if e.appointment.number == number), None)
        if item is not None:
            self.note.write(item, self.who.currentText())
            # The field takes its height from the cards: the one that is meant stays in sight.
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self._noted_card()))

    def _leave_note(self) -> None:
        """The keyboard goes back to the card."""
        self._noted_card().setFocus()

    def _noted_card(self) -> QWidget:
        """The card that the note is about; who the day is of where it is gone."""
        cards = self._area.findChildren(EncounterCard)
        return next((card for card in cards if card.number == self._noted), self.who)

    def _go(self, step: int) -> None:
        self.show_day(self.day + timedelta(days=step) if step else self._desk.today())

    def _follow_people(self) -> None:
        """Whoever came, left, or has another name by now: the same one's day stays."""
        at = self.who.follow()
        self._read, self._seen = (one and (one[0], at) for one in (self._read, self._seen))
        if at < 0:
            self._choose()

    def _choose(self) -> None:
        """Another practitioner: never one's name above another's day."""
        if self._read is not None and self.who.currentIndex() != self._read[1]:
            self._hide_cards(True)
            self.week.show_week((), self.day)
        self._chosen = True
        self.reload()

    def _hide_cards(self, hidden: bool) -> None:
        page = self._area.widget()
        # Its stub does not know that there may be none: nobody has seen the page yet.
        if page is not None:
            page.setHidden(hidden)

    def _note(self, changed: Changed) -> None:
        if changed.everything:
            self._follow_people()
        # A colleague's change counts too: cards say where patients come from and go to.
        if changed.everything or not changed.days.isdisjoint((self.day, self.shown_day)):
            self._reload_if_seen()
