"""The demo clinic made at other times: at night, on closed days, about the changes of the clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from clinicdesk.models.database import open_database
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.context import Role
from clinicdesk.services.demo import make_demo
from clinicdesk.services.patients.records import find_patients
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import request_from_template
from tests.demo_template import DEMO_NOW, demo_context
from tests.services.desk import Desk

MOMENTS = (
    "2028-02-29T23:59",
    "2026-11-26T11:30",  # Thanksgiving
    "2026-12-31T23:59",
    "2027-01-01T00:10",
    "2027-02-28T12:00",
    "2027-03-14T00:30",  # the day of a change, a Sunday
    "2027-07-04T16:00",
    "2027-11-07T01:30",  # shown twice
    "2028-08-26T09:00",  # a Saturday
)


def test_it_is_sound_and_has_room_for_everything_whenever_it_is_made(
    tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    for moment in MOMENTS[: scaled(1, len(MOMENTS))]:
        desk = made_at(moment, tmp_path / "demo.db")
        assert check_clinic(desk.database).broken == ()
        names = [template.name for template in desk.setup.templates.values()]
        assert [each for each in names if not has_room(desk, each)] == []
        desk.database.close()
        desk.database.path.unlink()


def made_at(moment: str, path: Path) -> Desk:
    now = datetime.fromisoformat(moment).replace(tzinfo=DEMO_NOW.tzinfo)
    make_demo(replace(demo_context("maker", Role.MANAGER), clock=lambda: now), path)
    return Desk(open_database(path), replace(demo_context(), clock=lambda: now))


def has_room(desk: Desk, template: str) -> bool:
    """Within the ninety days that the demo clinic is filled for."""
    (patient, *_) = find_patients(desk.context, desk.database, "10017")
    today, _ = desk.context.wall_clock(desk.setup.zone)
    visit_request = request_from_template(
        desk.setup.template_named(template), patient.number, today, 90
    )
    return bool(plan_visit(desk.context, desk.availability, visit_request, top=1).options)
