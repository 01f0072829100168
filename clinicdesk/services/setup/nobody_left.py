"""Why a visit has no place near its day, where no search for a free time could find one."""

from collections.abc import Sequence
from datetime import date

from clinicdesk.services.clinic.clinic_setup import ClinicSetup, NeedInfo
from clinicdesk.services.clinic.hours import Hours, days_from
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.planning.requests import VisitRequest

_PEOPLE = ("practitioner", "assistant")


def why_no_place(setup: ClinicSetup, hours: Hours, request: VisitRequest) -> RefusalCode:
    """Whether nobody who qualifies works on any of the request's days, or nothing is there then."""
    days = days_from(request.first_day, request.days)
    kinds = (step.kind(setup) for step in request.steps if step.visit_type in setup.visit_types)
    for need in (need for kind in kinds for need in kind.needs):
        if not _is_met(setup, hours, need, days):
            of_people = not need.one_of or any(
                _kind(setup, each) in _PEOPLE for each in need.numbers
            )
            return RefusalCode.SETUP_NOBODY_LEFT if of_people else RefusalCode.SETUP_NOTHING_LEFT
    return RefusalCode.SETUP_NO_PLACE


def _is_met(setup: ClinicSetup, hours: Hours, need: NeedInfo, days: Sequence[date]) -> bool:
    infos = (setup.resources.get(number) for number in need.numbers)
    return any(info is not None and hours.free_by_day(info, days) for info in infos)


def _kind(setup: ClinicSetup, number: int) -> str:
    info = setup.resources.get(number)
    return "" if info is None else info.kind
