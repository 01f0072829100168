"""Who understands whom: how a step is done with a patient for whom somebody interprets.

Whoever leads the step speaks the patient's language, or an interpreter is there for as long as they
are. Practitioners lead it; of a step without any, its assistants do.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.exchange.languages import language_name, same_language
from clinicdesk.models.patients import Patient
from clinicdesk.models.stored_values import HeldPart, ResourceUse
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.clinic_setup import Candidate, ClinicSetup, NeedInfo
from clinicdesk.services.planning.problem.engine_steps import StepNeed


class Language(NamedTuple):
    """What a patient speaks for whom somebody interprets; empty if nobody has noted it."""

    code: str
    name: str


Needs = tuple[StepNeed, ...]


def patient_language(session: Session, patient: int) -> Language | None:
    """What somebody has to interpret for the patient; None where nobody has to."""
    code = session.scalar(_SPOKEN_BY_PATIENT, {"patient": patient})
    return None if code is None else Language(code, language_name(code))


def visit_languages(session: Session, visits: Iterable[int]) -> dict[int, Language]:
    """The same of the patients of these visits; those for whom nobody has to are left out."""
    found = session.execute(_SPOKEN_AT_VISITS, {"visits": sorted(set(visits))})
    return {visit: Language(code, language_name(code)) for visit, code in found}


_SPOKEN_BY_PATIENT = select(Patient.speaks).where(
    Patient.id == bindparam("patient"), Patient.interpreter
)
_SPOKEN_AT_VISITS = (
    select(Visit.id, Patient.speaks)
    .join(Patient, Visit.patient_id == Patient.id)
    .where(Visit.id.in_(bindparam("visits", expanding=True)), Patient.interpreter)
)


def speaks(setup: ClinicSetup, resource: int, language: Language) -> bool:
    """Whether somebody speaks it, in whichever of its forms."""
    info = setup.resources.get(resource)
    return info is not None and any(same_language(language.code, each) for each in info.languages)


def interpreters(setup: ClinicSetup, language: Language) -> tuple[Candidate, ...]:
    """Who interprets it, in the setup's order."""
    return tuple(Candidate(n) for n in setup.interpreters if speaks(setup, n, language))


def leads(setup: ClinicSetup, needs: Sequence[Collection[Candidate]]) -> tuple[int, ...]:
    """Which of a step's needs are those of whoever talks with the patient, by their places."""
    kinds = [
        {setup.resources[c.resource].kind for c in one_of if c.resource in setup.resources}
        for one_of in needs
    ]
    by_kind = (
        tuple(index for index, some in enumerate(kinds) if kind in some)
        for kind in ("practitioner", "assistant")
    )
    return next(filter(None, by_kind), ())


def interpreting_need(setup: ClinicSetup, needs: Sequence[NeedInfo | ResourceUse]) -> NeedInfo:
    """An interpreter, whichever it is, while those who lead a step with these needs are there."""
    people = [_people(need) for need in needs]
    held = [need.holds for index in leads(setup, people) for need in (needs[index],)]
    one_of = tuple(map(Candidate, setup.interpreters))
    return NeedInfo(one_of, _together(part for parts in held for part in parts), 0, 0)


def _people(need: NeedInfo | ResourceUse) -> tuple[Candidate, ...]:
    return need.one_of if isinstance(need, NeedInfo) else (Candidate(need.resource),)


def _together(parts: Iterable[HeldPart]) -> tuple[HeldPart, ...]:
    """All of these as few as they can be: what touches or overlaps is one."""
    found: list[HeldPart] = []
    for begin, end in sorted(parts, key=lambda part: part[0]):
        if found and (found[-1][1] is None or begin <= found[-1][1]):
            last = found[-1][1]
            longest = None if None in (last, end) else max(last or 0, end or 0)
            found[-1] = (found[-1][0], longest)
        else:
            found.append((begin, end))
    return tuple(found)


def ways_to_talk(setup: ClinicSetup, language: Language | None, needs: Needs) -> tuple[Needs, ...]:
    """The needs of a step in each way in which its patient is understood.

    First with those alone who speak the language, then with an interpreter beside the others. Where
    the clinic has neither, as they are.
    """
    leading = leads(setup, [need.one_of for need in needs])
    if language is None or not leading:
        return (needs,)
    able = {
        index: tuple(c for c in needs[index].one_of if speaks(setup, c.resource, language))
        for index in leading
    }
    ways = [_with(needs, able)] if all(able.values()) else []
    others = {
        index: tuple(c for c in needs[index].one_of if c not in able[index]) for index in leading
    }
    one_of = interpreters(setup, language)
    if one_of and any(others.values()):
        time = interpreting_need(setup, [need.time for need in needs])
        # Of two who lead it together one may speak the language, and the other not.
        beside = _with(needs, others) if len(leading) == 1 else needs
        ways.append((*beside, StepNeed(time, one_of)))
    return tuple(ways) or (needs,)


def _with(needs: Needs, one_of: dict[int, tuple[Candidate, ...]]) -> Needs:
    return tuple(
        replace(need, one_of=one_of.get(index, need.one_of)) for index, need in enumerate(needs)
    )


def as_understood(setup: ClinicSetup, language: Language | None, needs: Needs) -> Needs:
    """The needs of a step that is booked, with those alone with whom its patient is understood.

    The first who may fill a need is whoever does now, and may go on. An interpreter who is booked
    is exchanged for another of that language; without one, who leads it for somebody who speaks it.
    """
    if language is None:
        return needs
    booked = [isinstance(need.time, ResourceUse) and need.time.interprets for need in needs]
    leading = leads(setup, [need.one_of for need in needs])
    asked = [index for index, each in enumerate(booked) if each] or leading
    able = {
        index: tuple(
            candidate
            for place, candidate in enumerate(needs[index].one_of)
            if not place or speaks(setup, candidate.resource, language)
        )
        for index in asked
    }
    return _with(needs, able)


def is_understood(
    setup: ClinicSetup, language: Language, needs: Sequence[NeedInfo], uses: Sequence[ResourceUse]
) -> bool:
    """Whether whoever leads a written step speaks the language, or an interpreter is there for it.

    `needs` are those that its uses stand for, in their order.
    """
    if any(use.interprets and speaks(setup, use.resource, language) for use in uses):
        return True
    leading = leads(setup, [need.one_of for need in needs])
    return all(speaks(setup, uses[index].resource, language) for index in leading)
