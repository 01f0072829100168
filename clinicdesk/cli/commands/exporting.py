"""`export`: the patient's calendar file, to stdout or to a file of its own."""

import argparse
import contextlib
import os
import secrets
import stat
from pathlib import Path

from clinicdesk.cli.commands.visits import visit_of
from clinicdesk.cli.desk import Desk
from clinicdesk.cli.output import Answer
from clinicdesk.services.errors import Refused
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.export import export_visit

_BEGINNING = b"BEGIN:VCALENDAR"
"""How every calendar file begins, whoever wrote it."""


def export(given: argparse.Namespace, desk: Desk) -> Answer:
    """Write the patient's calendar file of a combined visit."""
    with desk.clinic(given.database) as (context, database):
        number = visit_of(given)
        content = export_visit(context, database, number)
    if given.output is None:
        return Answer(content=content)
    write_calendar(given.output, content)
    return Answer(
        data={"visit": visit_number(number), "file": str(given.output)}, as_json=given.json
    )


def write_calendar(path: Path, content: bytes) -> None:
    """Write a calendar file whole or not at all; an older one at `path` is replaced.

    A symbolic link is replaced itself, what it points to stays. Raises Refused for anything else
    at `path`, and where the folder cannot be written.
    """
    try:
        _refuse_other_file(path)
        _replace(path, content)
    except (OSError, ValueError):
        raise Refused("export.unwritable", path=str(path)) from None


def _refuse_other_file(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        return
    if not stat.S_ISREG(mode):
        raise Refused("export.file-exists", path=str(path))
    with path.open("rb") as file:
        beginning = file.read(len(_BEGINNING) + 3)
    if not beginning.removeprefix(b"\xef\xbb\xbf").upper().startswith(_BEGINNING):
        raise Refused("export.file-exists", path=str(path))


def _replace(path: Path, content: bytes) -> None:
    """In the same folder, so that the finished file takes its name in one step."""
    draft = path.with_name(f".clinicdesk-{secrets.token_hex(8)}.ics")
    number = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
