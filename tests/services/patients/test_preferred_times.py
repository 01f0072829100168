"""When a patient would rather come, of one preference and of several."""

from clinicdesk.models.base import MIDNIGHT
from clinicdesk.services.patients.detail_values import Preference, PreferenceKind, read_details
from clinicdesk.services.patients.details import drop_detail, keep_detail
from clinicdesk.services.patients.preferred_times import PreferredTimes, preferred_times
from tests.services.desk import Desk

TIME = PreferenceKind.TIME


def test_days_are_taken_together_and_hours_from_the_earliest_to_the_latest(east: Desk) -> None:
    patient = east.patient().number
    assert preferred_times(east.database, patient) is None
    mornings = Preference(TIME, weekdays=(0, 2), earliest=480, latest=720)
    keep_detail(east.context, east.database, patient, mornings)
    expected = PreferredTimes(frozenset({0, 2}), 480, 720)
    assert preferred_times(east.database, patient) == expected
    evenings = Preference(TIME, weekdays=(4,), earliest=960)
    keep_detail(east.context, east.database, patient, evenings)
    expected = PreferredTimes(frozenset({0, 2, 4}), 480, MIDNIGHT)
    assert preferred_times(east.database, patient) == expected
    with east.database.reading() as session:
        kept = read_details(session, patient)
    for detail in kept:
        drop_detail(east.context, east.database, patient, detail)
    assert preferred_times(east.database, patient) is None


def test_hours_without_days_are_those_of_all_days_and_somebody_preferred_says_no_time(
    east: Desk,
) -> None:
    patient = east.patient().number
    somebody = Preference(PreferenceKind.PRACTITIONER, resource=east.resource("Dr. Dunne"))
    keep_detail(east.context, east.database, patient, somebody)
    assert preferred_times(east.database, patient) is None
    keep_detail(east.context, east.database, patient, Preference(TIME, latest=720))
    assert preferred_times(east.database, patient) == PreferredTimes(frozenset(range(7)), 0, 720)
