"""Who acts, where, in which role, and what time it is: the first argument of every verb."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Gives the present instant, aware of its zone."""


class Role(StrEnum):
    """What somebody is to the clinic: which rules they may override, from the fewest to all."""

    FRONT_DESK = "front-desk"
    PRACTITIONER = "practitioner"
    MANAGER = "manager"


WITHOUT_ACCOUNTS = Role.MANAGER
"""Whoever opens a clinic that has no accounts may do whatever can be done."""


@dataclass(frozen=True)
class Context:
    """The desk that acts. Two contexts of one actor at one workstation are the same desk."""

    actor: str
    workstation: str
    role: Role
    clock: Clock
    write_key: str | None = None
    """Of the one write that is asked for: asked twice under a key, it is written once."""

    def wall_clock(self, zone: ZoneInfo) -> tuple[date, int]:
        """Today and the minutes after midnight that have begun, by the clinic's wall clock."""
        now = self.clock().astimezone(zone)
        return now.date(), now.hour * 60 + now.minute

    def instant(self) -> datetime:
        """The present instant in UTC, to the second."""
        return self.clock().astimezone(UTC).replace(microsecond=0)


def new_write_key() -> str:
    """A key for one write, unlike all others."""
    return secrets.token_hex(16)
