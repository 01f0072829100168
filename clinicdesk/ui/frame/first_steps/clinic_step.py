"""The first step to a new clinic: its name, its time zone, and when it is open."""

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk.ui.frame.first_steps.zone_in_words import told_zone
from clinicdesk.ui.kit.entry.stretches_in_words import stretches_in_words, told_stretches
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.ui.kit.list_with_form.form_fields import TextField
from clinicdesk.wording import say, weekday_text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

USUAL_HOURS = "08:00-17:00"
"""Of the first five days, until somebody types others."""

_COLUMNS = 3
_A_MONDAY = date(2024, 1, 1)


class ClinicStep(QWidget):
    """Begins with hours that many a clinic has, and the zone of this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField(say("first.name"))
        self.zone = TextField(say("first.zone"), say("first.zone-hint"), told_zone)
        self.hours = {
            day: TextField(
                weekday_text(_A_MONDAY + timedelta(number)), say("first.closed"), told_stretches
            )
            for number, day in enumerate(WEEKDAYS)
        }
        for day in WEEKDAYS[:5]:
            self.hours[day].show_raw(USUAL_HOURS)
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        for place, field in enumerate(self.hours.values()):
            # At the top: a fault below one field moves none beside it.
            grid.addWidget(field, *divmod(place, _COLUMNS), Qt.AlignmentFlag.AlignTop)
        about = label(say("first.hours"), "muted", wraps=True)
        self.setLayout(column(self.name, self.zone, about, grid))

    def show_zone(self, zone: str) -> None:
        """Put there the zone that the computer is in, if nobody has typed one meanwhile."""
        if not self.zone.text:
            self.zone.show_raw(zone)

    @property
    def opening(self) -> Mapping[str, str]:
        """What is meant there by day of the week."""
        return {day: ", ".join(stretches_in_words(field.text)) for day, field in self.hours.items()}

    def forget_faults(self) -> None:
        """What was wrong may be mended."""
        for field in (self.name, self.zone, *self.hours.values()):
            field.show_raw(field.text)

    def show_fault(self, where: str, text: str) -> QWidget | None:
        """Say it at its field, and give that; None if it is about nothing in here."""
        part, _, key = where.partition(".")
        if (part, key) == ("clinic", "zone"):
            told = told_zone(self.zone.text) or say("first.zone-missing")
            self.zone.show_fault(told, None)
            return self.zone
        field = self.name if (part, key) == ("clinic", "name") else None
        if part == "opening_hours":
            field = self.hours.get(key.partition("[")[0], self.hours[WEEKDAYS[0]])
        if field is not None:
            field.show_fault(text, None)
        return field
