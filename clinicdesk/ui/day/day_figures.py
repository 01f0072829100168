"""How full a day is, in one line of words."""

from datetime import date

from clinicdesk.models.statuses import Status
from clinicdesk.services.patient_info import Standing
from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.ui.day.columns.column_choice import away, usual
from clinicdesk.wording import say


def figures_text(day: DayInfo, today: date) -> str:
    """How full the day is, and first of all whether it is past."""
    figures = _figures(day)
    if day.day < today:
        return say("day.past", {"figures": figures})
    return f"{say('day.lost', {'count': len(day.lost)})}, {figures}" if day.lost else figures


def _figures(day: DayInfo) -> str:
    """How many are in, how much is booked and how much of it unconfirmed; or that it is closed."""
    busy = [item for item in day.appointments if item.busy and item.status is not Status.PENDING]
    if not day.opening and not busy:
        return say("day.closed")
    params = {
        "count": len(usual(day)) - len(away(day)),
        "booked": len(busy),
        "unconfirmed": unconfirmed(day),
    }
    return say("day.figures", params)


def unconfirmed(day: DayInfo) -> int:
    """How many of its appointments their patients have not confirmed as they are.

    Of whoever has died or is barred nobody is asked.
    """
    return sum(
        item.status is Status.BOOKED
        and not item.confirmed
        and (item.patient is None or item.patient.standing is Standing.PATIENT)
        for item in day.appointments
    )
