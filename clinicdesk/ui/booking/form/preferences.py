"""When it suits, with whom and what it is for: a summary in one line, the fields on demand."""

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QSizePolicy, QWidget

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.ui.booking.form.booking_purpose import BookingPurpose
from clinicdesk.ui.booking.request.coming_day import coming_day, hours_texts
from clinicdesk.ui.booking.request.request_form import EVERY_DAY, RequestForm
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.fields import Choice, ParsedField, no_time, time_in_words
from clinicdesk.ui.kit.labels import Button, column, fill, label, line
from clinicdesk.wording import date_text, say, time_text
from clinicdesk.wording.machine.dates import short_day, short_weekday

HORIZONS = (1, 7, 14, 30, 90, 180)
"""How many days can be chosen to be searched."""
ANYONE = 0
"""Stands for no practitioner in the list."""


class Preferences(QWidget):
    """Practitioner, days of the week, time of day, around which day; the purpose beside them."""

    preferred = Signal()
    """Somebody changed one of them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._setup = desk.setup
        self._request_form = RequestForm()
        self.summary = Button("")
        self.summary.setProperty("part", "summary")
        self.summary.setCheckable(True)
        self.summary.setMinimumHeight(32)
        self.summary.toggled.connect(self._open)
        self.practitioner = _choice("preferences.practitioner")
        self.practitioner.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.weekdays = [self._weekday(number) for number in self._week]
        self.earliest = ParsedField(
            say("preferences.earliest"), say("preferences.any-time"), self._time
        )
        self.latest = ParsedField(
            say("preferences.latest"), say("preferences.any-time"), self._time
        )
        self.near = _choice("preferences.near")
        self.near.addItem(say("preferences.from-day"), False)
        self.near.addItem(say("preferences.near-day"), True)
        self.day = ParsedField(
            say("preferences.day"), say("preferences.day-hint"), partial(coming_day, desk)
        )
        self.horizon = _choice("preferences.days")
        for days in HORIZONS:
            self.horizon.addItem(say("preferences.within", {"count": days}), days)
        self.purpose = BookingPurpose(desk.privacy)
        self.fields = QFrame()
        self.fields.setProperty("part", "preferences")
        self._arrange()
        self.fields.hide()
        self._connect()

    @property
    def _week(self) -> list[int]:
        """The days of the week as the clinic counts them, 0 for Monday."""
        return [(self._setup.week_start + number) % 7 for number in range(7)]

    def _arrange(self) -> None:
        days = line(*self.weekdays, spacing=3)
        times = line(self.earliest, self.latest)
        self.day.caption.hide()
        who = label(say("preferences.practitioner"), "caption")
        who.setBuddy(self.practitioner)
        around = line(self.near, self.day)
        around.setStretch(1, 1)
        around.setAlignment(self.near, Qt.AlignmentFlag.AlignTop)
        parts = (
            column(who, self.practitioner, spacing=3),
            column(label(say("preferences.weekdays"), "caption"), days, spacing=3),
            times,
            column(label(say("preferences.around"), "caption"), around, self.horizon, spacing=3),
        )
        fill(self.fields, column(*parts, spacing=8), 12, 8, 12, 12)
        head = line(self.summary, self.purpose.button)
        head.setStretch(0, 1)
        self.setLayout(column(head, self.fields, self.purpose, self.purpose.said, spacing=0))

    def _connect(self) -> None:
        self.practitioner.activated.connect(self._changed)
        self.near.activated.connect(self._changed)
        self.horizon.activated.connect(self._changed)
        for toggle in self.weekdays:
            toggle.clicked.connect(self._changed)
        for field in (self.earliest, self.latest, self.day):
            field.changed.connect(self._changed)

    def _weekday(self, number: int) -> QPushButton:
        toggle = Button("")
        toggle.setProperty("part", "weekday")
        toggle.setCheckable(True)
        toggle.setChecked(True)
        toggle.setMinimumSize(28, 28)
        toggle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        _name_weekday(toggle, number)
        return toggle

    def show_request(self, setup: ClinicSetup, request_form: RequestForm) -> None:
        """Show what is preferred already, without a signal."""
        self._setup, self._request_form = setup, request_form
        self._fill_practitioners(request_form)
        for toggle, number in zip(self.weekdays, self._week, strict=True):
            _name_weekday(toggle, number)
            toggle.setChecked(number in request_form.weekdays)
        self.earliest.show_text(
            "" if request_form.earliest == 0 else time_text(request_form.earliest)
        )
        self.latest.show_text(
            "" if request_form.latest == MIDNIGHT else time_text(request_form.latest)
        )
        self.near.setCurrentIndex(0 if request_form.near is None else 1)
        day = request_form.near or request_form.first
        self.day.show_text("" if day is None else date_text(day))
        nearest = min(range(len(HORIZONS)), key=lambda i: abs(HORIZONS[i] - request_form.days))
        self.horizon.setCurrentIndex(nearest)
        self._summarize(request_form)
        # What is moved keeps its own.
        self.purpose.ask(request_form.moved is None)

    @property
    def typed(self) -> tuple[str, str, str]:
        """What stands in the fields of earliest, latest and day, also what cannot be read."""
        return self.earliest.edit.text(), self.latest.edit.text(), self.day.edit.text()

    def show_typed(self, *texts: str) -> None:
        """Show what stood there; what cannot be read says so, and is open."""
        for field, text in zip((self.earliest, self.latest, self.day), texts, strict=False):
            field.show_text(text)
            if field.complain():
                self._show_fields()

    def _show_fields(self) -> None:
        """Open them, and leave the keyboard where it is."""
        self.summary.blockSignals(True)
        self.summary.setChecked(True)
        self.summary.blockSignals(False)
        self.fields.show()
        self._summarize(self._request_form)

    def _fill_practitioners(self, request_form: RequestForm) -> None:
        self.practitioner.clear()
        self.practitioner.addItem(say("preferences.anyone"), ANYONE)
        qualified = {
            candidate.resource
            for step in request_form.steps
            for need in self._setup.visit_types[step.visit_type].needs
            for candidate in need.one_of
        }
        for number, info in self._setup.resources.items():
            if number in qualified and info.kind == "practitioner":
                self.practitioner.addItem(info.name, number)
        self.practitioner.setCurrentIndex(
            max(0, self.practitioner.findData(request_form.practitioner or ANYONE))
        )

    def applied(self, request_form: RequestForm) -> RequestForm:
        """The form with what the fields say; what cannot be read in them is left out."""
        weekdays = frozenset(
            toggle.property("weekday") for toggle in self.weekdays if toggle.isChecked()
        )
        earliest, latest, day = self.earliest.value, self.latest.value, self.day.value
        day = day if isinstance(day, date) else None
        near = bool(self.near.currentData())
        preferred = replace(
            request_form,
            practitioner=self.practitioner.currentData() or None,
            weekdays=weekdays or EVERY_DAY,
            earliest=earliest if isinstance(earliest, int) else 0,
            latest=latest if isinstance(latest, int) else MIDNIGHT,
            near=day if near else None,
            first=None if near else day,
            days=self.horizon.currentData(),
        )
        if (preferred.near, preferred.first, preferred.days) != (
            request_form.near,
            request_form.first,
            request_form.days,
        ):
            # On another day it cannot be part of that visit.
            preferred = replace(preferred, join=None)
        self._summarize(preferred)
        return preferred

    def _changed(self) -> None:
        self.preferred.emit()

    def _open(self, on: bool) -> None:
        self.fields.setVisible(on)
        self._summarize(self._request_form)
        if on:
            self.practitioner.setFocus()

    def _summarize(self, request_form: RequestForm) -> None:
        self._request_form = request_form
        chosen = self._setup.resources.get(request_form.practitioner or ANYONE)
        parts = [say("preferences.anyone") if chosen is None else chosen.name]
        if request_form.weekdays != EVERY_DAY:
            suit = (number for number in self._week if number in request_form.weekdays)
            parts.append(", ".join(map(short_weekday, suit)))
        parts += hours_texts(request_form.earliest, request_form.latest)
        if request_form.near is not None:
            parts.append(
                say("preferences.around-day", {"day": short_day(request_form.near, self._today)})
            )
        if request_form.first is not None:
            parts.append(
                say("preferences.after-day", {"day": short_day(request_form.first, self._today)})
            )
        if len(parts) == 1 and chosen is None:
            parts = [say("preferences.none")]
        arrow = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}"
        if not self.summary.isChecked():
            arrow = "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"
        text = " \N{MIDDLE DOT} ".join(parts)
        self.summary.setText(f"{arrow} {text}")
        self.summary.setAccessibleName(say("preferences.title", {"text": text}))

    @property
    def _today(self) -> date:
        return self._desk.today()

    def _time(self, text: str) -> tuple[object, str]:
        minutes = time_in_words(text)
        return (None, no_time(text)) if minutes is None else (minutes, time_text(minutes))


def _name_weekday(toggle: QPushButton, number: int) -> None:
    """Make it stand for a day of the week, 0 for Monday."""
    toggle.setProperty("weekday", number)
    toggle.setText(short_weekday(number)[:2])
    toggle.setAccessibleName(say("preferences.on-weekday", {"day": short_weekday(number)}))


def _choice(code: str) -> Choice:
    made = Choice()
    made.setAccessibleName(say(code))
    made.setMinimumHeight(30)
    return made
