"""Files that are no sound clinic: every command refuses them and leaves them as they were."""

import os
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from tests.command_line.lines import CHECKOUT, SMALL, Ran

LINES = {
    "add-patient": ["--name", "Doe, Jo", "--born", "1990-01-31", "--phone", "1"],
    "patients": ["anna"],
    "templates": [],
    "plan": ["--patient", "P-10001", "--template", "First day"],
    "book": ["--patient", "P-10001", "--template", "First day"],
    "cancel": ["--visit", "V-1001", "--reason", "ill"],
    "undo": [],
    "day": ["--date", "2026-11-23"],
    "export": ["--visit", "V-1001"],
    "check": [],
    "demo": [],
}
"""Every command that opens a clinic, with all that it needs."""

APPLICATION, REVISION, JOURNAL_MODE = 68, 60, 18
"""Offsets in the header of a SQLite file."""


def spoilt(data: bytes, offset: int, value: bytes) -> bytes:
    return data[:offset] + value + data[offset + len(value) :]


def foreign_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE note (text)")
    connection.close()


def without_a_table(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE template_rule")
    connection.close()


def cut_in_the_middle_of_a_page(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2 + 77])


def without_its_second_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 40 * 4096])


def with_a_noisy_page(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(spoilt(data, 8 * 4096, Random(1).randbytes(4096)))


def with_a_blank_first_page(path: Path) -> None:
    path.write_bytes(spoilt(path.read_bytes(), 100, bytes(3996)))


def noisy_in_write_ahead_mode(path: Path) -> None:
    with_a_noisy_page(path)
    path.write_bytes(spoilt(path.read_bytes(), JOURNAL_MODE, b"\x02\x02"))


SPOILERS: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "one byte": lambda path: path.write_bytes(b"S"),
    "text": lambda path: path.write_text("BEGIN:VCALENDAR\n" * 50, "utf-8"),
    "header alone": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "half a header": lambda path: path.write_bytes(path.read_bytes()[:50]),
    "another program's": foreign_database,
    "another application": lambda path: path.write_bytes(
        spoilt(path.read_bytes(), APPLICATION, b"GPKG")
    ),
    "newer": lambda path: path.write_bytes(
        spoilt(path.read_bytes(), REVISION, struct.pack(">I", 9999))
    ),
    "older": lambda path: path.write_bytes(
        spoilt(path.read_bytes(), REVISION, struct.pack(">I", 0))
    ),
    "cut": cut_in_the_middle_of_a_page,
    "halved": without_its_second_half,
    "blank": with_a_blank_first_page,
    "noise in write-ahead mode": noisy_in_write_ahead_mode,
    "without a table": without_a_table,
    "random bytes": lambda path: path.write_bytes(Random(2).randbytes(50_000)),
    "zeros": lambda path: path.write_bytes(bytes(50_000)),
}


@pytest.mark.parametrize("spoil", [pytest.param(each, id=name) for name, each in SPOILERS.items()])
def test_every_command_refuses_a_file_and_leaves_it(
    run: Callable[..., Ran], clinic: Path, spoil: Callable[[Path], object]
) -> None:
    spoil(clinic)
    before = clinic.read_bytes()
    for command, options in LINES.items():
        ran = run(command, *options, "--database", str(clinic))
        assert str(clinic) in ran.sentence, command
        assert ran.status == 1
        assert clinic.read_bytes() == before
        assert list(clinic.parent.iterdir()) == [clinic]


@pytest.mark.parametrize("command", [name for name in LINES if name != "demo"])
def test_every_command_refuses_an_absent_file_and_makes_none(
    run: Callable[..., Ran], tmp_path: Path, command: str
) -> None:
    for absent in ("none.db", "no/such/folder/none.db", ":memory:", "file:none.db?mode=rwc"):
        ran = run(command, *LINES[command], "--database", str(tmp_path / absent))
        assert ran.sentence.startswith("There is no clinic at ")
        assert ran.status == 1
        assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_refused_without_waiting(
    command: Callable[..., Ran],
    run: Callable[..., Ran],
    tmp_path: Path,
    clinic: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nothing")
    # As a program of its own first: it would wait for ever.
    assert command("templates", "--database", "pipe").sentence
    for path in (
        "pipe", "loop", "dangling", ".", "..", "/", "/dev/null", "/dev/zero", "clinic.db/",
        "clinic.db/x", "x" * 5000, "y" * 300, "clinic\x00.db",
    ):  # fmt: skip
        ran = run("templates", "--database", path)
        assert ran.sentence, path
        assert ran.status == 1
    assert {path.name for path in tmp_path.iterdir()} == {"pipe", "loop", "dangling", clinic.name}


@pytest.mark.parametrize(
    "name",
    ["a b.db", "100%.db", "why?.db", "#1.db", "a&b=c.db", "file:x.db", ":memory:", "ü\u0301.db",
     "-x.db", "'\".db", "a\nb.db", "~", "$HOME", "x.db?mode=memory", "%41.db"],
)  # fmt: skip
def test_a_path_is_taken_as_it_is(
    run: Callable[..., Ran], clinic: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(clinic.parent)
    clinic.rename(name)
    assert run("templates", "--json", f"--database={name}").json["templates"]
    assert [path.name for path in clinic.parent.iterdir()] == [name]
    assert "already" in run("make-demo", "--", name).sentence


def test_a_symbolic_link_to_a_clinic_is_followed(run: Callable[..., Ran], clinic: Path) -> None:
    link = clinic.with_name("link.db")
    link.symlink_to(clinic)
    visit_request = ("--patient", "P-10003", "--template", "First day")
    assert run("book", *visit_request, "--json", "--database", str(link)).json["visit"] == "V-1003"
    assert link.is_symlink()


def test_a_copy_in_write_ahead_mode_is_switched_back_with_all_that_was_committed(
    run: Callable[..., Ran], clinic: Path, tmp_path: Path
) -> None:
    live = sqlite3.connect(clinic)
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("UPDATE patient SET phone = '555-0199' WHERE id = 10003")
    live.commit()
    busy = run("patients", "P-10003", "--database", str(clinic))
    assert "in use by a program" in busy.sentence
    copy = tmp_path / "copy.db"
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{clinic}{suffix}", f"{copy}{suffix}")
    live.close()
    found = run("patients", "P-10003", "--json", "--database", str(copy)).json
    assert found["patients"][0]["phone"] == "555-0199"
    assert not copy.with_name("copy.db-wal").exists()


def test_a_server_is_refused_without_printing_its_password(
    run: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for url in ("postgresql://desk:secret@host/clinic", "postgres://secret", "POSTGRESQL://secret"):
        for line in (["templates", "--database", url], ["make-demo", url], ["--database", url]):
            ran = run(*line)
            assert "server" in ran.sentence
            assert "secret" not in ran.sentence
            assert ran.status == 1
    assert list(tmp_path.iterdir()) == []


def test_a_new_clinic_is_not_put_beside_what_a_crash_left(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "clinic.db-journal").write_bytes(b"x" * 600)
    ran = run("make-demo", str(tmp_path / "clinic.db"))
    assert "clinic.db-journal already" in ran.sentence


def test_a_clinic_that_the_disk_has_no_room_for_is_not_made(tmp_path: Path) -> None:
    # Python would cut its own bytecode off at the limit too, and every later process reads that.
    environment = {"PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
    made = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -f 20; "{sys.executable}" -m clinicdesk new-clinic "$@"', "sh",
         str(SMALL), "new.db"],
        cwd=tmp_path, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    ran = Ran(made.returncode, made.stdout, made.stderr)
    assert ran.sentence.startswith("The disk that holds new.db failed; nothing was written.")
    assert list(tmp_path.iterdir()) == []


def test_check_reports_a_refused_file_as_json(run: Callable[..., Ran], tmp_path: Path) -> None:
    ran = run("check", "--json", "--database", str(tmp_path / "none.db"))
    sentence = ran.err.decode().removeprefix("clinicdesk: ").rstrip("\n")
    report = {"ok": False, "checked": {}, "broken": [sentence]}
    assert (ran.status, Ran(0, ran.out, b"").json) == (1, report)


def test_any_byte_may_be_wrong(
    run: Callable[..., Ran], clinic: Path, scaled: Callable[[int, int], int]
) -> None:
    """Whatever is read then, it is a sentence or an answer, and reading writes nothing."""
    sound, random = clinic.read_bytes(), Random(3)
    reading = ("templates", "patients", "plan", "day", "export")
    for _ in range(scaled(20, 5000)):
        spot = random.randrange(len(sound))
        wrong = spoilt(sound, spot, bytes([sound[spot] ^ 1 << random.randrange(8)]))
        clinic.write_bytes(wrong)
        command = random.choice(reading)
        ran = run(command, *LINES[command], "--database", str(clinic))
        if ran.status:
            assert (ran.status, ran.out, ran.err.count(b"\n")) == (1, b"", 1)
        assert clinic.read_bytes() == wrong
        ran = run("check", "--json", "--database", str(clinic))
        assert Ran(0, ran.out, b"").json["ok"] == (ran.status == 0)
        assert clinic.read_bytes() == wrong
