"""Hours that a clinic opens anew while nobody is there yet: patients could come to nobody."""

from datetime import date

from clinicdesk.scheduling import subtract_intervals
from clinicdesk.services.clinic.clinic_now import ClinicNow
from clinicdesk.services.clinic.hours import days_from

DAYS = 56
"""So many days ahead are looked at: hours that come every other week or once a month are in it."""

_PEOPLE = ("practitioner", "assistant")


def opened_for_nobody(before: ClinicNow, now: ClinicNow, today: date) -> tuple[date, ...]:
    """The days from today on that have times at which the clinic opens now and nobody works."""
    days = days_from(today, DAYS)
    opened, opens = before[1].opening_by_day(days), now[1].opening_by_day(days)
    anew = {day: subtract_intervals(times, opened.get(day, ())) for day, times in opens.items()}
    if not any(anew.values()):
        return ()
    people = [one for one in now[0].resources.values() if one.kind in _PEOPLE]
    for free in (now[1].free_by_day(one, days) for one in people):
        anew = {
            day: [time for time in times if not _meet(time, free.get(day, ()))]
            for day, times in anew.items()
        }
    return tuple(day for day, times in anew.items() if times)


def _meet(time: tuple[int, int], others: tuple[tuple[int, int], ...]) -> bool:
    return any(time[0] < end and start < time[1] for start, end in others)
