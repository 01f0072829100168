"""A file is written whole or not at all, for its owner alone, and never through a link."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.exchange.files import remove_unfinished, write_all, write_whole
from tests.full_disk import full_disk

BEGINS = b"BEGIN:VCALENDAR"
CHECKOUT = Path(__file__).resolve().parents[2]


def standing(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file's content and mode by its name."""
    return {
        path.name: (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for path in sorted(folder.iterdir())
    }


def test_only_the_owner_may_read_it_also_where_everybody_could_before(tmp_path: Path) -> None:
    new, old = tmp_path / "new", tmp_path / "old"
    old.write_bytes(b"before")
    old.chmod(0o666)
    for path in (new, old):
        write_whole(path, b"after")
    assert standing(tmp_path) == {"new": (b"after", 0o600), "old": (b"after", 0o600)}


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    notes, link, nowhere = tmp_path / "notes", tmp_path / "link", tmp_path / "nowhere"
    notes.write_bytes(b"my notes")
    notes.chmod(0o644)
    link.symlink_to(notes)
    nowhere.symlink_to(tmp_path / "nothing")
    for path in (link, nowhere):
        write_whole(path, b"new", replaces=BEGINS)
        assert not path.is_symlink()
    assert standing(tmp_path) == {
        "link": (b"new", 0o600),
        "notes": (b"my notes", 0o644),
        "nowhere": (b"new", 0o600),
    }


@pytest.mark.parametrize("room", [0, 1, 4096])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path, room: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"before")
    before = standing(tmp_path)
    with full_disk(room), pytest.raises(OSError, match="File too large"):
        write_whole(path, b"x" * 5000)
    assert standing(tmp_path) == before


@pytest.mark.parametrize("name", ["a" * 300, "no\x00name", "missing/file", "folder"])
def test_what_cannot_be_written_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises((OSError, ValueError)):
        write_whole(tmp_path / name, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_that_may_only_be_read_leaves_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "file", b"new")
    tmp_path.chmod(0o700)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"my notes", b"", b"BEGIN:VCARD\r\n"])
def test_somebody_elses_file_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    before = standing(tmp_path)
    with pytest.raises(FileExistsError):
        write_whole(path, b"new", replaces=BEGINS)
    assert standing(tmp_path) == before


@pytest.mark.parametrize("content", [b"BEGIN:VCALENDAR\r\n", b"\xef\xbb\xbfbegin:vcalendar"])
def test_an_older_one_of_its_kind_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    write_whole(path, b"new", replaces=BEGINS)
    assert standing(tmp_path) == {"file": (b"new", 0o600)}


def test_what_a_killed_process_left_goes_with_the_next_and_no_file_was_out(
    tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    program = (
        "import itertools, sys\n"
        "from pathlib import Path\n"
        "from clinicdesk.exchange.files import write_all as write\n"
        "paths = [Path(sys.argv[1], str(number)) for number in range(4)]\n"
        "for turn in itertools.count():\n"
        "    write(dict.fromkeys(paths, b'BEGIN:%d' % turn), replaces=b'BEGIN')\n"
        "    print(turn, flush=True)\n"
    )
    line = [sys.executable, "-c", program, str(tmp_path)]
    for _ in range(scaled(3, 60)):
        with subprocess.Popen(line, stdout=subprocess.PIPE, cwd=CHECKOUT) as other:
            assert other.stdout is not None
            for _ in range(5):
                other.stdout.readline()
            other.kill()
        (tmp_path / ".clinicdesk-notes").touch()
        remove_unfinished(tmp_path)
        assert sorted(standing(tmp_path)) == [".clinicdesk-notes", "0", "1", "2", "3"]


def test_several_are_written_all_or_none(tmp_path: Path) -> None:
    notes, one, two, new = (tmp_path / name for name in ("notes", "one", "two", "three"))
    notes.write_bytes(b"mine")
    one.write_bytes(BEGINS + b" of old")
    one.chmod(0o644)
    two.symlink_to(notes)
    files = {one: BEGINS + b" 1", two: BEGINS + b" 2", new: BEGINS + b" 3" * 200}
    before, mode = standing(tmp_path), stat.S_IMODE(one.stat().st_mode)
    with full_disk(100), pytest.raises(OSError, match="too large"):
        write_all(files, replaces=BEGINS)
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(FileExistsError) as exists:
        write_all({**files, other: b""}, replaces=BEGINS)
    assert exists.value.filename == other
    other.rmdir()
    assert (standing(tmp_path), stat.S_IMODE(one.stat().st_mode)) == (before, mode)
    assert two.is_symlink()
    write_all(files, replaces=BEGINS)
    written = {path.name: (content, 0o600) for path, content in files.items()}
    assert standing(tmp_path) == {**written, "notes": before["notes"]}
    assert not two.is_symlink()
