"""What a patient comes for from today on."""

from datetime import timedelta

from clinicdesk.services.patients.coming import coming_visits
from clinicdesk.services.visits.changing import cancel_step, cancel_visit
from tests.services.desk import MONDAY, Clock, Desk


def test_booked_visits_by_day_without_holds_and_what_is_cancelled(east: Desk, clock: Clock) -> None:
    patient, other = east.patient().number, east.patient("Baker", "Bo").number
    wednesday = east.book_first("Day", patient, MONDAY + timedelta(days=2))
    monday = east.book_first("Consult", patient)
    cancelled = east.book_first("Call", patient, MONDAY + timedelta(days=1))
    east.hold_first("Adjustment", patient, MONDAY + timedelta(days=3))
    east.book_first("Consult", other)
    cancel_visit(east.context, east.database, cancelled, "ill")
    cancel_step(east.context, east.database, east.visit(wednesday).steps[0].number, "ill")

    def found() -> list[tuple[int, list[str]]]:
        visits = coming_visits(east.context, east.database, patient)
        return [(visit.number, [step.visit_type for step in visit.steps]) for visit in visits]

    assert found() == [(monday, ["Consult"]), (wednesday, ["Exercise", "Consult"])]
    clock.advance(days=1)
    assert found() == [(wednesday, ["Exercise", "Consult"])]
