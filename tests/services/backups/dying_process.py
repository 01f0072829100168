"""A command that is killed, or has no room on its disk, at one boundary after another.

`python -m tests.services.backups.dying_process TEMPLATE RUNS FAULT STEP LINE...` copies the folder
TEMPLATE to RUNS/1, RUNS/2, ... and runs the command line in each, with `{here}` for the folder: in
RUNS/n with the fault at its nth boundary, until it comes to its end. It prints how each ended.

The boundaries of `kill` are everything that is done to a file of the folder and every SQL
statement; those of `instructions` every so many steps inside statements; those of `full` are
kilobytes that a file may have.
"""

import itertools
import os
import shutil
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from sqlite3 import dbapi2
from typing import Any

from clinicdesk.cli import main as run_line
from clinicdesk.cli.commands import backups  # noqa: F401 - before the fork: it takes long
from clinicdesk.models.migrations import runner  # noqa: F401
from tests.full_disk import full_disk

_DONE_TO_FILES = ("open", "os.", "shutil.", "sqlite3.connect")
_INSTRUCTIONS = 300
_MOST = 20_000
"""More than any command has; a fault of its own must not go on for ever."""


def dying_at(nth: int) -> Callable[..., None]:
    """What is called at each boundary, and kills this process at the nth."""
    left = itertools.count(1)

    def come(*_: object) -> None:
        if next(left) >= nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return come


def watch(folder: Path, come: Callable[..., None], *, instructions: bool) -> None:
    """Call `come` at every boundary from now on."""
    inside = str(folder)

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(_DONE_TO_FILES) and inside in str(args):
            come()

    class Watched(sqlite3.Connection):
        def __init__(self, *args: Any, **known: Any) -> None:
            super().__init__(*args, **known)
            if instructions:
                self.set_progress_handler(come, _INSTRUCTIONS)
            else:
                self.set_trace_callback(come)

    connect = partial(sqlite3.connect, factory=Watched)
    for module in (sqlite3, dbapi2):
        vars(module)["connect"] = connect
    if not instructions:
        sys.addaudithook(hook)


def run(fault: str, nth: int, folder: Path, line: list[str]) -> int:
    """Run the line in the folder with the fault at its nth boundary; its exit status."""
    given = [each.replace("{here}", str(folder)) for each in line]
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if fault == "full":
        with full_disk(nth * 1024):
            return run_line(given)
    watch(folder, dying_at(nth), instructions=fault == "instructions")
    return run_line(given)


def main(template: str, runs: str, fault: str, step: str, *line: str) -> None:
    """Try one boundary after another, each in a fork of this process."""
    for nth in itertools.count(1, int(step)):
        folder = Path(runs) / str(nth)
        shutil.copytree(template, folder)
        child = os.fork()
        if child == 0:
            try:
                os._exit(run(fault, nth, folder, list(line)))
            finally:
                # Reached by a fault only: a forked child must never go on with its parent's work.
                traceback.print_exc()
                os._exit(99)
        _, status = os.waitpid(child, 0)
        ended = os.waitstatus_to_exitcode(status)
        print(nth, ended, flush=True)
        if ended == 0 or (ended > 0 and fault != "full") or nth > _MOST:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
