"""How quickly patients are found by what is typed, among half a million of them.

The yardstick is one ordered look at the same index in the same file (`family >= ? ... LIMIT`), by
SQLite alone: what finding costs at least.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from benchmarks.figures import FigureTable, Row, Wanted, at_share, column
from clinicdesk.models.patient_keys import KeyKind, name_keys, phone_keys
from clinicdesk.services.context import Context, Role
from clinicdesk.services.demo import make_demo
from clinicdesk.services.patients.records import find_patients
from clinicdesk.services.storage import open_database

NOW = datetime(2027, 3, 2, 16, 30, tzinfo=UTC)
TEXTS = (
    "m", "ma", "mar", "smi", "smith jo", "555", "3/4/1980",
    "cruz", "ma ma", "maria garcia", "bob smith", "smith 3/4/1980", "smith 0143",
    "+1 312 555 0143", "312555", "V-10023",
)  # fmt: skip
TIMES = 15
BORN = date(1935, 1, 1)


def rows(wanted: Wanted) -> Iterator[Row]:
    """One row for each text."""
    with tempfile.TemporaryDirectory(prefix="clinicdesk-") as folder:
        clinic = Path(folder, "clinic.db")
        context = Context("anna", "desk", Role.FRONT_DESK, lambda: NOW)
        make_demo(context, clinic, seed=wanted.seed)
        patients = _add_patients(clinic, 20_000 if wanted.quick else 500_000, wanted.seed)
        database = open_database(clinic)
        for text in TEXTS:
            found = _seconds(partial(find_patients, context, database, text))
            with closing(sqlite3.connect(clinic)) as plain:
                scan = _seconds(partial(_scan, plain, text))
            yield {"text": text, "patients": patients, "seconds": found, "scan": scan}
        database.close()


def tables(rows: Sequence[Row]) -> list[FigureTable]:
    """Milliseconds of each text, and as a multiple of the plain look."""
    return [
        FigureTable(
            f"Finding among {rows[0]['patients']:,} patients (medians, processor time)",
            ("typed", "ms", "a look at the index, ms", "times"),
            tuple(map(_line, rows)),
        )
    ]


def _line(row: Row) -> tuple[str, ...]:
    [found], [scan] = column([row], "seconds"), column([row], "scan")
    return str(row["text"]), f"{found * 1e3:.1f}", f"{scan * 1e3:.2f}", f"{found / scan:.0f}"


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return at_share(sorted(taken), 0.5)


def _scan(plain: sqlite3.Connection, text: str) -> object:
    return plain.execute(
        "SELECT id, family, given FROM patient WHERE family_key >= ? ORDER BY family_key LIMIT 8",
        (text,),
    ).fetchall()


def _add_patients(clinic: Path, count: int, seed: int) -> int:
    """As many patients more: the clinic's own names in other pairs, other birth dates and phones.

    Returns how many there are then.
    """
    random = Random(seed)
    with closing(sqlite3.connect(clinic)) as connection:
        connection.row_factory = sqlite3.Row
        patients = [dict(row) for row in connection.execute("SELECT * FROM patient")]
        resource = _first(connection, "resource WHERE kind = 'patient'")
        next_resource = _highest(connection, "resource") + 1
        next_patient = _highest(connection, "patient") + 1
        resources, people = [], []
        for at in range(count):
            family, given = random.choice(patients), random.choice(patients)
            phone = f"312555{random.randrange(10**4):04}"
            resources.append({**resource, "id": next_resource + at})
            people.append({
                **family,
                "id": next_patient + at,
                "resource_id": next_resource + at,
                "given": given["given"],
                "given_key": given["given_key"],
                "born": (BORN + timedelta(random.randrange(32_000))).isoformat(),
                "phone": phone,
                "phone_key": phone[::-1],
            })  # fmt: skip
        keys = [key for person in people for key in _keys(person)]
        for table, added in (("resource", resources), ("patient", people), ("patient_key", keys)):
            names = ", ".join(added[0])
            places = ", ".join(f":{name}" for name in added[0])
            connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", added)
        connection.commit()
    return len(patients) + count


def _keys(person: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """What the program writes beside a patient's row."""
    named = {
        KeyKind.NAME: _name_keys(person["family"]) | _name_keys(person["given"]),
        KeyKind.PHONE: phone_keys(person["phone"]),
    }
    for kind, keys in named.items():
        for key in sorted(keys):
            yield {"patient_id": person["id"], "kind": str(kind), "key": key}


@cache
def _name_keys(name: str) -> frozenset[str]:
    return name_keys(name, "")


def _first(connection: sqlite3.Connection, of: str) -> dict[str, object]:
    return dict(connection.execute(f"SELECT * FROM {of} LIMIT 1").fetchone())


def _highest(connection: sqlite3.Connection, table: str) -> int:
    [(highest,)] = connection.execute(f"SELECT max(id) FROM {table}")
    assert isinstance(highest, int)
    return highest
