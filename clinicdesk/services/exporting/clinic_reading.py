"""The clinic as it is set up today, from its rows: the shape that its clinic file has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.kinds import Kind, Setting
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_shape import (
    Candidate,
    ClinicShape,
    ClosedDay,
    HolidayRule,
    HoursBlock,
    MessageShape,
    NeedShape,
    Release,
    Requirement,
    ResourceShape,
    ResourceType,
    TemplateRule,
    TemplateSame,
    TemplateShape,
    TemplateStep,
    VisitTypeShape,
)
from clinicdesk.exchange.message_texts import OCCASIONS
from clinicdesk.exchange.public_holidays import countries, public_holidays
from clinicdesk.exchange.value_limits import KINDS
from clinicdesk.exchange.wall_clock import MIDNIGHT
from clinicdesk.services.exporting.clinic_rows import (
    ClinicRows,
    Values,
    from_json,
    stretch_of,
    texts_by_language,
)
from clinicdesk.services.exporting.dated_days import (
    away_of,
    extra_of,
    opening_of,
    seasons_of,
)
from clinicdesk.services.exporting.meetings import read_meetings


def read_clinic_shape(rows: ClinicRows) -> ClinicShape:
    """The clinic without its patients and visits, as a clinic file would describe it.

    What is retired or over is left out. Public holidays stand among the closed days where it is not
    known whose they are. Raises LookupError, TypeError or ValueError where the rows are damaged.
    """
    (clinic,) = rows.of("clinic")
    keys = {row["id"]: str(row["key"]) for row in rows.of("resource_type")}
    visit_types = {row["id"]: str(row["key"]) for row in rows.of("visit_type")}
    resources = _Resources(rows, keys, visit_types)
    closed_days = tuple(
        ClosedDay(date.fromisoformat(row["day"]), row["name"], row["start"], row["end"])
        for row in rows.of("closure")
        if row["day"] >= rows.today.isoformat()
    )
    rule = _holiday_rule(clinic)
    public = _public_holidays(rule, closed_days)
    return ClinicShape(
        **_plain(Part.CLINIC, clinic),
        zone=clinic["zone"],
        resource_types=tuple(
            ResourceType(row["key"], row["name"], row["kind"], row["color"])
            for row in rows.of("resource_type")
        ),
        resources=tuple(resources.shapes()),
        visit_types=tuple(_visit_types(rows, keys, resources.names)),
        templates=tuple(_templates(rows, visit_types, clinic["transfer_minutes"])),
        opening=tuple(opening_of(rows)),
        seasons=tuple(seasons_of(rows)),
        directions_in=texts_by_language(clinic["directions_in"]),
        meetings=read_meetings(rows, resources.names, _closed_whole(closed_days)),
        messages=tuple(_messages(rows)),
        holiday_rule=rule,
        closed_days=tuple(
            sorted(
                (closed for closed in closed_days if closed not in public),
                key=lambda closed: (closed.day, closed.start),
            )
        ),
    )


def _messages(rows: ClinicRows) -> Iterator[MessageShape]:
    """In the order of the occasions."""
    found = sorted(rows.of("message_text"), key=lambda row: OCCASIONS.index(row["occasion"]))
    for row in found:
        texts = {
            f"{key}_in": texts_by_language(row[f"{key}_in"])
            for key in ("subject", "letter", "short_text")
        }
        yield MessageShape(**_plain(Part.MESSAGES, row) | texts)


class _Resources:
    """People, rooms and equipment."""

    def __init__(
        self, rows: ClinicRows, keys: Mapping[int, str], visit_types: Mapping[int, str]
    ) -> None:
        self._rows, self._keys, self._visit_types = rows, keys, visit_types
        self._found = sorted(
            (row for row in rows.each("resource") if row["kind"] in KINDS),
            key=lambda row: (KINDS.index(row["kind"]), row["position"], row["id"]),
        )
        self.names: dict[int, str] = {row["id"]: str(row["name"]) for row in self._found}

    def shapes(self) -> Iterator[ResourceShape]:
        lanes = Counter(row["lane_of"] for row in self._found)
        types = self._rows.by("qualification", "resource_id")
        hours = self._rows.by("working_hours", "resource_id")
        blocks = self._rows.by("hours_block", "resource_id")
        away, extra = away_of(self._rows), extra_of(self._rows)
        for row in self._found:
            if row["lane_of"] is None:
                number = row["id"]
                yield replace(
                    _resource(row),
                    types=tuple(
                        self._keys[item["type_id"]]
                        for item in sorted(types.get(number, ()), key=lambda item: item["type_id"])
                    ),
                    hours=None if row["always"] else self._rows.coming(hours.get(number, ())),
                    blocks=tuple(self._blocks(blocks.get(number, ()))),
                    lanes=lanes[number],
                    away=away.get(number),
                    extra=extra.get(number),
                )

    def _blocks(self, found: "list[Values] | tuple[()]") -> Iterator[HoursBlock]:
        kinds = self._rows.by("hours_block_visit_type", "block_id") if found else {}
        quotas = self._rows.by("hours_block_quota", "block_id") if found else {}
        for row in found:
            if self._rows.coming([row]):
                yield HoursBlock(
                    stretch_of(row),
                    tuple(
                        self._visit_types[item["visit_type_id"]]
                        for item in kinds.get(row["id"], ())
                    ),
                    bool(row["new_patients_only"]),
                    tuple(
                        sorted(
                            (self._visit_types[item["visit_type_id"]], item["at_most"])
                            for item in quotas.get(row["id"], ())
                        )
                    ),
                    bool(row["only_here"]),
                    _release(row),
                )


def _release(row: Values) -> Release | None:
    if row["release_minute"] is None:
        return None
    return Release(row["release_minute"], row["release_days"])


def _resource(row: Values) -> ResourceShape:
    """What stands in the resource's own row."""
    profile = from_json(row["profile"])
    part_of = row["part_of"] or None
    number = str(row["name"]).rpartition(" place ")[2]
    return ResourceShape(
        name=row["name"],
        kind=row["kind"],
        types=(),
        movable=bool(row["movable"]),
        part_of=part_of,
        place_number=int(number) if part_of and number.isdecimal() else None,
        credentials=profile["credentials"],
        languages=tuple(profile["languages"]),
        conditions=tuple(profile["conditions"]),
        procedures=tuple(profile["procedures"]),
        takes_new_patients=profile["takes_new_patients"],
        pace=row["pace"],
        starts_on=_day(row["starts_on"]),
        ends_on=_day(row["ends_on"]),
    )


def _plain(part: Part, row: Values) -> dict[str, Any]:
    """A row's plain settings; what its schema lacks is as where the key is left out."""
    return {
        setting.name: _value(setting, row[setting.name]) if setting.name in row else setting.default
        for setting in SETTINGS[part].values()
        if setting.is_plain
    }


def _value(setting: Setting, kept: Any) -> object:
    match setting.kind:
        case Kind.YES:
            return bool(kept)
        case Kind.NAMES | Kind.LANGUAGES:
            return tuple(from_json(kept))
        case Kind.DAY:
            return _day(kept)
    return kept


def _closed_whole(closed_days: Iterable[ClosedDay]) -> set[date]:
    return {day.day for day in closed_days if (day.start, day.end) == (0, MIDNIGHT)}


def _holiday_rule(clinic: Values) -> HolidayRule | None:
    """Whose public holidays are kept; None for nobody's, or a country's that is not known here."""
    plain = from_json(clinic["holiday_rule"])
    if not plain or plain["country"] not in countries():
        return None
    return HolidayRule(
        plain["country"],
        plain["subdivision"],
        tuple(plain["excluded"]),
        tuple((name, year) for name, year in plain["excluded_in"]),
    )


def _public_holidays(
    rule: HolidayRule | None, closed_days: Iterable[ClosedDay]
) -> frozenset[ClosedDay]:
    """Those of the years that are written."""
    years = {closed.day.year for closed in closed_days}
    return frozenset() if rule is None else frozenset(public_holidays(rule, years))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _visit_types(
    rows: ClinicRows, keys: Mapping[int, str], names: Mapping[int, str]
) -> Iterator[VisitTypeShape]:
    needs = rows.by("visit_type_need", "visit_type_id")
    options = rows.by("need_option", "need_id")
    for row in rows.of("visit_type"):
        own = sorted(needs.get(row["id"], ()), key=lambda need: need["position"])
        yield VisitTypeShape(
            key=row["key"],
            specialty=keys.get(row["specialty_id"], ""),
            needs=tuple(_need(need, options.get(need["id"], ()), keys, names) for need in own),
            requirements=tuple(map(_requirement, from_json(row["requirements"]))),
            **_plain(Part.VISIT_TYPES, row),
            other_places=tuple(from_json(row["other_places"])),
            public_name_in=texts_by_language(row["public_name_in"]),
            instructions_in=texts_by_language(row["instructions_in"]),
        )


def _requirement(plain: object) -> Requirement:
    """The first schema kept a pair, later ones name both."""
    if isinstance(plain, Mapping):
        return Requirement(plain["text"], plain["lead_days"])
    text, lead_days = plain if isinstance(plain, list) else (plain, 0)
    return Requirement(str(text), lead_days)


def _need(
    need: Values,
    options: "list[Values] | tuple[()]",
    keys: Mapping[int, str],
    names: Mapping[int, str],
) -> NeedShape:
    candidates = (
        Candidate(
            type=None if row["type_id"] is None else keys[row["type_id"]],
            resource=None if row["resource_id"] is None else names[row["resource_id"]],
            minutes=row["minutes"],
            penalty=row["penalty"],
        )
        for row in options
        # Somebody who has left qualifies for nothing any more.
        if row["resource_id"] is None or row["resource_id"] in names
    )
    holds = tuple((begin, end) for begin, end in from_json(need["holds"]))
    places = tuple(from_json(need["places"]))
    return NeedShape(tuple(candidates), holds, need["before"], need["after"], places)


def _templates(
    rows: ClinicRows, visit_types: Mapping[int, str], transfer_minutes: int
) -> Iterator[TemplateShape]:
    steps, rules = rows.by("template_step", "template_id"), rows.by("template_rule", "template_id")
    for row in rows.of("visit_template"):
        own = sorted(steps.get(row["id"], ()), key=lambda step: step["position"])
        keys = _step_keys([visit_types[step["visit_type_id"]] for step in own])
        plain = _plain(Part.TEMPLATES, row)
        if plain["transfer_minutes"] is None:
            plain["transfer_minutes"] = transfer_minutes
        yield TemplateShape(
            key=row["key"],
            steps=tuple(
                TemplateStep(
                    key, visit_types[step["visit_type_id"]], step["minutes"], step["place"] or None
                )
                for key, step in zip(keys, own, strict=True)
            ),
            sequence=tuple(
                TemplateRule(
                    keys[rule["first"]],
                    keys[rule["then"]],
                    rule["min_gap"],
                    rule["max_gap"],
                    rule["why"],
                )
                for rule in rules.get(row["id"], ())
            ),
            same=tuple(
                TemplateSame(tuple(keys[position] for position in rule["steps"]), rule["kind"])
                for rule in from_json(row["same_rules"])
            ),
            **plain,
        )


def _step_keys(visit_types: list[str]) -> list[str]:
    """A step is called as its visit type; a second one of the same, with its number behind."""
    keys: list[str] = []
    for kind in visit_types:
        nth = 1
        key = kind
        while key in keys:
            nth += 1
            key = f"{kind}-{nth}"
        keys.append(key)
    return keys
