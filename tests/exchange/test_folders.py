"""A folder of files appears whole or not at all, for its owner alone."""

import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.exchange.folders import private_file, scratch_folder, writing_folder

CHECKOUT = Path(__file__).resolve().parents[2]


def test_a_folder_appears_when_the_block_ends(tmp_path: Path) -> None:
    with writing_folder(tmp_path / "out") as draft:
        with private_file(draft / "a.txt") as file:
            file.write(b"a")
        assert not (tmp_path / "out").exists()
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"a"
    modes = [
        stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out", tmp_path / "out/a.txt")
    ]
    assert modes == [0o700, 0o600]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with writing_folder(tmp_path / "out") as draft, private_file(draft / "a.txt"):
        pass
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.txt"]


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), writing_folder(tmp_path / "out") as draft:
        (draft / "a.txt").symlink_to((draft / "absent.txt").resolve(strict=True))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["file", "full folder", "link"])
def test_what_is_there_already_stays(tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    if what == "file":
        out.write_text("x")
    elif what == "link":
        (tmp_path / "elsewhere").mkdir()
        out.symlink_to(tmp_path / "elsewhere")
    else:
        (out / "inside").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FileExistsError), writing_folder(out):
        pass
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_is_filled_by_somebody_else_meanwhile_stays(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError), writing_folder(tmp_path / "out"):
        (tmp_path / "out" / "theirs").mkdir(parents=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_a_killed_process_left_goes_with_the_next_and_nothing_else(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from clinicdesk.exchange.folders import writing_folder\n"
        "with writing_folder(Path(sys.argv[1])) as draft:\n"
        "    (draft / 'patient.csv').touch()\n"
        "    print(flush=True)\n"
        "    sys.stdin.read()\n"
    )
    line = [sys.executable, "-c", program, str(tmp_path / "out")]
    with subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=CHECKOUT
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with scratch_folder(tmp_path):
            assert len(list(tmp_path.iterdir())) == 2  # theirs is being filled still
        other.kill()
    (tmp_path / ".clinicdesk-notes").mkdir()
    assert len(list(tmp_path.iterdir())) == 2
    with scratch_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [".clinicdesk-notes"]


def test_what_is_stopped_as_its_scratch_folder_is_made_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Path.mkdir

    def make_and_stop(path: Path, mode: int) -> None:
        make(path, mode)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "mkdir", make_and_stop)
    with pytest.raises(KeyboardInterrupt), scratch_folder(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_is_stopped_as_its_scratch_folder_is_removed_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = stopped_once(shutil.rmtree)
    monkeypatch.setattr(shutil, "rmtree", remove)
    with pytest.raises(KeyboardInterrupt), writing_folder(tmp_path / "out") as draft:
        (draft / "a.txt").touch()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def stopped_once(function: Callable[..., None]) -> Callable[..., None]:
    """The function as it is when Ctrl+C is pressed before it has done anything, the first time."""
    stops = iter([KeyboardInterrupt])

    def call(*arguments: object, **named: object) -> None:
        for stop in stops:
            raise stop
        function(*arguments, **named)

    return call
