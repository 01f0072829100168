"""The file beside a clinic: whatever somebody writes into it, it silences no anchor unseen."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.services.backups.anchor import anchor_path, read_anchors
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.folders import default_folder
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.checking.file_checking import check_file
from clinicdesk.services.context import Context, Role
from tests.services.checking.tampering import (
    found_codes,
    note_outside,
    rebuild_chain,
    statements,
    tamper,
)
from tests.services.desk import MORNING, Clock


def backed_up(path: Path) -> Path:
    """A backup of the clinic, and its anchor beside it."""
    backup = make_backup(path, default_folder(path), MORNING, BackupReason.ASKED)
    note_outside(path)
    return backup.path


def written_anew(path: Path) -> None:
    """Another story, with a whole chain."""
    tamper(path, statements("UPDATE journal SET actor = 'somebody' WHERE number = 3"))
    tamper(path, rebuild_chain)


def _of_another_clinic(beside: Path) -> None:
    values = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps(values | {"clinic_uid": "x"}), "utf-8")


def _giving_all_up(beside: Path) -> None:
    values = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps(values | {"given_up": [values["hash"]]}), "utf-8")


def _link(beside: Path) -> None:
    beside.unlink()
    beside.symlink_to("/dev/zero")


def _broken_link(beside: Path) -> None:
    beside.unlink()
    beside.symlink_to(beside.with_name("gone"))


BESIDE: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "another clinic's": (_of_another_clinic, {"check.anchor-foreign"}),
    "all given up": (_giving_all_up, set()),
    "nothing": (lambda beside: beside.write_text("{}", "utf-8"), {"check.anchor-unreadable"}),
    "no text": (lambda beside: beside.write_bytes(b"\xff\0"), {"check.anchor-unreadable"}),
    "a link to what never ends": (_link, {"check.anchor-unreadable"}),
    "a link to nowhere": (_broken_link, {"check.anchor-unreadable"}),
    "taken out": (lambda beside: beside.unlink(), set()),
}


@pytest.mark.parametrize("kind", BESIDE)
def test_it_is_named(everything: Path, kind: str) -> None:
    backed_up(everything)
    deed, expected = BESIDE[kind]
    deed(anchor_path(everything))
    assert found_codes(everything) == expected


@pytest.mark.parametrize("kind", BESIDE)
def test_a_journal_written_anew_is_named_by_the_backups(everything: Path, kind: str) -> None:
    backed_up(everything)
    BESIDE[kind][0](anchor_path(everything))
    written_anew(everything)
    assert "check.journal-rebuilt" in found_codes(everything)


def test_what_a_restore_gave_up_counts_no_more(everything: Path, tmp_path: Path) -> None:
    early = backed_up(everything)
    kept = tmp_path / "kept"
    shutil.copytree(default_folder(everything), kept)
    context = Context("manager", "office", Role.MANAGER, Clock())
    restore(context, early, everything)
    backed_up(everything)
    restore(context, kept / early.name, everything)
    assert [fault.code for fault in check_file(everything).broken] == []
    assert read_anchors(everything, [default_folder(everything)])
