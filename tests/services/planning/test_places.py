"""One service on site or by video: the patient's choice decides what it needs and where it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.documents.calendar_export import export_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.moving import Move
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import rule_breaks

NINE = 9 * 60


@pytest.fixture
def at(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    """A desk of a clinic whose consult may be had by video, without a room."""
    text = harbor_file().decode()
    needs = (
        'needs = [{ one_of = ["physiatry"], before = 5, after = 5 }, { one_of = ["treatment"] }]'
    )
    assert needs in text
    text = text.replace(
        needs,
        'other_places = ["video"]\n'
        + needs.replace('["treatment"] }', '["treatment"], places = ["on site"] }'),
    )
    text += """
[templates.video]
name = "Consult by video"
steps = [{ visit_type = "consult", place = "video" }]
"""
    return desk(make_clinic(text.encode()), clock)


def booked(at: Desk, template: str, name: str, *, latest: int = 1020, day: date = MONDAY) -> int:
    asked = at.visit_request(template, at.patient(name).number, day, 1)
    return book(at, replace(asked, latest=latest))


def book(at: Desk, asked: VisitRequest) -> int:
    (plan,) = at.plan(asked)
    return book_visit(at.context, at.database, asked, plan).visit


def who(at: Desk, visit: int) -> list[str]:
    (step,) = at.visit(visit).steps
    return [at.setup.resources[number].name for number in step.resources]


def test_by_video_it_needs_no_room(at: Desk) -> None:
    here, far = booked(at, "Consult", "Able"), booked(at, "Consult by video", "Baker")
    assert [at.visit(visit).steps[0].place for visit in (here, far)] == ["on site", "video"]
    assert (who(at, here), who(at, far)) == (["Dr. Fisk", "Room 1"], ["Dr. Fisk"])
    assert b"LOCATION:By video" in export_visit(at.context, at.database, far)
    assert b"LOCATION:By video" not in export_visit(at.context, at.database, here)
    assert rule_breaks(at.database) == []
    assert check_clinic(at.database).broken == ()


def test_moved_it_stays_by_video_and_with_its_needs(at: Desk) -> None:
    far = booked(at, "Consult by video", "Able")
    (step,) = at.visit(far).steps
    at.move(Move(step.number, start=step.start + 60))
    (moved,) = at.visit(far).steps
    assert (moved.place, moved.start) == ("video", step.start + 60)
    assert rule_breaks(at.database) == []


def test_between_it_and_a_visit_on_site_lies_the_way(at: Desk) -> None:
    far = booked(at, "Consult by video", "Able")
    (step,) = at.visit(far).steps
    assert step.patient is not None
    asked = at.visit_request("Adjustment", step.patient.number, MONDAY, 1)
    after = replace(asked, earliest=step.start)
    (plan,) = at.plan(after)
    assert plan.steps[0].start == step.end + 30
    tuesday = MONDAY + timedelta(days=1)
    near = booked(at, "Consult", "Cole", day=tuesday)
    (here,) = at.visit(near).steps
    assert here.patient is not None
    asked = at.visit_request("Adjustment", here.patient.number, tuesday, 1)
    (plan,) = at.plan(replace(asked, earliest=here.start))
    assert plan.steps[0].start == here.end
