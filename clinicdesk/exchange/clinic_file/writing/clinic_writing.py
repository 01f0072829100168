"""From the clinic's shape to the bytes of its clinic file."""

from collections.abc import Iterable, Iterator, Mapping

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.kinds import written
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.writing.hours_writing import (
    away_entries,
    extra_entries,
    hours_entries,
    opening_table,
    session_entries,
    time_text,
)
from clinicdesk.exchange.clinic_file.writing.toml_text import table
from clinicdesk.exchange.clinic_shape import (
    Candidate,
    ClinicShape,
    ClosedDay,
    Hold,
    HolidayRule,
    NeedShape,
    Requirement,
    ResourceShape,
    TemplateShape,
    TemplateStep,
    TextsByLanguage,
    VisitTypeShape,
)
from clinicdesk.exchange.wall_clock import MIDNIGHT

_WHOLE_STEP: tuple[Hold, ...] = ((0, None),)


def write_clinic_file(shape: ClinicShape) -> bytes:
    """The clinic file (docs/clinic-file.md) that `read_clinic_file` reads as this shape again.

    A rule of hours that no clinic file can say is left out.
    """
    return "\n".join(_tables(shape)).encode("utf-8", "replace")


def _tables(shape: ClinicShape) -> Iterator[str]:
    yield from _clinic(shape)
    for kind in shape.resource_types:
        if kind.group == "specialty":
            yield table(f"[specialties.{kind.key}]", {"name": kind.name, "color": kind.color})
    for person in (*shape.of_kind("practitioner"), *shape.of_kind("assistant")):
        yield _person(person)
    for thing in (*shape.of_kind("room"), *shape.of_kind("equipment")):
        if thing.place_number in (None, 1):
            yield _thing(thing, shape)
    yield from map(_visit_type, shape.visit_types)
    yield from map(_template, shape.templates)
    for meeting in shape.meetings:
        hours = hours_entries(meeting.stretches)
        if hours:
            values = {"name": meeting.name, "who": list(meeting.resources), "hours": hours}
            yield table("[[meetings]]", values)
    for message in shape.messages:
        words = {key: getattr(message, f"{key}_in") for key in ("subject", "letter", "short_text")}
        yield _entry("[[messages]]", Part.MESSAGES, message, {"words": _words(words)})


def _clinic(shape: ClinicShape) -> Iterator[str]:
    yield _entry("[clinic]", Part.CLINIC, shape, _clinic_words(shape))
    yield table("[opening_hours]", opening_table(shape.opening, shape.seasons))
    days = [_closed(day) for day in shape.closed_days]
    rule = shape.holiday_rule
    if rule is not None or days:
        yield table(
            "[holidays]",
            {
                "country": rule and rule.country,
                "subdivision": rule and rule.subdivision,
                "except": _excluded(rule) or None if rule else None,
                "days": days or None,
            },
        )


def _excluded(rule: HolidayRule) -> list[object]:
    return [*rule.excluded, *({"name": name, "year": year} for name, year in rule.excluded_in)]


def _clinic_words(shape: ClinicShape) -> dict[str, object]:
    return {"zone": shape.zone, "words": _words({"directions": shape.directions_in})}


def _words(texts: Mapping[str, TextsByLanguage]) -> dict[str, dict[str, str]] | None:
    """The texts in other languages, by language and key."""
    found: dict[str, dict[str, str]] = {}
    for key, by_language in texts.items():
        for language, text in by_language:
            found.setdefault(language, {})[key] = text
    return dict(sorted(found.items())) or None


def _entry(heading: str, part: Part, shape: object, own: Mapping[str, object]) -> str:
    """A table of that part: the plain settings of a shape and the keys of its `own`."""
    settings = SETTINGS[part]
    plain = {
        key: written(setting, getattr(shape, setting.name))
        for key, setting in settings.items()
        if setting.is_plain and key not in own
    }
    values = {**plain, **own}
    return table(heading, {key: values[key] for key in settings if key in values})


def _closed(closed: ClosedDay) -> dict[str, object]:
    whole = (closed.start, closed.end) == (0, MIDNIGHT)
    time = None if whole else [time_text(closed.start, closed.end)]
    often = closed.every_year or None
    return {"date": closed.day, "name": closed.name, "time": time, "every_year": often}


def _person(person: ResourceShape) -> str:
    own = {
        "specialties": list(person.types),
        "hours": hours_entries(person.hours or ()),
        "sessions": session_entries(person.blocks) or None,
        "away": away_entries(person.away),
        "extra": extra_entries(person.extra),
    }
    return _entry(f"[[{person.kind}s]]", Part(f"{person.kind}s"), person, own)


def _thing(thing: ResourceShape, shape: ClinicShape) -> str:
    places = [
        other for other in shape.resources if thing.part_of and other.part_of == thing.part_of
    ]
    part = Part.ROOMS if thing.kind == "room" else Part.EQUIPMENT
    own = {
        "name": thing.part_of or thing.name,
        "type": thing.types[0] if thing.types else "",
        "places": len(places) or None,
        "hours": None if thing.hours is None else hours_entries(thing.hours),
        "sessions": session_entries(thing.blocks) or None,
        # Places of a room stand in one entry, which says only what all of them share.
        "away": away_entries(thing.away) if _all_alike(places, "away") else None,
        "extra": extra_entries(thing.extra) if _all_alike(places, "extra") else None,
    }
    return _entry(f"[[{part}]]", part, thing, own)


def _all_alike(places: list[ResourceShape], field: str) -> bool:
    return len({getattr(place, field) for place in places}) <= 1


def _visit_type(kind: VisitTypeShape) -> str:
    own = {
        "specialty": kind.specialty,
        "other_places": list(kind.other_places) or None,
        "requirements": list(_requirements(kind.requirements)) or None,
        "needs": [_need(need) for need in kind.needs] or None,
        "words": _words({"public_name": kind.public_name_in, "instructions": kind.instructions_in}),
    }
    return _entry(f"[visit_types.{kind.key}]", Part.VISIT_TYPES, kind, own)


def _requirements(requirements: Iterable[Requirement]) -> Iterator[object]:
    for item in requirements:
        yield {"text": item.text, "lead_days": item.lead_days} if item.lead_days else item.text


def _need(need: NeedShape) -> dict[str, object]:
    holds = None if need.holds == _WHOLE_STEP else [_hold_text(hold) for hold in need.holds]
    return {
        "one_of": [_candidate(candidate) for candidate in need.one_of],
        "holds": holds,
        "before": need.before or None,
        "after": need.after or None,
        "places": list(need.places) or None,
    }


def _hold_text(hold: Hold) -> str:
    start, end = hold
    return f"{start}-{'end' if end is None else end}"


def _candidate(candidate: Candidate) -> object:
    who = candidate.type or candidate.resource
    if candidate.minutes is None and not candidate.penalty:
        return who
    return {"who": who, "minutes": candidate.minutes, "penalty": candidate.penalty or None}


def _template(template: TemplateShape) -> str:
    rules = [
        {
            "first": rule.first,
            "then": rule.then,
            "min_gap": rule.min_gap,
            "max_gap": rule.max_gap,
            "why": rule.why or None,
        }
        for rule in template.sequence
    ]
    same = [{"steps": list(one.steps), "kind": one.kind} for one in template.same]
    own = {
        "steps": [_step(step) for step in template.steps],
        "sequence": rules or None,
        "same": same or None,
    }
    return _entry(f"[templates.{template.key}]", Part.TEMPLATES, template, own)


def _step(step: TemplateStep) -> object:
    if step == TemplateStep(step.visit_type, step.visit_type):
        return step.visit_type
    own_key = None if step.key == step.visit_type else step.key
    return {
        "visit_type": step.visit_type,
        "key": own_key,
        "minutes": step.minutes,
        "place": step.place,
    }
