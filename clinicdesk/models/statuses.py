"""The statuses of an appointment: one row each, with all that differs by status anywhere.

Nothing but the standard library is imported here, so that every room may ask a status.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final, Literal, Self


class Stage(Enum):
    """How far an appointment is; most of what differs by status follows from this."""

    UNBOOKED = auto()
    """It has a time that nobody keeps free: a proposal, a place on the waitlist."""
    HELD = auto()
    """Its time is kept until the hold ends; only the verbs of holds begin and end it."""
    EXPECTED = auto()
    HERE = auto()
    """The patient is in the building."""
    COMPLETED = auto()
    MISSED = auto()
    """The patient did not come."""
    CALLED_OFF = auto()
    IN_ERROR = auto()
    """It should never have been booked."""


class Noted(Enum):
    """From when on a status can be noted."""

    AT_ANY_TIME = auto()
    ON_ITS_DAY = auto()
    """On the appointment's day, or afterwards: it happens in the building."""
    AFTER_ITS_START = auto()


_BOOKED_ONCE: Final = frozenset(Stage) - {Stage.UNBOOKED, Stage.HELD}
_NOT_HELD: Final = frozenset(Stage) - {Stage.HELD}
_CAME: Final = frozenset({Stage.HERE, Stage.COMPLETED})
_NEVER: Final[frozenset[Stage]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What differs by status."""

    stage: Stage
    follows: frozenset[Stage]
    """The stages from which an appointment may be given it, corrections included."""
    next_after: frozenset[Stage] = _NEVER
    """Those after which it is what usually comes next; the others are corrections."""
    noted: Noted = Noted.AT_ANY_TIME
    of_visit: bool = False
    """Whether it is said once for the whole visit: a patient arrives, or does not come, once."""
    calendar: Literal["TENTATIVE", "CONFIRMED", "CANCELLED"] | None
    """The word for it in a calendar file; None if the patient was never told a time."""
    glyph: str
    """The name of its small sign; the window draws it."""
    glyph_color: Literal["muted", "warning", "accent"] = "muted"


class Status(StrEnum):
    """FHIR's statuses, in the order in which a visit goes through them.

    What comes next, what is one step back, and which buttons are offered follow from the order.
    The values are what the database, the journal and the command line's JSON hold.
    """

    traits: Traits

    def __new__(cls, value: str, traits: Traits) -> Self:
        status = str.__new__(cls, value)
        status._value_ = value
        status.traits = traits
        return status

    PROPOSED = (
        "proposed",
        Traits(stage=Stage.UNBOOKED, follows=_NEVER, calendar=None, glyph="ring"),
    )
    WAITLIST = (
        "waitlist",
        Traits(stage=Stage.UNBOOKED, follows=_NEVER, calendar=None, glyph="clock"),
    )
    PENDING = (
        "pending",
        Traits(stage=Stage.HELD, follows=_NEVER, calendar="TENTATIVE", glyph="clock"),
    )
    BOOKED = (
        "booked",
        Traits(
            stage=Stage.EXPECTED,
            # Whoever missed it or called it off needs its time back to be expected again.
            follows=_NOT_HELD - {Stage.EXPECTED},
            calendar="CONFIRMED",
            glyph="ring",
        ),
    )
    ARRIVED = (
        "arrived",
        Traits(
            stage=Stage.HERE,
            follows=_BOOKED_ONCE,
            next_after=frozenset({Stage.EXPECTED, Stage.MISSED}),
            noted=Noted.ON_ITS_DAY,
            of_visit=True,
            calendar="CONFIRMED",
            glyph="disc",
            glyph_color="warning",
        ),
    )
    CHECKED_IN = (
        "checked-in",
        Traits(
            stage=Stage.HERE,
            follows=_CAME,
            next_after=frozenset({Stage.HERE}),
            noted=Noted.ON_ITS_DAY,
            calendar="CONFIRMED",
            glyph="play",
            glyph_color="accent",
        ),
    )
    FULFILLED = (
        "fulfilled",
        Traits(
            stage=Stage.COMPLETED,
            follows=_CAME,
            next_after=frozenset({Stage.HERE}),
            noted=Noted.ON_ITS_DAY,
            calendar="CONFIRMED",
            glyph="tick",
        ),
    )
    CANCELLED = (
        "cancelled",
        # A patient who leaves unseen is cancelled too, with a reason.
        Traits(stage=Stage.CALLED_OFF, follows=_NOT_HELD, calendar="CANCELLED", glyph="barred"),
    )
    NOSHOW = (
        "noshow",
        Traits(
            stage=Stage.MISSED,
            follows=_BOOKED_ONCE,
            next_after=frozenset({Stage.EXPECTED}),
            noted=Noted.AFTER_ITS_START,
            of_visit=True,
            # It took place without the patient, whose calendar stays as it was.
            calendar="CONFIRMED",
            glyph="cross",
        ),
    )
    ENTERED_IN_ERROR = (
        "entered-in-error",
        Traits(stage=Stage.IN_ERROR, follows=_NOT_HELD, calendar="CANCELLED", glyph="ring"),
    )

    @property
    def stage(self) -> Stage:
        return self.traits.stage

    @property
    def busy(self) -> bool:
        """Whether it keeps people, rooms and the patient busy."""
        return self.unfinished or self.stage is Stage.COMPLETED

    @property
    def unfinished(self) -> bool:
        """Whether it keeps them busy and is not completed."""
        return self.movable or self.stage is Stage.HELD

    @property
    def takes_place(self) -> bool:
        """Whether the patient was told that it takes place; one who misses it was told no other."""
        return self.busy or self.stage is Stage.MISSED

    @property
    def movable(self) -> bool:
        """Whether it may get another time or other resources."""
        return self.stage is Stage.EXPECTED or self.here

    @property
    def here(self) -> bool:
        """Whether the patient is in the building for it."""
        return self.stage is Stage.HERE

    @property
    def to_come(self) -> bool:
        """Whether it is still to come or under way, so that a visit's cancelling concerns it."""
        return self.movable or self.stage is Stage.UNBOOKED

    def may_follow(self, before: "Status") -> bool:
        """Whether an appointment of that status may be given this one, corrections included."""
        return before is not self and before.stage in self.traits.follows

    def comes_next_after(self, before: "Status") -> bool:
        """Whether it is no correction: within one stage things go forward only."""
        onward = before.stage is not self.stage or before.precedes(self)
        return onward and before.stage in self.traits.next_after

    def precedes(self, other: "Status") -> bool:
        """Whether it stands before the other in the order of a visit."""
        return _PLACES[self] < _PLACES[other]

    @property
    def usual_next(self) -> "Status | None":
        """What usually comes next when a visit goes as it should; None where nothing does."""
        later = (status for status in _COURSE if self.precedes(status))
        return next(later, None) if self in _COURSE else None

    @property
    def step_back(self) -> "Status | None":
        """What it most likely was before, if it was given too early or to the wrong person."""
        if self.stage is Stage.MISSED:
            return _COURSE[0]
        earlier = [status for status in _COURSE if status.precedes(self)]
        return earlier[-1] if earlier and self in _COURSE else None


_PLACES: Mapping[Status, int] = {status: place for place, status in enumerate(Status)}

_COURSE = tuple(status for status in Status if status.busy and status.stage is not Stage.HELD)
"""The statuses of a visit that goes as it should."""

STATUS_OF: Mapping[str, Status] = {status.value: status for status in Status}
"""A status by what the database holds of it."""

BUSY = tuple(status for status in Status if status.busy)
IDLE = tuple(status for status in Status if not status.busy)
MOVABLE = tuple(status for status in Status if status.movable)
UNFINISHED = tuple(status for status in Status if status.unfinished)
COMPLETED = tuple(status for status in Status if status.stage is Stage.COMPLETED)
"""What is asked of the database, which knows no traits."""
