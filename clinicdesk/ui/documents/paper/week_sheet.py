"""A practitioner's week as one sheet to be printed: a column for each day that has anything.

Two identifiers stand below every patient; who is not expected any more is left out.
"""

from collections.abc import Sequence
from itertools import zip_longest

from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.visits.reading.own_days import OwnDay
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.ui.kit.sheet import Sheet, SheetColumn
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date, day_in_sentence, short_day

TOGETHER = 3
"""Rows of each patient: when and what for, who, and who exactly."""


def week_sheet(setup: ClinicSetup, who: ResourceInfo, days: Sequence[OwnDay]) -> Sheet:
    """On one page, whatever it holds."""
    first, last = days[0].day, days[-1].day
    span = say("my-day.days", {"first": first, "last": day_in_sentence(last)})
    subtitle = "   ".join((span, readable(setup.name)))
    shown = [one for one in days if one.steps or one.free or one.off is not None]
    columns = tuple(SheetColumn(_caption(one), 1) for one in shown)
    cells = [_cells(one) for one in shown]
    rows = tuple(zip_longest(*cells, fillvalue="")) if any(one.steps for one in shown) else ()
    nobody = say("paper.nobody-in-week")
    return Sheet(
        readable(who.name), subtitle, columns, rows, nobody, together=TOGETHER, on_one_page=True
    )


def _caption(one: OwnDay) -> str:
    """`Mon Mar 1`, and what makes the day another than usual."""
    day = short_day(one.day, one.day)
    return say("paper.day-off", {"day": day}) if one.off is not None and not one.free else day


def _cells(one: OwnDay) -> list[str]:
    return [text for (begin, _), item in one.steps for text in _rows(begin, item)]


def _rows(begin: int, item: AppointmentInfo) -> tuple[str, str, str]:
    what = f"{time_text(begin)}  {readable(item.visit_type)}"
    if item.patient is None:
        return what, "", ""
    born, number = birth_date(item.patient.born), patient_number(item.patient.number)
    return what, readable(shown_name(item.patient)), f"{born}  {number}"
