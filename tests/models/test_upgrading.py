"""Older clinics brought to this schema: every row kept, all of it in one transaction or none."""

import ast
import hashlib
import json
import multiprocessing
import shutil
import sqlite3
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from clinicdesk.models.base import digest_of
from clinicdesk.models.database import REVISION, DatabaseRefused, open_database
from clinicdesk.models.making import creating_database
from clinicdesk.models.patient_keys import keys_of
from clinicdesk.models.stores.sqlite import read_header
from clinicdesk.models.stores.sqlite_schema import made_schema
from clinicdesk.models.upgrading import upgrade_database
from tests.models.old_clinics import OLD_CLINICS, old_clinic
from tests.services.sentences import sentence_of

Row = dict[str, Any]
Rows = dict[str, list[Row]]

VERSIONS = Path(__file__).parents[2] / "clinicdesk" / "models" / "migrations" / "versions"

CHANGED = {"appointment", "clinic", "hold", "patient", "resource", "visit", "visit_type"}
"""Tables that the second schema has under the same name, with other columns or values."""

IN_USE: Row = {"active": 1, "version": 1}

SINCE_SECOND: dict[str, Row] = {
    "clinic": {"way_minutes": 0},
    "closure": {"start": 0, "end": 1440},
    "hours_block_visit_type": IN_USE,
    "need_option": IN_USE,
    "qualification": IN_USE,
    "resource": {"starts_on": None, "ends_on": None},
    "template_rule": IN_USE,
    "template_step": IN_USE,
    "visit_template": {"same_rules": "[]", "one_window": 0, "longest_stay": None},
    "visit_type_need": IN_USE,
    "visit": {"same_rules": "[]", "one_window": 0, "longest_stay": None},
}
"""What the third schema adds to each row of a table of the second."""

SINCE_THIRD: dict[str, Row] = {
    "appointment": {"place": ""},
    "clinic": {
        "address": "",
        "directions": "",
        "directions_in": "{}",
        "phone": "",
        "web": "",
        "holiday_rule": "{}",
    },
    "hours_block": {"only_here": 0, "release_days": None, "release_minute": None},
    "resource": {"pace": 100},
    "template_step": {"place": ""},
    "visit_type": {"public_name_in": "{}", "other_places": "[]", "instructions_in": "{}"},
    "visit_type_need": {"places": "[]"},
}
"""What the fourth adds to each row of a table of the third."""

NEW_IN_FOURTH: Rows = {
    "hours_block_quota": [],
    "meeting": [],
    "meeting_hours": [],
    "meeting_member": [],
    "opening_season": [],
}

SINCE_FOURTH: dict[str, Row] = {
    "appointment": {
        "comes_for": "",
        "note": "",
        "arrived_at": None,
        "roomed_at": None,
        "begun_at": None,
        "done_at": None,
        "room_id": None,
        "left_unseen": 0,
    },
    "patient": {
        "other_number": "",
        "phone_use": "",
        "standing": "",
        "standing_since": None,
        "standing_reason": "",
    },
}
"""What the fifth adds to each row of a table of the fourth."""

NEW_IN_FIFTH: Rows = {
    "channel_consent": [],
    "contact_point": [],
    "delay": [],
    "desk_task": [],
    "patient_preference": [],
    "patient_requirement": [],
    "related_person": [],
    "waitlist_entry": [],
}

SINCE_FIFTH: dict[str, Row] = {
    "clinic": {
        "email": "",
        "discreet_titles": 0,
        "calendar_names": 0,
        "mail_server": "",
        "mail_security": "starttls",
        "mail_user": "",
    },
}
"""What the sixth adds to each row of a table of the fifth."""

NEW_IN_SIXTH: Rows = {"message": [], "message_text": []}

NUMBERED_SINCE = {"hours_block_visit_type", "qualification", "template_step"}
"""Tables whose rows have numbers since the third schema, in their former order."""


def third(table: str, rows: list[Row]) -> list[Row]:
    """The rows of a table of the second schema as the third has them."""
    found = [row | SINCE_SECOND.get(table, {}) for row in rows]
    if table in NUMBERED_SINCE:
        return [{"id": number, **row} for number, row in enumerate(found, start=1)]
    return found


def fourth(table: str, rows: list[Row]) -> list[Row]:
    """The rows of a table of the third schema as the fourth has them."""
    return [row | SINCE_THIRD.get(table, {}) for row in rows]


def fifth(table: str, rows: list[Row]) -> list[Row]:
    """The rows of a table of the fourth schema as the fifth has them."""
    return [row | SINCE_FOURTH.get(table, {}) for row in rows]


def sixth(table: str, rows: list[Row]) -> list[Row]:
    """The rows of a table of the fifth schema as the sixth has them."""
    return [row | SINCE_FIFTH.get(table, {}) for row in rows]


def newest(table: str, rows: list[Row]) -> list[Row]:
    """The rows of a table of the second schema as this one has them."""
    return sixth(table, fifth(table, fourth(table, third(table, rows))))


def keys_in(rows: Rows) -> set[tuple[object, str, str]]:
    """The keys by which the patients are found, by what today's program makes of them."""
    return {
        (row["id"], kind.value, key)
        for row in rows["patient"]
        for kind, key in keys_of(row["family"], row["given"], row["phone"])
    }


def take_keys(rows: Rows) -> set[tuple[object, str, str]]:
    """The keys that stand in the file, each once; they are taken out of `rows`."""
    kept = rows.pop("patient_key")
    found = {(row["patient_id"], row["kind"], row["key"]) for row in kept}
    assert len(found) == len(kept)
    return found


OF_FIRST = tuple(name for name in OLD_CLINICS if name.startswith("schema-1"))
OF_SECOND = tuple(name for name in OLD_CLINICS if name.startswith("schema-2"))
OF_THIRD = tuple(name for name in OLD_CLINICS if name.startswith("schema-3"))
OF_FOURTH = tuple(name for name in OLD_CLINICS if name.startswith("schema-4"))
OF_FIFTH = tuple(name for name in OLD_CLINICS if name.startswith("schema-5"))

RENAMED = {
    "holiday": "closure",
    "session": "hours_block",
    "session_visit_type": "hours_block_visit_type",
}


def nothing(_session: Session, _former: int) -> None:
    """An upgrade without an entry."""


def rows_of(path: Path) -> Rows:
    """Every row of every table, in the order of their numbers: one, or two together."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: sorted(
                (dict(row) for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1")),
                key=lambda row: [value for value in list(row.values())[:2] if value is not None],
            )
            for name in names
        }


def used_up(rows: Rows) -> dict[str, int]:
    """The highest number that each table has used."""
    return {row["name"]: row["seq"] for row in rows["sqlite_sequence"] if row["seq"]}


def schema_of(path: Path) -> Counter[tuple[str, str]]:
    """Kind and name of everything in the schema."""
    with closing(sqlite3.connect(path)) as connection:
        return Counter(connection.execute("SELECT type, name FROM sqlite_master").fetchall())


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(params=OLD_CLINICS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return old_clinic(request.param, tmp_path)


@pytest.fixture(params=OF_FIRST)
def first(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A clinic of the first schema."""
    return old_clinic(request.param, tmp_path)


@pytest.fixture(params=OF_SECOND)
def second(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A clinic of the second schema, founded with it or upgraded to it."""
    return old_clinic(request.param, tmp_path)


@pytest.fixture(params=OF_THIRD)
def of_third(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A clinic of the third schema."""
    return old_clinic(request.param, tmp_path)


@pytest.fixture(params=OF_FOURTH)
def of_fourth(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A clinic of the fourth schema."""
    return old_clinic(request.param, tmp_path)


@pytest.fixture(params=OF_FIFTH)
def of_fifth(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A clinic of the fifth schema."""
    return old_clinic(request.param, tmp_path)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return old_clinic("schema-1-small", tmp_path)


def test_there_is_an_old_clinic_of_every_schema_before_this_one(tmp_path: Path) -> None:
    schemas = {read_header(old_clinic(name, tmp_path)).revision for name in OLD_CLINICS}
    assert schemas == set(range(1, REVISION))


def test_this_schema_keeps_every_row_of_the_fifth_and_adds_to_it(of_fifth: Path) -> None:
    before = rows_of(of_fifth)
    assert upgrade_database(of_fifth, nothing) == 5
    after = rows_of(of_fifth)
    assert after.pop("alembic_version") == [{"version_num": "0006"}]
    del before["alembic_version"]
    expected = {table: sixth(table, rows) for table, rows in before.items()}
    assert after == expected | NEW_IN_SIXTH
    assert all(before[table] for table in SINCE_FIFTH)


def test_this_schema_keeps_every_row_of_the_fourth_and_adds_to_it(of_fourth: Path) -> None:
    before = rows_of(of_fourth)
    assert upgrade_database(of_fourth, nothing) == 4
    after = rows_of(of_fourth)
    assert after.pop("alembic_version") == [{"version_num": "0006"}]
    del before["alembic_version"]
    assert take_keys(after) == keys_in(before)
    assert used_up(after) == used_up(before)
    del before["sqlite_sequence"], after["sqlite_sequence"]
    expected = {table: sixth(table, fifth(table, rows)) for table, rows in before.items()}
    assert after == expected | NEW_IN_FIFTH | NEW_IN_SIXTH
    assert all(before[table] for table in SINCE_FOURTH)


def test_this_schema_keeps_every_row_of_the_third_and_adds_to_it(of_third: Path) -> None:
    before = rows_of(of_third)
    assert upgrade_database(of_third, nothing) == 3
    after = rows_of(of_third)
    assert after.pop("alembic_version") == [{"version_num": "0006"}]
    del before["alembic_version"]
    assert take_keys(after) == keys_in(before)
    assert used_up(after) == used_up(before)
    del before["sqlite_sequence"], after["sqlite_sequence"]
    expected = {
        table: sixth(table, fifth(table, fourth(table, rows))) for table, rows in before.items()
    }
    assert after == expected | NEW_IN_FOURTH | NEW_IN_FIFTH | NEW_IN_SIXTH
    assert all(before[table] for table in SINCE_THIRD)


def test_this_schema_keeps_every_row_of_the_second_and_adds_to_it(second: Path) -> None:
    before = rows_of(second)
    assert upgrade_database(second, nothing) == 2
    after = rows_of(second)
    assert after.pop("alembic_version") == [{"version_num": "0006"}]
    del before["alembic_version"]
    assert take_keys(after) == keys_in(before)
    used, expected_used = used_up(after), used_up(before)
    del before["sqlite_sequence"], after["sqlite_sequence"]
    before["closure"] = before.pop("holiday")
    if "holiday" in expected_used:
        expected_used["closure"] = expected_used.pop("holiday")
    for table in NUMBERED_SINCE:
        if before[table]:
            expected_used[table] = len(before[table])
    assert used == expected_used
    expected = {table: newest(table, rows) for table, rows in before.items()}
    assert after == expected | NEW_IN_FOURTH | NEW_IN_FIFTH | NEW_IN_SIXTH


def test_the_first_schemas_other_rows_are_all_kept(first: Path) -> None:
    before = rows_of(first)
    assert upgrade_database(first, nothing) == 1
    after = rows_of(first)
    moved = (
        CHANGED
        | set(SINCE_SECOND)
        | set(SINCE_THIRD)
        | set(SINCE_FOURTH)
        | set(RENAMED)
        | {"journal", "alembic_version", "sqlite_sequence"}
    )
    kept = set(before) - moved
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    since = set(SINCE_SECOND) | set(SINCE_THIRD) | set(SINCE_FOURTH)
    for table in since - CHANGED - set(RENAMED.values()):
        assert after[table] == newest(table, before[table])
    assert after["closure"] == newest("closure", before["holiday"])
    new = {"contact", "draft", "backup_turn"}
    assert take_keys(after) == keys_in(after)
    empty = NEW_IN_FOURTH | NEW_IN_FIFTH | NEW_IN_SIXTH
    assert set(after) - kept - moved == new | set(empty)
    assert {name: after[name] for name in empty} == empty
    assert (after["draft"], after["backup_turn"]) == ([], [])


def test_every_journal_entry_stays_as_it_was_written(first: Path) -> None:
    before = rows_of(first)["journal"]
    upgrade_database(first, nothing)
    expected = [{**row, "write_key": None, "baseline": None} for row in before]
    assert rows_of(first)["journal"] == expected


def test_numbers_that_are_used_up_stay_used_up(first: Path) -> None:
    before = used_up(rows_of(first))
    upgrade_database(first, nothing)
    rows = rows_of(first)
    after = used_up(rows)
    expected = {RENAMED.get(name, name): number for name, number in before.items()}
    for table in ("contact", *NUMBERED_SINCE):
        if rows[table]:
            expected[table] = rows[table][-1]["id"]
    assert after == expected


def test_a_visit_begins_with_the_edition_that_its_steps_had_reached(first: Path) -> None:
    before = rows_of(first)
    upgrade_database(first, nothing)
    steps: dict[int, list[Row]] = {}
    for row in before["appointment"]:
        steps.setdefault(row["visit_id"], []).append(row)
    names = ("first", "then", "min_gap", "max_gap")
    expected = [
        {
            **row,
            "rules": [dict(zip(names, rule, strict=True)) for rule in json.loads(row["rules"])],
            "edition": max(step["sequence"] for step in steps[row["id"]]),
            "last_modified": max(step["told_at"] for step in steps[row["id"]]),
            **SINCE_SECOND["visit"],
        }
        for row in before["visit"]
    ]
    after = [{**row, "rules": json.loads(row["rules"])} for row in rows_of(first)["visit"]]
    assert after == expected


def test_an_appointment_keeps_all_but_what_is_its_visits_now(first: Path) -> None:
    rows = rows_of(first)
    before, interpreted = rows["appointment"], interpreted_visits(rows)
    upgrade_database(first, nothing)
    renamed = {"uses": "resource_uses", "session_id": "class_id"}
    gone = {"confirmed", "sequence", "told_at"}
    expected = [
        {renamed.get(name, name): value for name, value in row.items() if name not in gone}
        for row in before
    ]
    coming = {"pending", "booked", "arrived", "checked-in"}
    for row in expected:
        if row["visit_id"] in interpreted and row["status"] in coming:
            row |= BOOKED_WITHOUT
    assert rows_of(first)["appointment"] == newest("appointment", expected)


BOOKED_WITHOUT: Row = {
    "override_reason": "Booked before interpreters were planned with a visit",
    "override_by": "upgrade",
    "override_rules": '["interpreter"]',
}
"""What becomes of a coming appointment for which nobody was asked to interpret."""


def interpreted_visits(rows: Rows) -> set[object]:
    """The visits of patients whose flags ask for an interpreter."""
    flagged = {row["id"] for row in rows["patient"] if "interpreter" in json.loads(row["flags"])}
    return {row["id"] for row in rows["visit"] if row["patient_id"] in flagged}


def test_whoever_had_confirmed_has_confirmed_the_visit_as_it_is(first: Path) -> None:
    before = rows_of(first)["appointment"]
    upgrade_database(first, nothing)
    rows = rows_of(first)
    editions = {row["id"]: row["edition"] for row in rows["visit"]}
    said = {(row["visit_id"], row["confirmed"]) for row in before if row["confirmed"]}
    expected = Counter(
        (visit, editions[visit], text.rpartition(", ")[0], text.rpartition(", ")[2])
        for visit, text in said
    )
    found = Counter(
        (row["visit_id"], row["edition"], row["with_whom"], row["at"]) for row in rows["contact"]
    )
    assert found == expected
    assert all(datetime.fromisoformat(row["at"]).tzinfo for row in rows["contact"])
    others = {
        (row["channel"], row["outcome"], row["form"], row["actor"], row["active"], row["version"])
        for row in rows["contact"]
    }
    assert others == {("unknown", "confirmed", "", "", 1, 1)}


LANGUAGES = {
    "English": "en",
    "Spanish": "es",
    "es": "es",
    "español": "es",
    "Mandarin": "cmn",
    "Polish": "pl",
    "Arabic": "ar",
    "Tagalog": "tl",
    "Vietnamese": "vi",
    "German": "de",
    "Haitian Creole": "ht",
    "Portuguese (Brazil)": "pt-BR",
    "ASL": "ase",
    "Klingon": "x-klingon",
    "": "",
}
"""What stands in the old clinics as a patient's language, and its code."""


def test_a_patients_language_is_a_code_and_an_interpreter_no_flag(first: Path) -> None:
    before = rows_of(first)["patient"]
    upgrade_database(first, nothing)
    expected = []
    for row in before:
        flags = json.loads(row["flags"])
        language = row.pop("language")
        row |= {
            "speaks": LANGUAGES[language],
            "reads": "",
            "interpreter": int("interpreter" in flags),
            "flags": [flag for flag in flags if flag != "interpreter"],
        }
        expected += newest("patient", [row])
    after = [{**row, "flags": json.loads(row["flags"])} for row in rows_of(first)["patient"]]
    assert after == expected


def test_what_the_clinic_offers_is_kept_under_the_new_names(first: Path) -> None:
    before = rows_of(first)
    upgrade_database(first, nothing)
    after = rows_of(first)
    assert after["hours_block"] == newest("hours_block", before["session"])
    assert after["hours_block_visit_type"] == newest(
        "hours_block_visit_type",
        [
            {"block_id": row["session_id"], "visit_type_id": row["visit_type_id"]}
            for row in before["session_visit_type"]
        ],
    )
    types = []
    for row in before["visit_type"]:
        row["only_in_blocks"] = row.pop("only_in_sessions")
        asked = json.loads(row["requirements"])
        named = [{"text": what, "lead_days": days} for what, days in asked]
        types.append({**row, "requirements": named})
    for row in after["visit_type"]:
        row["requirements"] = json.loads(row["requirements"])
    assert after["visit_type"] == fourth("visit_type", types)
    (clinic,) = before["clinic"]
    assert after["clinic"] == [
        {
            **clinic,
            "languages": '["en"]',
            "backup_folder": "",
            **SINCE_SECOND["clinic"],
            **SINCE_THIRD["clinic"],
            **SINCE_FIFTH["clinic"],
        }
    ]


def test_a_hold_is_sealed(first: Path) -> None:
    before = rows_of(first)["hold"]
    upgrade_database(first, nothing)
    assert before
    assert rows_of(first)["hold"] == [{**row, "digest": digest_of(row)} for row in before]


def test_an_upgraded_clinic_has_the_schema_of_a_new_one(old: Path, tmp_path: Path) -> None:
    upgrade_database(old, nothing)
    with creating_database(tmp_path / "new.db"):
        pass
    assert schema_of(old) == schema_of(tmp_path / "new.db")
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    open_database(old).close()
    assert {"journal_update", "claim_insert_overlap", "visit_delete"} <= set(made_schema())


def test_a_clinic_of_this_schema_is_left_alone(make_clinic: Callable[..., Any]) -> None:
    path = make_clinic().path
    before = sha(path)
    assert upgrade_database(path, nothing) == REVISION
    assert sha(path) == before


class Fault(Exception):
    """Stands for whatever may end a program in the middle."""


@pytest.fixture
def failing_at() -> Iterator[Callable[[int], Counter[str]]]:
    """`failing_at(n)` raises in place of the nth statement from then on; its counter counts."""
    counted: Counter[str] = Counter()
    limit = [0]

    def count(*_arguments: object) -> None:
        counted["statements"] += 1
        if counted["statements"] == limit[0]:
            raise Fault

    def begin(number: int) -> Counter[str]:
        counted.clear()
        limit[0] = number
        return counted

    event.listen(Engine, "before_cursor_execute", count)
    yield begin
    event.remove(Engine, "before_cursor_execute", count)


def test_a_fault_in_place_of_any_statement_leaves_the_old_file_byte_for_byte(
    small: Path, failing_at: Callable[[int], Counter[str]], scaled: Callable[[int, int], int]
) -> None:
    before, whole = sha(small), small.with_name("whole.db")
    shutil.copyfile(small, whole)
    counted = failing_at(0)
    upgrade_database(whole, nothing)
    statements = counted["statements"]
    assert statements > 80
    # Backwards from the last one, so that the ends are tried whatever comes between.
    for number in (*range(statements, 1, -scaled(5, 1)), 1):
        failing_at(number)
        with pytest.raises(Fault):
            upgrade_database(small, nothing)
        assert sha(small) == before, number
        assert sorted(small.parent.glob("*-journal")) == []
    failing_at(0)
    assert upgrade_database(small, nothing) == 1
    assert rows_of(small) == rows_of(whole)


def test_a_reference_that_leads_nowhere_afterwards_undoes_the_upgrade(small: Path) -> None:
    with closing(sqlite3.connect(small)) as connection, connection:
        connection.execute("UPDATE visit SET patient_id = 99999 WHERE patient_id NOTNULL")
    before = sha(small)
    with pytest.raises(DatabaseRefused) as refused:
        upgrade_database(small, nothing)
    assert refused.value.code == "database.unsound-upgrade"
    assert sentence_of(refused.value)
    assert sha(small) == before


NEVER_WRITTEN = {
    "a profile of another shape": """UPDATE resource SET profile = '{"languages":5}'""",
    "a profile without end": f"UPDATE resource SET profile = '{'[' * 100_000}'",
    "rules that are none": "UPDATE visit SET rules = '[[1]]'",
    "a patient's flags that are none": "UPDATE patient SET flags = 'x'",
    "another revision noted": "UPDATE alembic_version SET version_num = '0009'",
    "this revision noted": "UPDATE alembic_version SET version_num = '0004'",
    "no revision noted": "DELETE FROM alembic_version",
    "two revisions noted": "INSERT INTO alembic_version VALUES ('0002')",
}


@pytest.mark.parametrize("kind", NEVER_WRITTEN)
def test_what_no_program_wrote_is_not_upgraded(small: Path, kind: str) -> None:
    with closing(sqlite3.connect(small)) as connection, connection:
        assert connection.execute(NEVER_WRITTEN[kind]).rowcount
    before = sha(small)
    with pytest.raises(DatabaseRefused) as refused:
        upgrade_database(small, nothing)
    assert refused.value.code == "database.unsound-upgrade"
    assert sha(small) == before


@pytest.mark.parametrize("hold", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_file_that_another_program_reads_or_writes_is_not_upgraded(
    small: Path, hold: str
) -> None:
    before = sha(small)
    with closing(sqlite3.connect(small, isolation_level=None)) as other:
        other.execute(hold)
        other.execute("SELECT count(*) FROM visit").fetchone()
        with pytest.raises(DatabaseRefused) as refused:
            upgrade_database(small, nothing, busy_seconds=0.2)
        assert refused.value.code == "database.busy"
    assert sha(small) == before
    assert upgrade_database(small, nothing) == 1


def put_journal_beside(path: Path, before: bytes) -> None:
    """As if the power had gone in the middle of a commit: the journal holds every page as it was.

    The format is that of "The Rollback Journal" in SQLite's "Database File Format".
    """
    size, nonce = int.from_bytes(before[16:18], "big"), 7
    pages = [before[start : start + size] for start in range(0, len(before), size)]
    head = struct.pack(">8s5I", bytes.fromhex("d9d505f920a163d7"), *(len(pages), nonce),
                       *(len(pages), 512, size))  # fmt: skip
    records = (
        struct.pack(">I", number)
        + page
        + struct.pack(">I", nonce + sum(page[size - 200 : 0 : -200]))
        for number, page in enumerate(pages, start=1)
    )
    Path(f"{path}-journal").write_bytes(head.ljust(512, b"\0") + b"".join(records))


def test_a_clinic_whose_upgrade_was_cut_off_is_older_as_it_was_before(small: Path) -> None:
    before, rows = small.read_bytes(), rows_of(small)
    upgrade_database(small, nothing)
    put_journal_beside(small, before)
    with pytest.raises(DatabaseRefused) as refused:
        open_database(small)
    assert refused.value.code == "database.older"
    assert (small.read_bytes(), rows_of(small)) == (before, rows)
    assert upgrade_database(small, nothing) == 1


def test_a_clinic_that_a_newer_program_was_cut_off_in_is_opened_as_it_was(small: Path) -> None:
    upgrade_database(small, nothing)
    before = small.read_bytes()
    with closing(sqlite3.connect(small)) as connection:
        connection.execute(f"PRAGMA user_version = {REVISION + 1}")
    put_journal_beside(small, before)
    open_database(small).close()
    assert small.read_bytes() == before


def _upgrade_twice(path: Path, results: Any) -> None:
    results.put(upgrade_database(path, nothing))


def test_of_two_programs_that_upgrade_at_once_one_does(small: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    programs = [context.Process(target=_upgrade_twice, args=(small, results)) for _ in range(2)]
    for program in programs:
        program.start()
    found = sorted(results.get(timeout=120) for _ in programs)
    for program in programs:
        program.join()
    assert found in ([1, 1], [1, REVISION])
    assert read_header(small).revision == REVISION
    assert len(rows_of(small)["contact"]) == 1


def test_a_newer_clinic_is_not_touched(small: Path) -> None:
    with closing(sqlite3.connect(small)) as connection:
        connection.execute(f"PRAGMA user_version = {REVISION + 1}")
    before = sha(small)
    with pytest.raises(DatabaseRefused) as refused:
        upgrade_database(small, nothing)
    assert refused.value.code == "database.newer"
    assert sha(small) == before


def test_a_migration_imports_nothing_that_lives_on() -> None:
    """It must do the same in ten years, whatever the rest of the program is by then."""
    found = {
        name.split(".")[0]
        for file in VERSIONS.glob("[0-9]*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert found == {
        "alembic", "datetime", "hashlib", "json", "re", "sqlalchemy", "typing", "unicodedata",
    }  # fmt: skip


LANDED = {
    "0001_the_first_schema.py": (
        "7f0888aeff9d67abf46ef934687907d2f8e598707993c15f5c1550afc6ecacc2"
    ),
    "0005_the_patients_page_and_the_flow_of_the_day.py": (
        "eaabe6b0ef92cbb19e4926cf379fb8c188f7b5f58abcdc8ccdc458c0c5fc45b8"
    ),
    "0002_contacts_editions_and_languages.py": (
        "73eea0a4849931d7ae4f22c917c271ac8cab021d6ab96eb9a8727ee84c60d70d"
    ),
    "0004_opening_hours_that_change_quotas_and_languages.py": (
        "51eed9317e8eeeb6c63ad92fcc834e2c9fddd71d9b76ad9e84846b1e795e8d05"
    ),
    "0003_bound_steps_the_way_and_a_clinic_that_changes.py": (
        "eb9dc1e93568fbefeaf2d40e7b264634bf420c43a3d3964b31747a770e87bdb2"
    ),
}
"""SHA-256 of each migration that clinics were made or upgraded with: it is never edited again."""


@pytest.mark.parametrize("name", sorted(LANDED))
def test_a_migration_that_was_used_is_as_it_was(name: str) -> None:
    assert sha(VERSIONS / name) == LANDED[name]
