"""What others read again as a change is taken back: what they did when it was made, and no more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from clinicdesk.models.patient_details import Relationship
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.flow.delays import note_delay
from clinicdesk.services.flow.desk_tasks import ask_desk
from clinicdesk.services.journal.entries import entries_after, last_number
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.detail_values import (
    Channel,
    Consent,
    ContactNumber,
    Detail,
    Person,
    Preference,
    PreferenceKind,
)
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.changing import arrive, cancel_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.on_the_day import note_purpose
from clinicdesk.services.waiting.listing import wait_for_earlier
from tests.services.desk import MONDAY, Clock, Desk

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")


class Scene:
    """A patient with a visit at nine, somebody who is likely the same, and a desk."""

    def __init__(self, at: Desk) -> None:
        self.at = at
        self.patient = at.patient().number
        self.other = at.patient("Abel").number
        self.visit = at.book_at("Adjustment", self.patient, NINE, CARVER).visit
        [self.step] = at.visit(self.visit).steps

    def do(self, verb: Callable[..., Any], *values: object, **named: object) -> None:
        verb(self.at.context, self.at.database, *values, **named)


def keep(detail: Detail) -> Callable[[Scene], None]:
    return lambda scene: scene.do(keep_detail, scene.patient, detail)


CHANGES: dict[str, Callable[[Scene], object]] = {
    "a number corrected": lambda scene: scene.do(
        correct_patient, scene.patient, Correction(phone="555-0199")
    ),
    "a person": keep(Person("Amy Able", Relationship.CHILD)),
    "another number": keep(ContactNumber("(312) 555-0177")),
    "a channel": keep(Consent(Channel.TEXT, agreed=True, said_on=MONDAY)),
    "a preference": keep(Preference(PreferenceKind.TIME, weekdays=(0,), earliest=480, latest=720)),
    "two made one": lambda scene: scene.do(merge_patients, scene.other, scene.patient),
    "a wait": lambda scene: scene.do(wait_for_earlier, scene.visit),
    "a task": lambda scene: scene.do(ask_desk, "films", "Dr. Carver", scene.visit),
    "a purpose": lambda scene: scene.do(note_purpose, scene.step.number, comes_for="back", note=""),
    "a call": lambda scene: scene.do(confirm_visit, scene.visit, "Ann"),
    "late": lambda scene: scene.do(note_delay, scene.at.resource("Dr. Carver"), 20),
    "arrived": lambda scene: scene.do(arrive, scene.visit),
    "cancelled": lambda scene: scene.do(cancel_visit, scene.visit, "asked"),
    "moved": lambda scene: scene.at.move(Move(scene.step.number, start=NINE + 60)),
    "booked": lambda scene: scene.at.book_first("Day", scene.other),
    "time off": lambda scene: scene.do(
        take_time_off,
        scene.at.resource("Dr. Fisk"),
        MONDAY + timedelta(days=1),
        MONDAY + timedelta(days=1),
    ),
}
EVERYTHING = {"time off"}
"""Changes of somebody's hours: all is read again."""


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_read_again_then_is_read_again_now(east: Desk, clock: Clock, what: str) -> None:
    clock.set_wall("America/Chicago", MONDAY, 8, 50)
    scene = Scene(east)
    with east.database.reading() as session:
        before = last_number(session)
    CHANGES[what](scene)
    scene.do(undo)
    scene.do(redo)
    with east.database.reading() as session:
        made, *later = entries_after(session, before)
    assert made.everything is (what in EVERYTHING)
    for turn in later:
        assert (turn.days, turn.everything) == (made.days, made.everything)
        # A step that is put in its place again is told of with whatever it takes.
        assert turn.resources >= made.resources
        assert turn.patients - {scene.patient} == made.patients - {scene.patient}
