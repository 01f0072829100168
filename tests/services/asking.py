"""A clinic whose adjustment asks for a referral, and for films three days ahead."""

from collections.abc import Callable
from datetime import timedelta

from clinicdesk.models.database import Database
from clinicdesk.services.patients.detail_values import HeldRequirement
from clinicdesk.services.patients.details import keep_detail
from tests.services.clinics import WEEKDAYS, harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk

ASKED = 'requirements = ["Referral", { text = "Films", lead_days = 3 }]'

THURSDAY, FRIDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)
"""The first days on which films can be there that nobody has asked for yet."""


def asking_file(days: tuple[str, ...] = WEEKDAYS) -> bytes:
    """Its clinic file; it is open on these days of the week."""
    visit_type = '[visit_types.adjustment]\nname = "Adjustment"\n'
    return harbor_file(days=days).decode().replace(visit_type, f"{visit_type}{ASKED}\n").encode()


def asking_twice_file() -> bytes:
    """The exercise asks for films as well, earlier, and writes them otherwise."""
    visit_type = '[visit_types.exercise]\nname = "Exercise"\n'
    films = 'requirements = [{ text = "films", lead_days = 7 }]\n'
    return asking_file().decode().replace(visit_type, visit_type + films).encode()


def asking_desk(make: Callable[..., Database], days: tuple[str, ...] = WEEKDAYS) -> Desk:
    """A desk there, on a Monday."""
    return desk(make(asking_file(days)), Clock())


def say_of(at: Desk, patient: int, said: HeldRequirement) -> None:
    """Keep what is said of a requirement."""
    keep_detail(at.context, at.database, patient, said)
