"""What a check found: faults as codes with parameters, and how much was looked at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from sqlite3 import Connection as Scratch

from sqlalchemy.orm import Session

from clinicdesk.services.backups.anchor import Anchor, AnchorTrouble
from clinicdesk.services.codes import CheckCode


@dataclass(frozen=True)
class Fault:
    """Something that must never be, as a code with parameters."""

    code: CheckCode
    params: dict[str, object]


@dataclass(frozen=True)
class Report:
    """What was looked at, how much of each, and everything that is broken."""

    checked: dict[str, int]
    broken: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.broken


@dataclass(frozen=True)
class Examination:
    """What the parts of a check look at: a copy that nobody writes to, and room for what is long.

    Nothing is kept in memory for each row of the clinic.
    """

    session: Session
    scratch: Scratch
    anchors: tuple[Anchor, ...] = ()
    """What is known outside the file of where its journal stood."""
    anchor_trouble: AnchorTrouble | None = None
    """What is wrong with the file beside the clinic that says so."""


Part = Callable[[Examination], Iterator[Fault]]
"""One part of a check. What it does not expect to be in a file may raise."""
