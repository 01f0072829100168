"""An absence as its form shows it, and what is meant by that."""

from collections.abc import Iterator
from datetime import date

import pytest

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.setup.absences import AbsenceTimes
from clinicdesk.ui.setup.absence_text import meant_times, raws_of_absence
from clinicdesk.wording import use_clinic_habits

TODAY = date(2027, 3, 1)
CAMP = AbsenceTimes(
    7, date(2027, 4, 5), 720, date(2027, 4, 6), MIDNIGHT, 2, date(2027, 5, 4), "camp"
)


@pytest.fixture(autouse=True)
def usual_habits() -> Iterator[None]:
    yield
    use_clinic_habits("YMD")


@pytest.mark.parametrize(
    ("order", "days"),
    [
        ("YMD", ("2027-04-05", "2027-04-06", "2027-05-04")),
        ("MDY", ("04/05/2027", "04/06/2027", "05/04/2027")),
        ("DMY", ("05.04.2027", "06.04.2027", "04.05.2027")),
    ],
)
def test_days_stand_in_the_form_as_the_clinic_writes_them(
    order: str, days: tuple[str, ...]
) -> None:
    use_clinic_habits(order)
    raws = raws_of_absence(CAMP, 0)
    shown = tuple(raws[key] for key in ("first_day", "last_day", "until"))
    assert (shown, meant_times(raws, TODAY, order)) == (days, CAMP)
