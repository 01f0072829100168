"""The parts of a patient's page that can be corrected, in their order. Pure, no widgets."""

from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.services.patients.detail_values import Channel, Detail, seen_detail
from clinicdesk.services.visits.seen import Seen
from clinicdesk.services.waiting.entries import Waiting


class Part(StrEnum):
    """What a row of the page is about: a part of the record, or something kept beside it."""

    WAITS = "waits"
    PHONE = "phone"
    PHONE_USE = "phone-use"
    NUMBER = "number"
    EMAIL = "email"
    FAMILY = "family"
    GIVEN = "given"
    BORN = "born"
    SPEAKS = "speaks"
    READS = "reads"
    INTERPRETER = "interpreter"
    FLAGS = "flags"
    NOTE = "note"
    REQUIREMENT = "requirement"
    PERSON = "person"
    CONSENT = "consent"
    TIME = "time"
    PRACTITIONER = "practitioner"
    AVOIDED = "avoided"
    OTHER_NUMBER = "other-number"
    STANDING = "standing"


SEVERAL = (
    Part.NUMBER,
    Part.REQUIREMENT,
    Part.PERSON,
    Part.TIME,
    Part.PRACTITIONER,
    Part.AVOIDED,
)
"""Of which there may be more than one: another is added by a row of its own."""

CHANNELS = (Channel.CALL, Channel.VOICEMAIL, Channel.TEXT, Channel.EMAIL)
"""Those that a patient is asked about."""


@dataclass(frozen=True)
class PartKey:
    """Which row is meant: a part, and of several the number, the channel or the name."""

    part: Part
    number: int = 0
    """Of a detail that is kept; 0 for one that is to be added, and of requirements for the first
    of its name."""
    channel: Channel | None = None
    requirement: str = ""
    visit: int | None = None
    """Of a requirement its name, and the visit that it is for; None for every one."""


@dataclass(frozen=True)
class PartRow:
    """A row: its caption, what stands there, what would be typed for it."""

    key: PartKey
    caption: str
    said: str
    typed: str
    detail: Detail | None = None
    waits: Waiting | None = None
    """What the patient waits for: when it suits can be typed, and it is taken off like a detail."""

    @property
    def seen(self) -> Seen | None:
        """What was seen of it; None of what is added, whatever is there."""
        if self.waits is not None:
            return self.waits.seen
        if self.detail is not None:
            return seen_detail(self.detail)
        return Seen() if self.key.requirement else None
