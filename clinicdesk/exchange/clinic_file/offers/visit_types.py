"""The visit types of a clinic file and what they need."""

from collections.abc import Collection, Iterator
from typing import cast

from clinicdesk.exchange.clinic_file.availability.clock_times import read_holds
from clinicdesk.exchange.clinic_file.clinic_so_far import (
    ClinicSoFar,
    check_reference,
    check_who,
    note_name,
)
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import nearest
from clinicdesk.exchange.clinic_file.feasibility import check_somebody
from clinicdesk.exchange.clinic_file.settings.descriptions import LONGEST_BUFFER, SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.table_reading import TomlTable, checked_text
from clinicdesk.exchange.clinic_file.words import read_words
from clinicdesk.exchange.clinic_shape import (
    Candidate,
    NeedShape,
    Place,
    Requirement,
    VisitTypeShape,
)
from clinicdesk.exchange.fit_text import LONGEST_NAME
from clinicdesk.exchange.value_limits import PLACES
from clinicdesk.exchange.wall_clock import MIDNIGHT

LONGEST_LEAD = 365
MOST_PENALTY = 10_000
MOST_NEEDS = 20
MOST_CANDIDATES = 100


def read_visit_types(top: TomlTable, clinic: ClinicSoFar) -> Iterator[VisitTypeShape]:
    """The tables `[visit_types.<key>]`."""
    names: dict[str, str] = {}
    for key, table in top.keyed_tables("visit_types"):
        yield read_visit_type(key, table, clinic, names)


def read_visit_type(
    key: str, table: TomlTable, clinic: ClinicSoFar, names: dict[str, str]
) -> VisitTypeShape:
    """One visit type, checked as a whole: somebody can do it, in some stretch of some day."""
    noted = len(clinic.faults.found)
    settings = SETTINGS[Part.VISIT_TYPES]
    plain = table.plain(settings)
    words = read_words(table, settings, ("public_name", "instructions"), list(clinic.languages))
    note_name(table, plain["name"], names)
    minutes = plain["minutes"] or None
    specialty = table.name("specialty", required=True)
    if specialty:
        check_reference(table.at("specialty"), specialty, clinic.specialties(), clinic.faults)
    entries = list(table.tables("needs"))
    if len(entries) > MOST_NEEDS:
        table.fault("needs", FaultCode.TOO_MANY, most=MOST_NEEDS)
    needs = tuple(read_need(need, minutes, clinic) for need in entries[:MOST_NEEDS])
    others = read_places(table, "other_places", [one for one in PLACES if one != plain["place"]])
    for entry, need in zip(entries, needs, strict=False):
        check_places(entry, need, (plain["place"], *others))
    shape = VisitTypeShape(
        key=key,
        specialty=specialty,
        needs=needs,
        requirements=tuple(read_requirements(table)),
        other_places=others,
        public_name_in=words["public_name"],
        instructions_in=words["instructions"],
        **plain,
    )
    table.finish()
    if shape.only_in_blocks and key not in {use.visit_type for use in clinic.session_uses}:
        table.fault("only_in_sessions", FaultCode.NO_SESSION, key=key)
    if noted == len(clinic.faults.found):
        check_somebody(shape, table, clinic)
    if noted == len(clinic.faults.found):
        clinic.sound.add(key)
    return shape


def read_places(table: TomlTable, key: str, options: Collection[str]) -> tuple[Place, ...]:
    """A list of places, each one of these."""
    found = []
    for path, place in table.names(key):
        if place in options:
            found.append(cast(Place, place))
        else:
            words = ", ".join(options)
            meant = nearest(place, options)
            table.faults.add(path, FaultCode.NOT_ONE_OF, value=place, options=words, nearest=meant)
    return tuple(found)


def check_places(entry: TomlTable, need: NeedShape, had: Collection[str]) -> None:
    """A need belongs to places at which the visit type can be had."""
    for index, place in enumerate(need.places):
        if place not in had:
            words, path = ", ".join(had), entry.at("places", index)
            entry.faults.add(path, FaultCode.NOT_ONE_OF, value=place, options=words, nearest="")


def read_requirements(table: TomlTable) -> Iterator[Requirement]:
    """Short texts, or `{text, lead_days}`."""
    seen = set()
    for path, entry in table.items("requirements"):
        if isinstance(entry, dict):
            inner = TomlTable(entry, path, table.faults)
            found = Requirement(
                inner.name("text", required=True), inner.whole("lead_days", 0, LONGEST_LEAD) or 0
            )
            inner.finish()
        else:
            found = Requirement(checked_text(entry, path, table.faults, LONGEST_NAME))
        if found.text and found.text in seen:
            table.faults.add(path, FaultCode.REPEATED_ENTRY, value=found.text)
        seen.add(found.text)
        yield found


def read_need(table: TomlTable, step_minutes: int | None, clinic: ClinicSoFar) -> NeedShape:
    """One need: `{one_of, holds, before, after, minutes, places}`."""
    minutes = table.whole("minutes", 1, MIDNIGHT)
    candidates = list(read_candidates(table, minutes, clinic))
    longest = step_minutes and max([step_minutes, *(c.minutes or 0 for c in candidates)])
    need = NeedShape(
        one_of=tuple(candidates),
        holds=read_holds(table.items("holds"), longest, table.faults),
        before=table.whole("before", 0, LONGEST_BUFFER) or 0,
        after=table.whole("after", 0, LONGEST_BUFFER) or 0,
        places=read_places(table, "places", PLACES),
    )
    table.finish()
    return need


def read_candidates(
    table: TomlTable, minutes: int | None, clinic: ClinicSoFar
) -> Iterator[Candidate]:
    """The entries of `one_of`: a word, or `{who, minutes, penalty}`."""
    noted = len(clinic.faults.found)
    seen: set[str] = set()
    types = set()
    entries = table.items("one_of", required=True)
    if len(entries) > MOST_CANDIDATES:
        table.fault("one_of", FaultCode.TOO_MANY, most=MOST_CANDIDATES)
    for path, entry in entries[:MOST_CANDIDATES]:
        own_minutes, penalty = minutes, 0
        if isinstance(entry, dict):
            inner = TomlTable(entry, path, table.faults)
            who, path = inner.name("who", required=True), inner.at("who")
            own_minutes = inner.whole("minutes", 1, MIDNIGHT) or minutes
            penalty = inner.whole("penalty", 0, MOST_PENALTY) or 0
            inner.finish()
        else:
            who = checked_text(entry, path, table.faults, LONGEST_NAME)
        if not who or not check_who(path, who, clinic):
            continue
        if who in seen:
            table.faults.add(path, FaultCode.REPEATED_ENTRY, value=who)
            continue
        seen.add(who)
        if who in clinic.types:
            types.add(who)
            yield Candidate(type=who, minutes=own_minutes, penalty=penalty)
        else:
            yield Candidate(resource=who, minutes=own_minutes, penalty=penalty)
    clean = noted == len(clinic.faults.found)
    if clean and types == seen and not types & clinic.claimed:
        table.fault("one_of", FaultCode.NO_RESOURCE, value=", ".join(sorted(types)))
