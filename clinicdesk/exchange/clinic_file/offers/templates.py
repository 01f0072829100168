"""The visit templates of a clinic file: steps and sequence rules that can be kept."""

from collections.abc import Iterator
from typing import cast

from clinicdesk.exchange.clinic_file.clinic_so_far import ClinicSoFar, check_reference, note_name
from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.offers.template_limits import check_limits, read_same
from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.table_reading import TomlTable, checked_text
from clinicdesk.exchange.clinic_shape import (
    Place,
    TemplateRule,
    TemplateShape,
    TemplateStep,
    VisitTypeShape,
)
from clinicdesk.exchange.fit_text import LONGEST_NAME
from clinicdesk.exchange.value_limits import PLACES
from clinicdesk.exchange.wall_clock import MIDNIGHT

MOST_STEPS = 20
MOST_RULES = 60


def read_templates(
    top: TomlTable, clinic: ClinicSoFar, visit_types: dict[str, VisitTypeShape], transfer: int
) -> Iterator[TemplateShape]:
    """The tables `[templates.<key>]`."""
    names: dict[str, str] = {}
    for key, table in top.keyed_tables("templates"):
        plain = table.plain(SETTINGS[Part.TEMPLATES])
        note_name(table, plain["name"], names)
        if plain["transfer_minutes"] is None:
            plain["transfer_minutes"] = transfer
        noted = len(clinic.faults.found)
        steps = tuple(read_steps(table, clinic))
        # Where a step is faulty nobody knows which steps a rule may name.
        keys = {step.key for step in steps} if noted == len(clinic.faults.found) else None
        rules = tuple(read_rules(table, keys, plain["transfer_minutes"]))
        same = tuple(read_same(table, keys))
        table.finish()
        shape = TemplateShape(key=key, steps=steps, sequence=rules, same=same, **plain)
        check_step_places(table, shape, visit_types)
        sound = all(step.visit_type in clinic.sound for step in steps)
        if sound and noted == len(clinic.faults.found):
            check_times(table, shape, visit_types, clinic)
        yield shape


def read_steps(table: TomlTable, clinic: ClinicSoFar) -> Iterator[TemplateStep]:
    """Visit types in order: a key, or `{visit_type, key, minutes, place}`."""
    entries = table.items("steps", required=True)
    if len(entries) > MOST_STEPS:
        table.fault("steps", FaultCode.TOO_MANY, most=MOST_STEPS)
    seen = set()
    for path, entry in entries[:MOST_STEPS]:
        key, minutes, place = "", None, ""
        if isinstance(entry, dict):
            inner = TomlTable(entry, path, table.faults)
            visit_type, path = inner.name("visit_type", required=True), inner.at("visit_type")
            key, minutes = inner.name("key"), inner.whole("minutes", 1, MIDNIGHT)
            place = inner.choice("place", PLACES, "")
            inner.finish()
        else:
            visit_type = checked_text(entry, path, table.faults, LONGEST_NAME)
        if not visit_type or not check_reference(
            path, visit_type, clinic.visit_type_keys, table.faults
        ):
            continue
        key = key or visit_type
        if key in seen:
            table.faults.add(path, FaultCode.REPEATED_STEP, value=key)
            continue
        seen.add(key)
        yield TemplateStep(key, visit_type, minutes, cast(Place, place) if place else None)


def check_step_places(
    table: TomlTable, shape: TemplateShape, visit_types: dict[str, VisitTypeShape]
) -> None:
    """A step is had where its visit type can be."""
    for step in shape.steps:
        kind = visit_types.get(step.visit_type)
        if step.place is not None and kind is not None and step.place not in places_of(kind):
            words = ", ".join(places_of(kind))
            table.fault("steps", FaultCode.NOT_ONE_OF, value=step.place, options=words, nearest="")


def places_of(kind: VisitTypeShape) -> tuple[Place, ...]:
    """Where a visit type can be had, the usual place first."""
    return (kind.place, *kind.other_places)


def read_rules(table: TomlTable, keys: set[str] | None, transfer: int) -> Iterator[TemplateRule]:
    """The sequence rules, each possible in itself and none against those before it.

    `keys` are those of the template's steps, None if they are not known for certain.
    """
    after: dict[str, set[str]] = {}
    seen: set[TemplateRule] = set()
    entries = list(table.tables("sequence"))
    if len(entries) > MOST_RULES:
        table.fault("sequence", FaultCode.TOO_MANY, most=MOST_RULES)
    for entry in entries[:MOST_RULES]:
        first, then = entry.name("first", required=True), entry.name("then", required=True)
        rule = TemplateRule(
            first,
            then,
            entry.whole("min_gap", 0, MIDNIGHT),
            entry.whole("max_gap", 0, MIDNIGHT),
            entry.name("why", longest=300),
        )
        entry.finish()
        check_gaps(entry, rule, transfer)
        known = [
            not word or keys is None or check_reference(entry.at(key), word, keys, table.faults)
            for key, word in (("first", first), ("then", then))
        ]
        if not (first and then and all(known)):
            continue
        if first == then:
            entry.fault("then", FaultCode.FIRST_IS_THEN, value=first)
        elif rule in seen:
            table.faults.add(entry.path, FaultCode.REPEATED_ENTRY, value=f"{first} - {then}")
        elif reaches(after, then, first):
            table.faults.add(entry.path, FaultCode.CYCLIC_SEQUENCE, first=first, then=then)
        else:
            after.setdefault(first, set()).add(then)
            seen.add(rule)
            yield rule


def check_gaps(entry: TomlTable, rule: TemplateRule, transfer: int) -> None:
    """The largest gap is not below the smallest, nor below the transfer where none is stated."""
    if rule.max_gap is None:
        return
    if rule.min_gap is not None and rule.max_gap < rule.min_gap:
        entry.fault("max_gap", FaultCode.GAPS_REVERSED, low=rule.min_gap, high=rule.max_gap)
    elif "min_gap" not in entry and rule.max_gap < transfer:
        entry.fault("max_gap", FaultCode.GAP_BELOW_TRANSFER, high=rule.max_gap, transfer=transfer)


def reaches(after: dict[str, set[str]], start: str, goal: str) -> bool:
    """Whether the rules so far put `goal` after `start`."""
    seen, waiting = {start}, [start]
    while waiting:
        step = waiting.pop()
        if step == goal:
            return True
        fresh = after.get(step, set()) - seen
        seen |= fresh
        waiting += fresh
    return False


def check_times(
    table: TomlTable,
    shape: TemplateShape,
    visit_types: dict[str, VisitTypeShape],
    clinic: ClinicSoFar,
) -> None:
    """The steps fit one day, and all gaps together leave starts on the clinic's grid."""
    grid, opening = clinic.grid, clinic.longest_opening()
    lengths = {step.key: lengths_of(step, visit_types[step.visit_type]) for step in shape.steps}
    shortest = sum(min(minutes) for minutes in lengths.values())
    if opening and shortest > opening:
        table.fault("steps", FaultCode.LONGER_THAN_OPENING, minutes=shortest, opening=opening)
    gaps = [shape.transfer_minutes, *(r.min_gap for r in shape.sequence if r.min_gap is not None)]
    between = min(gaps) * (len(shape.steps) - 1)
    stay = max(shortest + between, soonest_end(shape, lengths, grid))
    check_limits(table, shape, visit_types, clinic, stay)
    noted = len(clinic.faults.found)
    for index, rule in enumerate(shape.sequence):
        if rule.max_gap is not None and not any(
            (minutes + rule.max_gap) // grid * grid >= minutes + (rule.min_gap or 0)
            for minutes in lengths[rule.first]
        ):
            path = table.at("sequence", index, "max_gap")
            table.faults.add(path, FaultCode.GAP_OFF_GRID, grid=grid, high=rule.max_gap)
    if noted == len(clinic.faults.found) and contradict(shape, lengths, grid):
        table.fault("sequence", FaultCode.IMPOSSIBLE_SEQUENCE)


def contradict(shape: TemplateShape, lengths: dict[str, set[int]], grid: int) -> bool:
    """Whether no starts keep all rules at once, each step lasting anything it may.

    A rule bounds the difference of two starts from both sides; the bounds contradict each other
    if and only if they hold a cycle of positive length (Bellman-Ford).
    """
    bounds = _bounds(shape, lengths, grid)
    earliest = _earliest(lengths, bounds)
    return any(earliest[after] < earliest[before] + least for before, after, least in bounds)


def soonest_end(shape: TemplateShape, lengths: dict[str, set[int]], grid: int) -> int:
    """How many minutes after its first start a visit ends at least, by its sequence rules."""
    earliest = _earliest(lengths, _bounds(shape, lengths, grid))
    return max((earliest[key] + min(lengths[key]) for key in lengths), default=0)


_Bound = tuple[str, str, int]
"""A step, another, and how much later than the one the other starts at least."""


def _bounds(shape: TemplateShape, lengths: dict[str, set[int]], grid: int) -> list[_Bound]:
    bounds = []
    for rule in shape.sequence:
        gap = shape.transfer_minutes if rule.min_gap is None else rule.min_gap
        least = min(lengths[rule.first]) + gap
        bounds.append((rule.first, rule.then, -(-least // grid) * grid))
        if rule.max_gap is not None:
            most = max(lengths[rule.first]) + rule.max_gap
            bounds.append((rule.then, rule.first, -(most // grid * grid)))
    return bounds


def _earliest(lengths: dict[str, set[int]], bounds: list[_Bound]) -> dict[str, int]:
    """When each step starts at the soonest after the first, once around for each step."""
    earliest = dict.fromkeys(lengths, 0)
    for _ in lengths:
        for before, after, least in bounds:
            earliest[after] = max(earliest[after], earliest[before] + least)
    return earliest


def lengths_of(step: TemplateStep, visit_type: VisitTypeShape) -> set[int]:
    """The minutes that a step may last, by whom it is done."""
    own = step.minutes or visit_type.minutes
    candidates = [c.minutes for need in visit_type.needs for c in need.one_of]
    return {own, *(minutes for minutes in candidates if minutes)}
