"""What is typed for a part of a patient's page, as the value that it means. Pure, no widgets."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.patient_info import Standing
from clinicdesk.services.patients.correcting import Correction
from clinicdesk.services.patients.detail_values import (
    Consent,
    ContactNumber,
    ContactSystem,
    ContactUse,
    Detail,
    HeldRequirement,
    Person,
    Preference,
    PreferenceKind,
    Relationship,
)
from clinicdesk.services.patients.email_addresses import is_email
from clinicdesk.services.waiting.suits import Suits
from clinicdesk.ui.kit.entry.birth_date_in_words import birth_date_in_words
from clinicdesk.ui.kit.entry.requirement_in_words import NotSaid, requirement_in_words
from clinicdesk.ui.kit.entry.suits_in_words import suits_text, with_times
from clinicdesk.ui.kit.entry.times_that_suit import times_in_words
from clinicdesk.ui.patient.parts import Part, PartKey
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import age, birth_date
from clinicdesk.wording.machine.typed_words import KIN, folded, in_english

Meant = Correction | Detail | Suits

T = TypeVar("T")


class NotUnderstood(Exception):
    """The text means nothing for its part; the sentence says what would."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(say(code, params))

    @property
    def sentence(self) -> str:
        """What is wrong, and what to type."""
        return str(self)


@dataclass(frozen=True)
class Surroundings:
    """What the meaning of a text depends on."""

    setup: ClinicSetup
    today: date
    people: Sequence[Person] = ()
    """Those who belong to the patient."""


def meant(around: Surroundings, key: PartKey, text: str) -> Meant:
    """What is to be written for the text. Raises NotUnderstood."""
    return _READERS[key.part](around, key, " ".join(text.split()))


def understood(around: Surroundings, key: PartKey, text: str) -> str:
    """How a text is understood, where that is not as it stands there."""
    value = meant(around, key, text)
    if isinstance(value, Correction) and value.born is not None:
        years = age(value.born, around.today)
        return say("identity.born", {"born": birth_date(value.born), "age": years})
    if isinstance(value, Suits):
        return suits_text(value) or say("waiting.always")
    return ""


def _text_of(field: str) -> Callable[[Surroundings, PartKey, str], Meant]:
    return lambda _around, _key, text: Correction(**{field: text})  # type: ignore[arg-type]


def _email(_around: Surroundings, _key: PartKey, text: str) -> Meant:
    if text and not is_email(text):
        raise NotUnderstood("fields.no-email", text=text)
    return Correction(email=text)


def _born(around: Surroundings, _key: PartKey, text: str) -> Meant:
    born = birth_date_in_words(text, around.setup.date_order, around.today)
    if born is None:
        raise NotUnderstood("patient-page.no-date")
    return Correction(born=born)


def _interpreter(_around: Surroundings, _key: PartKey, text: str) -> Meant:
    return Correction(interpreter=_yes(text))


def _flags(_around: Surroundings, _key: PartKey, text: str) -> Meant:
    flags = (flag.strip() for flag in text.split(","))
    return Correction(flags=tuple(dict.fromkeys(flag for flag in flags if flag)))


def _standing(_around: Surroundings, _key: PartKey, text: str) -> Meant:
    """`deceased`, or `barred: why`; anything that begins as the word for a patient is one."""
    word, _, reason = text.partition(":")
    words = {say(f"patient-page.standing-{each or 'patient'}"): each for each in Standing}
    found = _begins(words, word)
    if found is None:
        raise NotUnderstood("patient-page.no-standing")
    return Correction(standing=found, standing_reason=reason.strip())


def _consent(around: Surroundings, key: PartKey, text: str) -> Meant:
    assert key.channel is not None
    return Consent(key.channel, _yes(text), around.today)


def _requirement(around: Surroundings, key: PartKey, text: str) -> Meant:
    """`there, no. 4711, until 31 Jan`; of one that is added its name first, and a colon."""
    name = key.requirement
    if not name:
        name, _, text = (part.strip() for part in text.partition(":"))
    about = HeldRequirement(name, visit=key.visit, number=key.number)
    try:
        return requirement_in_words(about, text, around.today, around.setup.date_order)
    except NotSaid as error:
        raise NotUnderstood(error.code, **error.params) from error


def _yes(text: str) -> bool:
    found = _begins({say("patient-page.yes"): True, say("patient-page.no"): False}, text)
    if found is None:
        raise NotUnderstood("patient-page.no-answer")
    return found


def _person(_around: Surroundings, key: PartKey, text: str) -> Meant:
    """`Amy Able, daughter, may be told`: the name as it is said, then words in any order."""
    name, *words = (part.strip() for part in text.split(","))
    relationship, may_be_told = Relationship.OTHER, False
    told = say("patient-page.may-be-told")
    for word in filter(None, words):
        kind = _RELATIONSHIPS.get(in_english(word, KIN).casefold()) or _begins(
            {say(f"patient-page.relationship-{each}"): each for each in Relationship}, word
        )
        if folded(told).startswith(folded(word)):
            may_be_told = True
        elif kind is None:
            raise NotUnderstood("patient-page.no-relationship", word=word)
        else:
            relationship = kind
    return Person(name, relationship, may_be_told, number=key.number)


_RELATIONSHIPS: Mapping[str, Relationship] = {
    **dict.fromkeys(("mother", "father", "mom", "dad"), Relationship.PARENT),
    **dict.fromkeys(("wife", "husband", "partner"), Relationship.SPOUSE),
    **dict.fromkeys(("daughter", "son"), Relationship.CHILD),
    **dict.fromkeys(("carer", "nurse", "aide"), Relationship.CAREGIVER),
}
"""What people say of each other, besides the words of the page."""

_NUMBER = re.compile(r"[0-9+(][0-9 ()./+-]*[0-9](?:\s*(?:x|ext\.?)\s*[0-9]+)?", re.IGNORECASE)


def _number(around: Surroundings, key: PartKey, text: str) -> Meant:
    """`555-0177 mobile, Amy Able`, or an address for e-mail."""
    first, _, whose = text.partition(",")
    found = _NUMBER.match(first)
    if found is not None:
        value, system = found.group().strip(), ContactSystem.PHONE
    elif "@" in first:
        value, system = first.split()[0], ContactSystem.EMAIL
        if not is_email(value):
            raise NotUnderstood("fields.no-email", text=value)
    else:
        raise NotUnderstood("patient-page.no-number")
    use = _use(first[len(value) :].strip())
    return ContactNumber(value, use, _whose(around, whose.strip()), system, number=key.number)


def _use(word: str) -> ContactUse:
    if not word:
        return ContactUse.UNSAID
    found = _begins({say(f"patient-page.use-{each}"): each for each in ContactUse if each}, word)
    if found is None:
        raise NotUnderstood("patient-page.no-use", word=word)
    return found


def _whose(around: Surroundings, name: str) -> int | None:
    if not name:
        return None
    found = _begins({person.name: person.number for person in around.people}, name)
    if found is None:
        raise NotUnderstood("patient-page.nobody-of-that-name", name=name)
    return found


def _somebody(kind: PreferenceKind) -> Callable[[Surroundings, PartKey, str], Meant]:
    def read(around: Surroundings, key: PartKey, text: str) -> Meant:
        people = {
            info.name: info.id
            for info in around.setup.resources.values()
            if info.kind == "practitioner" and info.lane_of is None
        }
        found = _within(people, text)
        if found is None:
            raise NotUnderstood("patient-page.no-practitioner", name=text)
        return Preference(kind, found, number=key.number)

    return read


def _times(_around: Surroundings, key: PartKey, text: str) -> Meant:
    """`mon wed 8-12`, `tue-thu after 14`, `mornings`."""
    found = times_in_words(text)
    if found is None or found == ((), 0, MIDNIGHT):
        raise NotUnderstood("patient-page.no-times")
    weekdays, earliest, latest = found
    return Preference(
        PreferenceKind.TIME,
        weekdays=weekdays,
        earliest=earliest,
        latest=latest,
        number=key.number,
    )


def _suits(around: Surroundings, _key: PartKey, text: str) -> Meant:
    """`mon wed 8-12 from 3/15`: when it suits whoever waits; nothing of the notice."""
    found = with_times(Suits(), text, around.today, around.setup.date_order)
    if found is None:
        raise NotUnderstood("waiting.no-times")
    return found


def _begins(choices: Mapping[str, T], text: str) -> T | None:
    """The one choice that begins as the text says; None if there is none, or more than one."""
    said = folded(text.strip())
    found = [value for name, value in choices.items() if folded(name).startswith(said)]
    return found[0] if said and len(found) == 1 else None


def _within(choices: Mapping[str, T], text: str) -> T | None:
    """The one choice of which a word begins as the text says."""
    said = folded(text.strip())
    found = [
        value
        for name, value in choices.items()
        if folded(name).startswith(said)
        or any(word.startswith(said) for word in folded(name).split())
    ]
    return found[0] if said and len(found) == 1 else None


_READERS: Mapping[Part, Callable[[Surroundings, PartKey, str], Meant]] = {
    Part.PHONE: _text_of("phone"),
    Part.PHONE_USE: _text_of("phone_use"),
    Part.NUMBER: _number,
    Part.EMAIL: _email,
    Part.FAMILY: _text_of("family"),
    Part.GIVEN: _text_of("given"),
    Part.BORN: _born,
    Part.SPEAKS: _text_of("speaks"),
    Part.READS: _text_of("reads"),
    Part.INTERPRETER: _interpreter,
    Part.FLAGS: _flags,
    Part.NOTE: _text_of("note"),
    Part.WAITS: _suits,
    Part.REQUIREMENT: _requirement,
    Part.PERSON: _person,
    Part.CONSENT: _consent,
    Part.TIME: _times,
    Part.PRACTITIONER: _somebody(PreferenceKind.PRACTITIONER),
    Part.AVOIDED: _somebody(PreferenceKind.AVOIDED),
    Part.OTHER_NUMBER: _text_of("other_number"),
    Part.STANDING: _standing,
}
