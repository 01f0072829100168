"""The parts of a patient's page in words: each with its caption and what would be typed for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.requirements import requirement_key
from clinicdesk.services.patient_info import Standing
from clinicdesk.services.patients.detail_values import (
    Consent,
    ContactNumber,
    ContactSystem,
    Detail,
    HeldRequirement,
    Person,
    Preference,
    PreferenceKind,
)
from clinicdesk.services.patients.page import PatientPage
from clinicdesk.services.waiting.entries import Waiting
from clinicdesk.ui.kit.entry.requirement_in_words import requirement_text
from clinicdesk.ui.kit.entry.suits_in_words import suits_text, times_typed
from clinicdesk.ui.kit.entry.times_that_suit import times_as_typed
from clinicdesk.ui.kit.people.waits_for import waits_for_text
from clinicdesk.ui.patient.parts import CHANNELS, SEVERAL, Part, PartKey, PartRow
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import birth_date, short_day
from clinicdesk.wording.machine.language_names import language_text
from clinicdesk.wording.machine.phones import phone_text

_PREFERENCES = {
    PreferenceKind.TIME: Part.TIME,
    PreferenceKind.PRACTITIONER: Part.PRACTITIONER,
    PreferenceKind.AVOIDED: Part.AVOIDED,
}


@dataclass(frozen=True)
class PartWording:
    """What the words of a page depend on besides the page."""

    setup: ClinicSetup
    today: date


def part_rows(
    wording: PartWording, page: PatientPage, waits: Sequence[Waiting] = ()
) -> list[PartRow]:
    """Every row, in the order of the parts; of several kept details each, then one to add."""
    of_record = _of_record(wording, page)
    rows: list[PartRow] = []
    for part in Part:
        if part in of_record:
            said, typed = of_record[part]
            rows.append(PartRow(PartKey(part), caption(part), said, typed))
        elif part is Part.CONSENT:
            rows += _consents(wording, page)
        elif part is Part.WAITS:
            rows += [_waits(wording, entry) for entry in waits]
        elif part is Part.REQUIREMENT:
            rows += _requirements(wording, page)
        else:
            rows += _kept(wording, page, part)
    return rows


def _waits(wording: PartWording, entry: Waiting) -> PartRow:
    """What they wait for, and when it suits."""
    said = [waits_for_text(wording.setup, wording.today, entry), suits_text(entry.suits)]
    return PartRow(
        PartKey(Part.WAITS, entry.number),
        caption(Part.WAITS),
        "; ".join(part for part in said if part),
        times_typed(entry.suits),
        waits=entry,
    )


def caption(part: Part) -> str:
    """What the row is called."""
    return say(f"patient-page.{part}")


def _of_record(wording: PartWording, page: PatientPage) -> dict[Part, tuple[str, str]]:
    """What stands there, and what would be typed, of each part of the record."""
    info = page.info
    return {
        Part.PHONE: (phone_text(info.phone), info.phone),
        Part.PHONE_USE: (info.phone_use, info.phone_use),
        Part.EMAIL: (info.email, info.email),
        Part.FAMILY: (info.family, info.family),
        Part.GIVEN: (info.given, info.given),
        Part.BORN: (birth_date(info.born), birth_date(info.born)),
        Part.SPEAKS: (language_text(page.speaks), language_text(page.speaks)),
        Part.READS: (language_text(page.reads), language_text(page.reads)),
        Part.INTERPRETER: (yes_or_no(info.interpreter), yes_or_no(info.interpreter)),
        Part.FLAGS: (", ".join(info.flags), ", ".join(info.flags)),
        Part.NOTE: (info.note, " ".join(info.note.split())),
        Part.OTHER_NUMBER: (info.other_number, info.other_number),
        Part.STANDING: (_standing(wording, page), standing_word(info.standing)),
    }


def yes_or_no(yes: bool) -> str:
    """The word that is typed for it too."""
    return say("patient-page.yes" if yes else "patient-page.no")


def standing_word(standing: Standing) -> str:
    """`patient`, `deceased`, `barred`: why is not said."""
    return say(f"patient-page.standing-{standing or 'patient'}")


def _standing(wording: PartWording, page: PatientPage) -> str:
    word = standing_word(page.info.standing)
    if page.standing_since is None:
        return word
    since = short_day(page.standing_since, wording.today)
    return say("patient-page.standing-since", {"standing": word, "day": since})


def _consents(wording: PartWording, page: PatientPage) -> Iterator[PartRow]:
    given = {detail.channel: detail for detail in page.details if isinstance(detail, Consent)}
    for channel in CHANNELS:
        consent = given.get(channel)
        said = say("patient-page.not-asked")
        if consent is not None:
            params = {
                "agreed": yes_or_no(consent.agreed),
                "day": short_day(consent.said_on, wording.today),
            }
            said = say("patient-page.said-on", params)
        yield PartRow(
            PartKey(Part.CONSENT, channel=channel),
            say("patient-page.by-channel", {"channel": say(f"patient-page.channel-{channel}")}),
            said,
            "" if consent is None else yes_or_no(consent.agreed),
            consent,
        )


def _requirements(wording: PartWording, page: PatientPage) -> Iterator[PartRow]:
    """What was said of every visit's or of one to come, and what visits to come still lack."""
    part, add = Part.REQUIREMENT, say("patient-page.add-requirement")
    coming = {visit.number for visit in page.coming}
    said = set[tuple[str, int | None]]()
    for detail in page.details:
        if isinstance(detail, HeldRequirement) and detail.visit in {None, *coming}:
            same = (requirement_key(detail.name), detail.visit)
            # Of two records that were merged each may say something of the same.
            number = detail.number if same in said else 0
            said.add(same)
            key = PartKey(part, number, requirement=detail.name, visit=detail.visit)
            text = requirement_text(detail, wording.today)
            yield PartRow(key, _of_visit(wording, page, key), text, text, detail)
    for visit in page.coming:
        lacking = [one for step in visit.steps for one in step.lacks]
        for one in sorted(lacking, key=lambda one: one.due):
            same = (requirement_key(one.name), visit.number)
            if same not in said:
                said.add(same)
                key = PartKey(part, requirement=one.name, visit=visit.number)
                text = say("patient-page.ask-by", {"day": short_day(one.due, wording.today)})
                yield PartRow(key, _of_visit(wording, page, key), text, "")
    yield PartRow(PartKey(part), add, "", "")


def _of_visit(wording: PartWording, page: PatientPage, key: PartKey) -> str:
    """`MRI on file, for Tue Dec 8`; of every visit its name alone."""
    days = [step.day for visit in page.coming if visit.number == key.visit for step in visit.steps]
    if not days:
        return key.requirement
    day = short_day(min(days), wording.today)
    return say("patient-page.requirement-for", {"requirement": key.requirement, "day": day})


def _kept(wording: PartWording, page: PatientPage, part: Part) -> Iterator[PartRow]:
    people = {detail.number: detail for detail in page.details if isinstance(detail, Person)}
    for detail in page.details:
        if part_of(detail) is part:
            said = detail_text(wording, people, detail)
            yield PartRow(PartKey(part, detail.number), caption(part), said, said, detail)
    if part in SEVERAL:
        yield PartRow(PartKey(part), say(f"patient-page.add-{part}"), "", "")


def part_of(detail: Detail) -> Part:
    """Which part of the page a detail is."""
    if isinstance(detail, Person):
        return Part.PERSON
    if isinstance(detail, ContactNumber):
        return Part.NUMBER
    if isinstance(detail, HeldRequirement):
        return Part.REQUIREMENT
    return Part.CONSENT if isinstance(detail, Consent) else _PREFERENCES[detail.kind]


def detail_text(wording: PartWording, people: dict[int, Person], detail: Detail) -> str:
    """A detail as it is shown, and as it would be typed."""
    if isinstance(detail, Person):
        told = [say("patient-page.may-be-told")] if detail.may_be_told else []
        relationship = say(f"patient-page.relationship-{detail.relationship}")
        return ", ".join([detail.name, relationship, *told])
    if isinstance(detail, ContactNumber):
        return _number_text(people, detail)
    if isinstance(detail, HeldRequirement):
        return f"{detail.name}: {requirement_text(detail, wording.today)}"
    assert isinstance(detail, Preference)
    if detail.kind is PreferenceKind.TIME:
        return times_as_typed(detail.weekdays, detail.earliest, detail.latest)
    info = wording.setup.resources.get(detail.resource or 0)
    return say("patient-page.left") if info is None else info.name


def _number_text(people: dict[int, Person], detail: ContactNumber) -> str:
    of_phone = detail.system is ContactSystem.PHONE
    value = phone_text(detail.value) if of_phone else detail.value
    use = say(f"patient-page.use-{detail.use}") if detail.use else ""
    person = people.get(detail.person or 0)
    said = " ".join(part for part in (value, use) if part)
    return said if person is None else f"{said}, {person.name}"
