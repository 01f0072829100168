"""Values that no verb can have written: named by `check`, and refused where they would be used."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import DatabaseRefused, open_database
from clinicdesk.services.checking.file_checking import check_file
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.errors import Refused
from clinicdesk.services.patients.records import find_patients
from clinicdesk.services.visits.reading.visit_reading import read_day
from tests.services.checking.tampering import statements, tamper
from tests.services.desk import MONDAY, Clock, desk
from tests.services.sentences import sentence_of

DEEP = "[" * 100_000 + "]" * 100_000

VALUES: dict[str, tuple[str, str]] = {
    "a zone that nobody knows": ("clinic SET zone = 'Mars/Olympus'", "zone"),
    "a zone that is a path": ("clinic SET zone = '../../etc/passwd'", "zone"),
    "a grid of no minutes": ("clinic SET grid_minutes = 0", "grid_minutes"),
    "a grid below zero": ("clinic SET grid_minutes = -5", "grid_minutes"),
    "a grid that does not divide the hour": ("clinic SET grid_minutes = 7", "grid_minutes"),
    "a transfer of a day": ("clinic SET transfer_minutes = 1441", "transfer_minutes"),
    "holds without a time": ("clinic SET hold_minutes = 0", "hold_minutes"),
    "an order of dates": ("clinic SET date_order = 'XYZ'", "date_order"),
    "a first day of the week": ("clinic SET week_start = 9", "week_start"),
    "a clinic without an id": ("clinic SET uid = ''", "uid"),
    "a clinic without a name": ("clinic SET name = ''", "name"),
    "a name that turns the line around": ("clinic SET name = 'a' || char(8238) || 'b'", "name"),
    "hours every second": ("working_hours SET rule = 'FREQ=SECONDLY;COUNT=1000000000'", "rule"),
    "hours at no distance": ("opening_hours SET rule = 'FREQ=DAILY;INTERVAL=0'", "rule"),
    "hours that never happen": (
        "opening_hours SET rule = 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31'", "rule",
    ),
    "hours too far apart": ("hours_block SET rule = 'FREQ=DAILY;INTERVAL=99999999'", "rule"),
    "a rule without end": (f"working_hours SET rule = 'FREQ=DAILY{';WKST=MO' * 90}'", "rule"),
    "a rule that is none": ("working_hours SET rule = 'every now and then'", "rule"),
    "a birth date that is no date": ("patient SET born = 'tomorrow'", "born"),
    "a birth date that was no day": ("patient SET born = '1980-02-30'", "born"),
    "a birth date before all": ("patient SET born = '0001-01-01'", "born"),
    "a birth date that is a number": ("patient SET born = 19800229", "born"),
    "a day that is no day": ("closure SET day = '2027-13-01'", "day"),
    "a name too long": ("patient SET family = printf('%.300c', 'x')", "family"),
    "a name of bytes": ("patient SET family = x'41ff'", "family"),
    "a name with a control character": ("patient SET given = 'a' || char(7)", "given"),
    "a name that ends early": ("patient SET given = 'a' || char(0) || 'b'", "given"),
    "no name": ("patient SET family = ''", "family"),
    "a phone of many digits": ("patient SET phone = printf('%.100000c', '1')", "phone"),
    "a name that is found by another": ("patient SET family_key = 'other'", "family_key"),
    "a phone that is found by another": ("patient SET phone_key = '1'", "phone_key"),
    "a note that is a number": ("patient SET active = 2", "active"),
    "a flag of text": ("patient SET active = 'yes'", "active"),
    "flags without an end": (f"patient SET flags = '{DEEP}'", "flags"),
    "flags that are none": ("patient SET flags = '{\"a\": 1}'", "flags"),
    "JSON that is none": ("patient SET flags = '[\"a\"'", "flags"),
    "uses without a resource": ("appointment SET resource_uses = '[{}]'", "resource_uses"),
    "uses without an end": (f"appointment SET resource_uses = '{DEEP}'", "resource_uses"),
    "rules of another shape": ("visit SET rules = '[[1, 2]]'", "rules"),
    "a profile that is a list": ("resource SET profile = '[1]' WHERE id = 1", "profile"),
    "holds that are words": ("visit_type_need SET holds = '[\"all\"]'", "holds"),
    "a number beyond all": ("need_option SET penalty = 9223372036854775807", "penalty"),
    "a number that is text": ("visit_type SET minutes = 'many' WHERE id = 1", "minutes"),
    "a half minute": ("template_rule SET min_gap = 1.5", "min_gap"),
    "a start that is text": ("appointment SET start = 'noon' WHERE busy", "start"),
    "a length that is text": ("appointment SET minutes = 'long' WHERE busy", "minutes"),
    "a length of half a minute": ("appointment SET minutes = 0.5 WHERE busy", "minutes"),
    "a day that is a number": ("appointment SET day = 20270301 WHERE busy", "day"),
    "a claim that is text": ("claim SET start = 'noon' WHERE busy", "start"),
    "an edition that is text": ("visit SET edition = 'second'", "edition"),
    "a version that is text": ("patient SET version = 'second'", "version"),
    "a step count that is text": ("visit SET step_count = 'two'", "step_count"),
    "a position that is text": ("appointment SET position = 'first' WHERE id = 1", "position"),
    "an absence that begins at noon": ("time_off SET start = 'noon'", "start"),
    "a hold that ends never": ("hold SET expires_at = 'never'", "expires_at"),
    "a status that nobody knows": ("appointment SET status = 'lost' WHERE id = 1", "status"),
    "a kind that nobody knows": ("resource_type SET kind = 'spaceship'", "kind"),
    "a place that is none": ("visit_type SET place = 'the moon'", "place"),
    "a role that nobody has": ("journal SET role = 'king'", "role"),
    "a change that nobody makes": ("journal SET code = 'magic.done'", "code"),
    "a draft that is none": ("draft SET request = x'00'", "request"),
}  # fmt: skip


@pytest.mark.parametrize("kind", VALUES)
def test_it_is_named_by_its_column(everything: Path, kind: str) -> None:
    change, column = VALUES[kind]
    tamper(everything, statements(f"UPDATE {change}"))
    named = {
        fault.params["column"]
        for fault in check_file(everything).broken
        if fault.code == "check.value"
    }
    assert column in named


@pytest.mark.parametrize("kind", VALUES)
def test_a_clinic_with_it_is_used_or_refused_in_a_sentence(everything: Path, kind: str) -> None:
    """Never a mistake of the program, and nothing that never ends."""
    tamper(everything, statements(f"UPDATE {VALUES[kind][0]}"))
    for use in USES:
        try:
            use(everything)
        except (Refused, DatabaseRefused) as refused:
            assert_sentence(refused)


def test_a_table_without_numbers_is_damage_and_no_full_disk(everything: Path) -> None:
    used_up = "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'patient'"
    tamper(everything, statements(used_up))
    with closing(open_database(everything)) as database, pytest.raises(DatabaseRefused) as refused:
        desk(database, Clock()).patient("Zed")
    assert refused.value.code == "database.damaged"


def _look_around(path: Path) -> None:
    with closing(open_database(path)) as database, database.reading() as session:
        read_clinic(session)
    with closing(open_database(path)) as database:
        read_day(database, MONDAY)


def _search(path: Path) -> None:
    with closing(open_database(path)) as database:
        find_patients(desk(database, Clock()).context, database, "able")


def _book(path: Path) -> None:
    with closing(open_database(path)) as database:
        east = desk(database, Clock())
        east.book_first("Day", east.patient("Zed").number)


USES: tuple[Callable[[Path], None], ...] = (_look_around, _search, _book)


def assert_sentence(refused: Refused | DatabaseRefused) -> None:
    """It says what is wrong, in words."""
    assert sentence_of(refused)
