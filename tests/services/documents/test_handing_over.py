"""What a patient is handed who has the visit in their calendar already, in either form."""

from datetime import timedelta

import icalendar
import pytest

from clinicdesk.exchange.calendar_form import Form
from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.contacts.noting import CameOfIt, handed_over, note_contact
from clinicdesk.services.documents.handing_over import (
    HandOver,
    Held,
    held_in_calendar,
    read_coming,
    read_hand_over,
)
from clinicdesk.services.errors import Refused
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_step, cancel_visit
from tests.exchange.calendar.samples import method, the_event
from tests.services.desk import MONDAY, Desk

VISIT, STEPS = Form.VISIT, Form.STEPS


def handed(east: Desk, visit: int, form: Form) -> HandOver:
    """The files, which are noted as handed over."""
    found = read_hand_over(east.context, east.database, visit, form)
    note_contact(east.context, east.database, visit, handed_over(form))
    return found


def held(east: Desk, visit: int) -> Held | None:
    with east.database.reading() as session:
        return held_in_calendar(session, visit)


def test_another_form_begins_with_what_takes_the_former_back(east: Desk) -> None:
    visit = east.book_first("Pair", east.patient().number)
    whole = f"visit-V-{visit}.ics"
    each = [f"visit-V-{visit}-step-{step.number}.ics" for step in east.visit(visit).steps]
    assert held(east, visit) is None
    first = handed(east, visit, VISIT)
    assert (dict(first.takes_back), list(first.files)) == ({}, [whole])
    again = handed(east, visit, VISIT)
    assert dict(again.takes_back) == {}
    other = handed(east, visit, STEPS)
    assert (list(other.takes_back), list(other.files)) == ([whole], each)
    assert the_event(other.takes_back[whole])["UID"] == the_event(first.files[whole])["UID"]
    back = handed(east, visit, VISIT)
    assert (list(back.takes_back), list(back.files)) == (each, [whole])
    assert {method(data) for data in back.takes_back.values()} == {"CANCEL"}
    assert [the_event(data)["UID"] for data in back.takes_back.values()] == [
        the_event(data)["UID"] for data in other.files.values()
    ]


def test_what_is_held_is_of_the_edition_that_was_handed_over(east: Desk) -> None:
    visit = east.book_first("Pair", east.patient().number)
    handed(east, visit, STEPS)
    cancel_step(east.context, east.database, east.visit(visit).steps[0].number, "asked")
    assert (held(east, visit), east.visit(visit).edition) == (Held(STEPS, 0), 1)
    undo(east.context, east.database)
    handed(east, visit, VISIT)
    assert held(east, visit) == Held(VISIT, 2)
    # Who takes back that it was handed over says that the patient has what they had.
    undo(east.context, east.database)
    assert held(east, visit) == Held(STEPS, 0)


def test_a_file_of_old_had_an_event_a_step_and_a_call_has_none(east: Desk) -> None:
    visit = east.book_first("Pair", east.patient().number)
    note_contact(east.context, east.database, visit, CameOfIt(ContactOutcome.TOLD))
    assert held(east, visit) is None
    of_old = CameOfIt(ContactOutcome.HANDED_OVER, Channel.FILE)
    note_contact(east.context, east.database, visit, of_old)
    assert held(east, visit) == Held(STEPS, 0)
    assert len(read_hand_over(east.context, east.database, visit, VISIT).takes_back) == 2
    with east.database.reading() as session:
        assert session.query(Contact).count() == 2


def test_all_that_is_to_come_is_one_file(east: Desk) -> None:
    patient = east.patient().number
    first = east.book_first("Pair", patient)
    second = east.book_first("Consult", patient, MONDAY + timedelta(days=1))
    gone = east.book_first("Consult", patient, MONDAY + timedelta(days=2))
    cancel_visit(east.context, east.database, gone, "asked")
    handed(east, second, STEPS)
    found = read_coming(east.context, east.database, patient, "all.ics")
    assert found.visits == (first, second)
    events = icalendar.Calendar.from_ical(found.files["all.ics"]).walk("VEVENT")
    alone = [
        read_hand_over(east.context, east.database, visit, VISIT).files[f"visit-V-{visit}.ics"]
        for visit in (first, second)
    ]
    assert [event["UID"] for event in events] == [the_event(data)["UID"] for data in alone]
    assert list(found.takes_back) == [
        f"visit-V-{second}-step-{step.number}.ics" for step in east.visit(second).steps
    ]
    with pytest.raises(Refused) as refused:
        read_coming(east.context, east.database, east.patient("Baker").number, "all.ics")
    assert refused.value.code == RefusalCode.EXPORT_NOTHING_TO_COME
