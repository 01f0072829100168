"""Sees who asks the clinic's file in the window's thread, where nobody may."""

import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database


@contextmanager
def thread_watched() -> Iterator[list[str]]:
    """Where the present thread began a transaction inside the block: file and line, caller first.

    Nothing is refused, so that one call does not hide the next.
    """
    seen: list[str] = []
    here, begun = threading.current_thread(), Database._begun

    def watch(database: Database, make: Callable[[], Session]) -> Any:
        if threading.current_thread() is here:
            ours = [
                f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_stack()
                if "/clinicdesk/" in frame.filename
            ]
            seen.append(" > ".join(ours[-7:-1]))
        return begun(database, make)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "_begun", watch)
        yield seen
