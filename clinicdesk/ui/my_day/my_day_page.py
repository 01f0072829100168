"""The page of one practitioner: their day in large cards, their week beside it."""

from datetime import date, timedelta

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import REFUSALS
from clinicdesk.services.visits.reading.practitioner_day import (
    Encounter,
    read_practitioner_day,
    read_week,
)
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from clinicdesk.ui.my_day.week import Week
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import long_day

ROOM_FOR_WEEK, ROOM_FOR_TIMES = 780, 500
"""From which width on the page shows the week too, and has the times beside the names, in pixels
at the usual font size."""


class MyDayPage(QWidget):
    """One practitioner, remembered for this workstation."""

    appointment_opened = Signal(int)

    def __init__(self, desk: Desk, keeper: ThemeKeeper, settings: QSettings) -> None:
        super().__init__()
        self._desk, self._keeper, self._settings = desk, keeper, settings
        self.day = self._desk.today()
        self._shown: tuple[Encounter, ...] = ()
        self._seen: tuple[date, int] | None = None
        """The day and the practitioner whose cards stand here."""
        self._read = 0
        """Which of the practitioners was read last."""
        self.who = QComboBox()
        self.who.setAccessibleName(say("my-day.who"))
        self.who.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.who.setMinimumWidth(1)
        self.who.currentTextChanged.connect(self.who.setToolTip)
        self._narrow = False
        self.title = QLabel()
        self.title.setObjectName("title")
        self.title.setWordWrap(True)
        self.week = Week(keeper)
        self.week.day_chosen.connect(self.show_day)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._compose()
        self._fill_practitioners()
        self.who.currentIndexChanged.connect(self._choose)
        keeper.changed.connect(self._show)
        desk.changed.connect(self._note)
        desk.day_began.connect(lambda _today: self._name_day())
        desk.readable.connect(self.reload)
        desk.privacy.changed.connect(self._show)
        self.setFocusProxy(self.who)
        self.reload()

    def show_day(self, day: date) -> None:
        """Another day of the same practitioner."""
        before, self.day = self.day, day
        try:
            self.reload()
        except REFUSALS:
            self.day = before
            raise

    def reload(self) -> None:
        """Read the day and the week again."""
        resource = self.who.currentData()
        found: tuple[Encounter, ...] = ()
        if resource is not None:
            found = read_practitioner_day(
                self._desk.context, self._desk.database, resource, self.day
            )
            week = read_week(self._desk.context, self._desk.database, resource, self.day)
            self.week.show_week(week, self.day)
        self._shown, self._read = found, self.who.currentIndex()
        self._show()

    def _show(self) -> None:
        """Show what was read last; on the same day focus and scroll position stay."""
        self._name_day()
        before, self._seen = self._seen, (self.day, self.who.currentIndex())
        cards = self._area.findChildren(EncounterCard)
        at = next((card.number for card in cards if card.hasFocus()), None)
        height = self._area.verticalScrollBar().value() if self._seen == before else 0
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(10)
        for encounter in self._shown:
            card = EncounterCard(
                self._desk.availability.setup(),
                encounter,
                self._keeper,
                narrow=self._narrow,
                private=self._desk.privacy.on,
            )
            card.opened.connect(self.appointment_opened)
            layout.addWidget(card)
        if not self._shown:
            nobody = self.who.currentData() is None
            empty = QLabel(say("my-day.nobody" if nobody else "my-day.empty"))
            empty.setObjectName("muted")
            layout.addWidget(empty)
        layout.addStretch(1)
        self._area.setWidget(page)
        self._area.verticalScrollBar().setValue(height)
        if at is not None:
            cards = page.findChildren(EncounterCard)
            next((card for card in cards if card.number == at), self.who).setFocus()

    def _name_day(self) -> None:
        day = long_day(self.day)
        past = self.day < self._desk.today()
        self.title.setText(say("my-day.past", {"day": day}) if past else day)

    def _compose(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.who)
        self._head.addStretch()
        days = QHBoxLayout()
        for code, step in (("my-day.previous", -1), ("my-day.today", 0), ("my-day.next", 1)):
            button = QPushButton(say(code))
            button.clicked.connect(lambda _checked=False, step=step: self._go(step))
            days.addWidget(button)
        self._head.addLayout(days)
        left = QVBoxLayout()
        left.addLayout(self._head)
        left.addWidget(self.title)
        left.addWidget(self._area, 1)
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
            self.reload()

    def _go(self, step: int) -> None:
        self.show_day(self.day + timedelta(days=step) if step else self._desk.today())

    def _fill_practitioners(self) -> None:
        setup = self._desk.availability.setup()
        for resource in setup.resources.values():
            if resource.kind == "practitioner" and resource.lane_of is None:
                self.who.addItem(resource.name, resource.id)
        number = str(self._settings.value("my-day/practitioner", ""))
        known = self.who.findData(int(number)) if number.isdecimal() else 0
        self.who.setCurrentIndex(max(0, known))

    def _choose(self) -> None:
        try:
            self.reload()
        except REFUSALS:
            # Never one practitioner's name above another's day.
            self.who.blockSignals(True)
            self.who.setCurrentIndex(self._read)
            self.who.blockSignals(False)
            raise
        self._settings.setValue("my-day/practitioner", self.who.currentData())

    def _note(self, changed: Changed) -> None:
        # A colleague's change counts too: cards say where patients come from and go to.
        if changed.everything or self.day in changed.days:
            self.reload()
