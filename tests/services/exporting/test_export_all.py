"""Everything of a clinic in files: of a sound clinic all, of a damaged one all that reads."""

import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.resource_files import resource_file
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.exporting.export_all import export_all
from clinicdesk.services.exporting.exported import Exported, ExportedTable
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.setup.difference import HOLIDAY_YEARS
from tests.exchange.clinic_file.every_key import EVERYTHING
from tests.models.old_clinics import OLD_CLINICS, old_clinic
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, desk
from tests.services.exporting.reading_back import exported_rows, heading, stored_rows

PAGE = 4096


def export(source: Path, folder: Path, today: date = MONDAY) -> Exported:
    return export_all(source, folder, today, lambda exported: f"{len(exported.tables)} tables")


def test_every_row_of_every_table_is_read_back(demo_clinic: Path, tmp_path: Path) -> None:
    before = demo_clinic.read_bytes()
    exported = export(demo_clinic, tmp_path / "out")
    stored = stored_rows(demo_clinic)
    found = {name: exported_rows(tmp_path / "out" / f"demo-{name}.csv") for name in stored}
    assert {name: len(rows) for name, rows in found.items()} == {
        name: len(rows) for name, rows in stored.items()
    }
    differing = {name for name in stored if found[name] != stored[name]}
    # Phone numbers and the like that a spreadsheet would compute have an apostrophe.
    assert {cell for name in differing for cell in _differing(found[name], stored[name])} <= {"'"}
    assert exported.clinic is None
    assert sorted(exported.files) == sorted(path.name for path in (tmp_path / "out").iterdir())
    assert all(name.startswith("demo-") for name in exported.files)
    assert [table.lost for table in exported.tables] == [0] * len(stored)
    assert demo_clinic.read_bytes() == before


def _differing(found: list[tuple[str, ...]], stored: list[tuple[str, ...]]) -> set[str]:
    """What the cells that differ have before what is stored."""
    return {
        cell.removesuffix(wanted)
        for row, wanted_row in zip(found, stored, strict=True)
        for cell, wanted in zip(row, wanted_row, strict=True)
        if cell != wanted
    }


def test_the_files_are_their_owners_alone(small_file: Path, tmp_path: Path) -> None:
    exported = export(small_file, tmp_path / "out")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()}
    assert modes == dict.fromkeys(exported.files, 0o600)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert (tmp_path / "out" / "README.txt").read_text() == f"{len(exported.tables)} tables"
    assert heading(tmp_path / "out" / "clinic.csv")[0] == "id"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clinic.db", "out"]


CLINICS = {
    "lakeside": resource_file("clinics", "lakeside.toml").read_bytes(),
    "small": resource_file("clinics", "small.toml").read_bytes(),
    "harbor": harbor_file(),
    "every key": EVERYTHING,
}


@pytest.mark.parametrize("content", CLINICS.values(), ids=CLINICS)
def test_the_clinic_file_is_the_one_that_the_clinic_was_made_from(
    clinic_template: Callable[[bytes], Path], tmp_path: Path, content: bytes
) -> None:
    export(clinic_template(content), tmp_path / "out")
    found = read_clinic_file((tmp_path / "out" / "clinic.toml").read_bytes())
    assert found == _as_set_up(read_clinic_file(content))


def _as_set_up(shape: ClinicShape) -> ClinicShape:
    """What comes back every year as the days that it is."""
    years = range(MONDAY.year, MONDAY.year + HOLIDAY_YEARS + 1)
    closed = {day.day: day for day in shape.closed_days if day.day >= MONDAY}
    for yearly in [day for day in closed.values() if day.every_year]:
        for year in years:
            day = replace(yearly, day=yearly.day.replace(year=year), every_year=False)
            closed[day.day] = day
    return replace(
        shape,
        closed_days=tuple(closed[day] for day in sorted(closed)),
    )


def test_a_new_clinic_made_of_the_clinic_file_exports_the_same(
    clinic_template: Callable[[bytes], Path], tmp_path: Path
) -> None:
    export(clinic_template(CLINICS["lakeside"]), tmp_path / "first")
    content = (tmp_path / "first" / "clinic.toml").read_bytes()
    export(clinic_template(content), tmp_path / "second")
    assert (tmp_path / "second" / "clinic.toml").read_bytes() == content


@pytest.mark.parametrize("name", OLD_CLINICS)
def test_a_clinic_of_an_older_schema_is_exported_too(tmp_path: Path, name: str) -> None:
    old = old_clinic(name, tmp_path)
    exported = export(old, tmp_path / "out", date(2026, 12, 1))
    stored = stored_rows(old)
    mark = "demo-" if exported.demo else ""
    assert exported.demo == (name == "schema-1")
    assert {table.file: table.rows for table in exported.tables} == {
        f"{mark}{table}.csv": len(rows) for table, rows in stored.items()
    }
    assert exported.clinic is None
    assert read_clinic_file((tmp_path / "out" / f"{mark}clinic.toml").read_bytes()).templates


def test_what_is_being_written_meanwhile_is_whole_or_absent(
    clinic_template: Callable[[bytes], Path], tmp_path: Path
) -> None:
    """A write that was begun and not ended is none: its journal lies beside the file."""
    clinic = Path(shutil.copyfile(clinic_template(harbor_file()), tmp_path / "clinic.db"))
    stored = stored_rows(clinic)
    with closing(sqlite3.connect(clinic, isolation_level=None)) as writer:
        writer.execute("PRAGMA cache_size = 1")
        writer.execute("PRAGMA cache_spill = 1")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE resource SET name = 'x' || name")
        # As a computer that lost its power would leave them.
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{clinic}{suffix}", f"{tmp_path / 'crashed.db'}{suffix}")
        writer.execute("ROLLBACK")
    export(tmp_path / "crashed.db", tmp_path / "out")
    assert exported_rows(tmp_path / "out" / "resource.csv") == stored["resource"]


def test_a_copy_in_write_ahead_mode_is_exported_with_all_that_was_committed(
    clinic_template: Callable[[bytes], Path], tmp_path: Path
) -> None:
    live = Path(shutil.copyfile(clinic_template(harbor_file()), tmp_path / "live.db"))
    (tmp_path / "copy").mkdir()
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE clinic SET name = 'Written ahead'")
        connection.commit()
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{live}{suffix}", f"{tmp_path / 'copy' / 'clinic.db'}{suffix}")
    before = sorted((tmp_path / "copy").iterdir())
    export(tmp_path / "copy" / "clinic.db", tmp_path / "out")
    assert "Written ahead" in exported_rows(tmp_path / "out" / "clinic.csv")[0]
    assert sorted((tmp_path / "copy").iterdir()) == before


# ---------------------------------------------------------------------- damaged files


@pytest.fixture
def small_file(clinic_template: Callable[[bytes], Path], tmp_path: Path) -> Path:
    return Path(shutil.copyfile(clinic_template(harbor_file()), tmp_path / "clinic.db"))


@pytest.fixture(scope="session")
def large_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eleven thousand appointments."""
    return old_clinic("schema-1", tmp_path_factory.mktemp("old"))


def leaf_of(database: Path, table: str, nth: int) -> int:
    """The number of a page that holds rows of the table."""
    with closing(sqlite3.connect(database)) as connection:
        pages = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path", (table,)
        ).fetchall()
    return int(pages[nth][0])


def spoil(path: Path, page: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(content)


def test_of_a_table_with_a_blank_page_all_other_rows_are_there_and_the_lost_are_counted(
    large_clinic: Path, tmp_path: Path
) -> None:
    stored = stored_rows(large_clinic)
    damaged = Path(shutil.copyfile(large_clinic, tmp_path / "damaged.db"))
    for nth in (3, 4, 40):
        spoil(damaged, leaf_of(large_clinic, "appointment", nth), bytes(PAGE))
    exported = export(damaged, tmp_path / "out")
    [table] = [table for table in exported.tables if table.lost]
    found = exported_rows(tmp_path / "out" / "demo-appointment.csv")
    assert set(found) < set(stored["appointment"])
    assert table == ExportedTable(
        "demo-appointment.csv", len(found), len(stored["appointment"]) - len(found)
    )
    assert 0 < table.lost < 200


def test_of_a_table_whose_upper_page_is_blank_nothing_is_claimed(
    large_clinic: Path, tmp_path: Path
) -> None:
    damaged = Path(shutil.copyfile(large_clinic, tmp_path / "damaged.db"))
    with closing(sqlite3.connect(large_clinic)) as connection:
        [(root,)] = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'appointment'"
        )
    spoil(damaged, root, bytes(PAGE))
    exported = export(damaged, tmp_path / "out")
    count = len(stored_rows(large_clinic)["appointment"])
    assert [table for table in exported.tables if table.lost] == [
        ExportedTable("demo-appointment.csv", 0, count)
    ]


@pytest.mark.parametrize("spot", [0, 16, 18, 20, 21, 28, 44, 47, 56, 59, 68, 92])
def test_a_wrong_byte_in_the_header_hides_nothing(
    small_file: Path, tmp_path: Path, spot: int
) -> None:
    stored = stored_rows(small_file)
    data = bytearray(small_file.read_bytes())
    data[spot] ^= 0xFF
    small_file.write_bytes(data)
    exported = export(small_file, tmp_path / "out")
    assert {table.file: (table.rows, table.lost) for table in exported.tables} == {
        f"{name}.csv": (len(rows), 0) for name, rows in stored.items()
    }


def test_a_noisy_header_hides_nothing(small_file: Path, tmp_path: Path) -> None:
    stored = stored_rows(small_file)
    spoil(small_file, 1, Random(1).randbytes(100))
    export(small_file, tmp_path / "out")
    assert exported_rows(tmp_path / "out" / "resource.csv") == stored["resource"]


def test_random_pages_and_cuts_end_in_files_or_a_sentence_and_the_counts_add_up(
    large_clinic: Path, tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    stored = {name: len(rows) for name, rows in stored_rows(large_clinic).items()}
    sound, random = large_clinic.read_bytes(), Random(7)
    damaged = tmp_path / "damaged.db"
    codes = []
    for number in range(scaled(12, 1000)):
        data = bytearray(sound)
        for _ in range(random.randrange(1, 6)):
            page = random.randrange(len(sound) // PAGE)
            data[page * PAGE : (page + 1) * PAGE] = random.randbytes(PAGE)
        damaged.write_bytes(data[: len(data) - random.choice((0, 0, 77, 40 * PAGE))])
        try:
            exported = export(damaged, tmp_path / f"out-{number}")
        except DatabaseRefused as refusal:
            codes.append(refusal.code)
            continue
        for table in exported.tables:
            if table.lost and table.exact:
                name = table.file.removeprefix("demo-").removesuffix(".csv")
                assert table.rows + table.lost == stored[name]
        shutil.rmtree(tmp_path / f"out-{number}")
    # Only a page of the schema itself takes everything with it.
    assert set(codes) <= {DatabaseCode.DAMAGED, DatabaseCode.FOREIGN}
    assert len(codes) <= 2 + scaled(12, 1000) // 50
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.db"]


# ---------------------------------------------------------------------- what is refused


def test_a_folder_with_something_in_it_is_refused(small_file: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "theirs.txt").touch()
    for folder in (tmp_path / "out", small_file):
        with pytest.raises(Refused) as refused:
            export(small_file, folder)
        assert refused.value.code == RefusalCode.EXPORT_FOLDER_NOT_EMPTY
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["theirs.txt"]


@pytest.mark.parametrize("name", ["no/such/folder", "clinic.db/out", "n" * 300, "a\x00b"])
def test_a_folder_that_cannot_be_is_refused(small_file: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused) as refused:
        export(small_file, tmp_path / name)
    assert refused.value.code == RefusalCode.EXPORT_FOLDER_UNWRITABLE
    assert [path.name for path in tmp_path.iterdir()] == ["clinic.db"]


def test_what_is_no_clinic_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE note (text)")
    (tmp_path / "text.db").write_text("BEGIN:VCALENDAR\n" * 500)
    (tmp_path / "empty.db").touch()
    before = sorted(tmp_path.iterdir())
    codes = {}
    for name in ("foreign.db", "text.db", "empty.db", "absent.db", "."):
        with pytest.raises(DatabaseRefused) as refused:
            export(tmp_path / name, tmp_path / "out")
        codes[name] = refused.value.code
    assert codes == {
        "foreign.db": DatabaseCode.FOREIGN,
        "text.db": DatabaseCode.FOREIGN,
        "empty.db": DatabaseCode.EMPTY,
        "absent.db": DatabaseCode.ABSENT,
        ".": DatabaseCode.FOREIGN,
    }
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_another_program_holds_is_refused_as_busy(
    small_file: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(small_file, isolation_level=None)) as holding:
        holding.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseRefused) as refused:
            export(small_file, tmp_path / "out")
    assert refused.value.code == DatabaseCode.BUSY_READING
    assert [path.name for path in tmp_path.iterdir()] == ["clinic.db"]


# ---------------------------------------------------------------------- hostile contents


def test_a_table_of_a_hostile_name_is_named_not_written(small_file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(small_file)) as connection:
        connection.execute('CREATE TABLE "../../x" (a)')
        connection.execute('CREATE VIEW "spying" AS SELECT * FROM patient')
    exported = export(small_file, tmp_path / "out")
    assert exported.unnamed == 1
    assert "spying.csv" not in exported.files
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clinic.db", "out"]


def test_a_formula_in_a_name_is_text(make_clinic: Callable[..., Database], tmp_path: Path) -> None:
    database = make_clinic()
    front = desk(database, Clock())
    new = NewPatient("=cmd|' /C calc'!A0", "Ann", date(1980, 5, 4), "+1 555 0100")
    add_patient(front.context, database, new)
    export(database.path, tmp_path / "out")
    names = heading(tmp_path / "out" / "patient.csv")
    [row] = exported_rows(tmp_path / "out" / "patient.csv")
    found = dict(zip(names, row, strict=True))
    assert (found["family"], found["phone"]) == ("'=cmd|' /C calc'!A0", "+1 555 0100")
