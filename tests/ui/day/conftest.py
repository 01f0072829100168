"""The day's page in a window of its own, on a copy of the harbor clinic, with another desk."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.context import Role
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import MONDAY, Clock
from tests.ui.day.rig import ZONE, DayRig, open_day


@pytest.fixture
def clock() -> Clock:
    """Stands still on a Monday at ten."""
    clock = Clock()
    clock.set_wall(ZONE, MONDAY, 7)
    return clock


@pytest.fixture
def make_day(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database], clock: Clock
) -> Iterator[Callable[..., DayRig]]:
    """Opens the day of Monday; `make_day(role=..., size=...)`."""

    made: list[DayRig] = []

    def make(
        role: Role = Role.FRONT_DESK,
        size: tuple[int, int] = (1100, 700),
        settings: str = "",
        clinic: bytes | None = None,
        settled: bool = True,
        busy_seconds: float | None = None,
    ) -> DayRig:
        path = tmp_path / "settings.ini"
        path.write_text(settings, "utf-8")
        database = make_clinic(clinic)
        if busy_seconds is not None:
            database.close()
            database = open_database(database.path, busy_seconds=busy_seconds)
        rig = open_day(qtbot, path, database, clock, role, size, settled=settled)
        made.append(rig)
        return rig

    yield make
    for rig in made:
        rig.desk.stop()
    use_clinic_habits("YMD")


@pytest.fixture
def day(make_day: Callable[..., DayRig]) -> DayRig:
    """The front desk's day."""
    return make_day()
