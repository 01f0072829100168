"""Which other processes of this computer have a file open."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import psutil

from clinicdesk.models.stores.sqlite import SIDE_FILES

_PROGRAM = re.compile(r"[A-Za-z][A-Za-z0-9._+-]{0,31}")


@dataclass(frozen=True)
class OtherProcess:
    """A process by its number and the name of its program. Whose it is, nobody needs to know.

    Programs may call themselves after what they show: a name that is no program's is left out.
    """

    pid: int
    name: str


def processes_with(path: Path) -> tuple[OtherProcess, ...]:
    """The processes, but for this one, that have the file at `path` open, as far as rights go."""
    whole = os.path.realpath(path)
    names = {whole, *(f"{whole}{suffix}" for suffix in SIDE_FILES)}
    found = (_with_open_file(process, names) for process in psutil.process_iter())
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.pid))


def _with_open_file(process: psutil.Process, names: set[str]) -> OtherProcess | None:
    if process.pid == os.getpid():
        return None
    try:
        if names.isdisjoint(file.path for file in process.open_files()):
            return None
        name = process.name()
        return OtherProcess(process.pid, name if _PROGRAM.fullmatch(name) else "")
    except (psutil.Error, OSError):
        # Somebody else's, or over meanwhile.
        return None
