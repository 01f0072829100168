"""What the system says of a path, as a refusal that says what is at fault."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from clinicdesk.models.stores.paths import copy_failed, scratch_folder, unreachable
from tests.full_disk import full_disk
from tests.services.sentences import sentence_of

CODES = {
    errno.ENOSPC: "database.disk-full",
    errno.EDQUOT: "database.disk-full",
    errno.EFBIG: "database.write-failed",
    errno.EIO: "database.write-failed",
    errno.EMFILE: "database.no-memory",
    errno.ENFILE: "database.no-memory",
    errno.ENAMETOOLONG: "database.path-too-long",
    errno.EROFS: "database.unreachable",
    errno.EACCES: "database.unreachable",
    errno.ENOTDIR: "database.unreachable",
}


@pytest.mark.parametrize("number", CODES, ids=[errno.errorcode[number] for number in CODES])
def test_a_fault_of_the_system_is_called_what_it_is(number: int) -> None:
    refused = unreachable(Path("clinic.db"), OSError(number, os.strerror(number)))
    assert sentence_of(refused)
    assert (refused.code, refused.params) == (CODES[number], {"path": "clinic.db"})


def copied(source: Path, target: Path) -> tuple[str, object]:
    with pytest.raises(OSError, match=r".") as error:
        shutil.copyfile(source, target)
    refused = copy_failed(source, target, error.value)
    return refused.code, refused.params["path"]


def test_a_copy_that_failed_names_the_file_at_fault(tmp_path: Path) -> None:
    source, absent = tmp_path / "source", tmp_path / "absent"
    source.write_bytes(b"x" * 5000)
    within = tmp_path / "nowhere" / "target"
    assert copied(absent, tmp_path / "target") == ("database.unreachable", str(absent))
    assert copied(source, within) == ("database.unreachable", str(within))
    with full_disk(100):
        assert copied(source, tmp_path / "target") == (
            "database.write-failed",
            str(tmp_path / "target"),
        )


def test_what_is_stopped_as_its_scratch_folder_is_removed_leaves_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    remove, stops = shutil.rmtree, iter([KeyboardInterrupt])

    def stopped_once(folder: Path, *, ignore_errors: bool) -> None:
        for stop in stops:
            raise stop
        remove(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", stopped_once)
    with pytest.raises(KeyboardInterrupt), scratch_folder("clinicdesk-test-") as folder:
        pass
    assert not folder.exists()
