"""`check` names what is booked and no longer fits the clinic, whatever of it was changed."""

from collections.abc import Callable

import pytest

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.models.database import Database
from clinicdesk.services.context import Role
from clinicdesk.services.setup.updating import update_clinic
from tests.services.clinics import harbor_file
from tests.services.desk import Clock, desk
from tests.services.faults import damage, rule_breaks

_CARVER = 'name = "Dr. Carver"\nspecialties = ["chiropractic"]\n'
_SESSION = '{ days = ["thu"], time = ["08:00-12:00"], visit_types = ["consult"] }'
_ROOMS = 'names = ["Room 1", "Room 2"]\ntype = "treatment"\n'


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        (
            _CARVER + 'hours = [{ days = ["monday-friday"], time = ["08:00-17:00"] }]',
            _CARVER + 'hours = [{ days = ["mon-fri"], time = ["10:00-17:00"] }]',
            "outside",
        ),
        (_ROOMS, f"{_ROOMS}sessions = [{_SESSION}]\n", "alternative-window"),
        (_CARVER, f"{_CARVER}until = 2027-03-03\n", "outside"),
        (_CARVER, f"{_CARVER}from = 2027-03-09\n", "outside"),
        ('thursday = ["08:00-17:00"]', 'thursday = ["10:00-17:00"]', "window"),
        (
            "[specialties]",
            "[holidays]\ndays = [{ date = 2027-03-04, name = 'Outing' }]\n\n[specialties]",
            "outside window",
        ),
        (_ROOMS, f"{_ROOMS}until = 2027-03-03\n", "outside"),
    ],
    ids=["hours", "session", "until", "from", "opening", "closed", "room-until"],
)
def test_what_no_longer_fits_is_named(
    make_clinic: Callable[..., Database], before: str, after: str, rules: str
) -> None:
    at = desk(make_clinic(), Clock(), role=Role.MANAGER)
    thursday = at.context.wall_clock(at.setup.zone)[0].replace(day=4)
    visit = at.book_at(
        "Adjustment", at.patient().number, 9 * 60, ("Dr. Carver", "Room 1"), day=thursday
    ).visit
    assert rule_breaks(at.database) == []
    (step,) = at.visit(visit).steps
    text = harbor_file().decode()
    assert before in text
    changed = text.replace(before, after, 1)
    update_clinic(at.context, at.database, read_clinic_file(changed.encode()), apply=True)
    named = [("check.breaks-rule", step.number, rule) for rule in rules.split()]
    assert rule_breaks(at.database) == named
    assert damage(at.database) == []
