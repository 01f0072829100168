"""What a template asks of its steps as a whole: the same resource, the stay, the patient's way."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import cast

from clinicdesk.exchange.clinic_file.clinic_so_far import ClinicSoFar, check_reference
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.feasibility import qualifying
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import (
    Kind,
    TemplateSame,
    TemplateShape,
    TemplateStep,
    VisitTypeShape,
)
from clinicdesk.exchange.value_limits import KINDS

MOST_SAME = 20


def read_same(table: TomlTable, keys: set[str] | None) -> Iterator[TemplateSame]:
    """The entries of `same`; `keys` are the steps', None if they are not known for certain."""
    entries = list(table.tables("same"))
    if len(entries) > MOST_SAME:
        table.fault("same", FaultCode.TOO_MANY, most=MOST_SAME)
    seen: set[TemplateSame] = set()
    for entry in entries[:MOST_SAME]:
        noted = len(table.faults.found)
        steps = entry.names("steps", required=True)
        kind = cast(Kind, entry.choice("kind", KINDS, "practitioner"))
        entry.finish()
        names = [
            name
            for path, name in steps
            if keys is None or check_reference(path, name, keys, table.faults)
        ]
        if noted == len(table.faults.found) and len(names) < 2:
            entry.fault("steps", FaultCode.SAME_AS_NOTHING)
        rule = TemplateSame(tuple(names), kind)
        if rule in seen:
            table.faults.add(entry.path, FaultCode.REPEATED_ENTRY, value=" - ".join(names))
        elif noted == len(table.faults.found):
            seen.add(rule)
            yield rule


def check_limits(
    table: TomlTable,
    shape: TemplateShape,
    visit_types: Mapping[str, VisitTypeShape],
    clinic: ClinicSoFar,
    shortest: int,
) -> None:
    """Somebody does all of what the same is to do, the stay is long enough, and ways are stated.

    `shortest` is how long the visit takes at least, in minutes, with what lies between its steps.
    """
    kinds = {step.key: _kind_of(step, visit_types) for step in shape.steps}
    for index, same in enumerate(shape.same):
        shared = set.intersection(
            *(_able(kinds[key], key, shape.steps, same.kind, clinic) for key in same.steps)
        )
        if not shared and clinic.complete:
            path = table.at("same", index)
            clinic.faults.add(
                path, FaultCode.NOBODY_DOES_ALL, kind=same.kind, value=", ".join(same.steps)
            )
    if shape.longest_stay is not None and shape.longest_stay < shortest:
        table.fault(
            "longest_stay",
            FaultCode.STAY_TOO_SHORT,
            high=shape.longest_stay,
            minutes=shortest,
        )
    for first, then in _unstated_ways(shape, kinds):
        table.fault("sequence", FaultCode.WAY_WITHOUT_GAP, first=first, then=then)


def _able(
    visit_type: VisitTypeShape,
    key: str,
    steps: tuple[TemplateStep, ...],
    kind: Kind,
    clinic: ClinicSoFar,
) -> set[str]:
    """Who of that kind may take part in the step; nobody in a class, which has its own people."""
    if visit_type.group_size > 1:
        return set()
    own = next(step.minutes for step in steps if step.key == key) or visit_type.minutes
    return {
        name
        for need in visit_type.needs
        for name, _ in qualifying(need, own, clinic)
        if clinic.resources[name].kind == kind
    }


def _kind_of(step: TemplateStep, visit_types: Mapping[str, VisitTypeShape]) -> VisitTypeShape:
    """The step's visit type, at the step's own place."""
    kind = visit_types[step.visit_type]
    return kind if step.place is None else replace(kind, place=step.place)


def _unstated_ways(
    shape: TemplateShape, kinds: Mapping[str, VisitTypeShape]
) -> Iterator[tuple[str, str]]:
    """Pairs of steps, one by phone or video and the other on site, whose smallest gap is open."""
    stated = {
        frozenset((rule.first, rule.then)) for rule in shape.sequence if rule.min_gap is not None
    }
    for (first, one), (then, other) in combinations(kinds.items(), 2):
        on_site = (one.place == "on site", other.place == "on site")
        if on_site[0] != on_site[1] and frozenset((first, then)) not in stated:
            yield first, then
