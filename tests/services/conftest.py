"""Two front desks of one clinic, with one clock."""

from collections.abc import Callable

import pytest

from clinicdesk.models.database import Database
from tests.services.desk import Clock, Desk, desk


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still on a Monday, before the clinics open."""
    return Clock()


@pytest.fixture
def harbor(make_clinic: Callable[..., Database]) -> Database:
    """A clinic with every kind of need, without patients."""
    return make_clinic()


@pytest.fixture
def east(harbor: Database, clock: Clock) -> Desk:
    """A front desk of the harbor clinic."""
    return desk(harbor, clock, "east")


@pytest.fixture
def west(harbor: Database, clock: Clock) -> Desk:
    """Another front desk of the same clinic, with the same clock."""
    return desk(harbor, clock, "west")
