"""One file for whoever helps: what `doctor` says, and the log."""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from clinicdesk.exchange.files import write_whole
from clinicdesk.services.doctor.examining import examine
from clinicdesk.services.log_place import log_files
from clinicdesk.services.progress import Tell, nobody

MOST_LOG_BYTES = 5_000_000
"""Of one file of the log; a log of ours is never as long."""

_ZIP = b"PK"


def make_support_bundle(
    path: Path, database: Path, now: datetime, state_folder: Path, tell: Tell = nobody
) -> bool:
    """Examine the clinic at `database` and write the bundle; whether it could be written there.

    `now` is in UTC.
    """
    facts = json.dumps(examine(database, now, state_folder, tell))
    # Somebody may have put a pipe there, which would be waited for for ever.
    logs = [log for log in log_files() if log.is_file()]
    try:
        write_support_bundle(path, facts.encode("ascii"), logs)
    except (OSError, ValueError):
        return False
    return True


def write_support_bundle(path: Path, doctor: bytes, logs: Sequence[Path]) -> None:
    """Put `doctor.json` and the files of the log into a ZIP file at `path`, whole or not at all.

    Only a ZIP file is replaced. Raises OSError.
    """
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("doctor.json", doctor)
        for log in logs:
            archive.writestr(log.name, _end_of(log))
    write_whole(path, packed.getvalue(), replaces=_ZIP)


def _end_of(log: Path) -> bytes:
    with log.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - MOST_LOG_BYTES))
        return file.read()
