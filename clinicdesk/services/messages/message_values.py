"""What a message is before it goes: plain values, in the patient's language."""

from dataclasses import dataclass

from clinicdesk.models.messages import Occasion


@dataclass(frozen=True)
class Letter:
    """What is said: a subject of one line, a letter of several, a text for a telephone."""

    subject: str
    letter: str
    short_text: str


@dataclass(frozen=True)
class MessageOfVisit:
    """What a patient is told of a visit as it is now, and where it goes."""

    visit: int
    edition: int
    occasion: Occasion
    language: str
    """BCP 47 code of the language that it is in."""
    said: Letter
    greeting_name: str
    """What the patient is called."""
