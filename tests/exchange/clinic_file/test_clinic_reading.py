"""Reading a clinic file: right ones give their shape, faulty ones every fault at once."""

import ast
import codecs
import copy
import random
import re
import time
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.exchange.clinic_file import ClinicFileFaults, Fault, read_clinic_file
from clinicdesk.exchange.clinic_file.availability.hours_recurrence import Pattern, first_meeting
from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_shape import (
    Candidate,
    ClinicShape,
    ClosedDay,
    HolidayRule,
    HoursBlock,
    NeedShape,
    RecurringStretch,
    Requirement,
    ResourceShape,
    ResourceType,
    TemplateRule,
    TemplateShape,
    TemplateStep,
    VisitTypeShape,
)
from clinicdesk.exchange.public_holidays import public_holidays
from clinicdesk.wording.machine.filling import fields
from clinicdesk.wording.sentences.clinic_file import FAULTS, TYPED, fault_text
from tests.exchange.clinic_file.faulty_clinic_files import (
    FAULTY,
    HOURS,
    PLAIN,
    SESSION,
    WITH_OTHERS,
)

CHECKOUT = Path(__file__).resolve().parents[3]
CLINICS = CHECKOUT / "resources" / "clinics"


def stretch(rule: str, starts_on: date, start: int, end: int) -> RecurringStretch:
    return RecurringStretch(rule, starts_on, None, start, end)


def opening(code: str, day: int, start: int, end: int) -> RecurringStretch:
    return stretch(f"FREQ=WEEKLY;BYDAY={code}", date(2020, 1, day), start, end)


MORNINGS = (stretch("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", date(2020, 1, 6), 480, 720),)

PLAIN_SHAPE = ClinicShape(
    name="Plain",
    zone="Europe/Berlin",
    resource_types=(
        ResourceType("doctor", "Doctor", "specialty", "#6b7280"),
        ResourceType("therapist", "Therapist", "specialty", "#aabbcc"),
        ResourceType("room", "room", "room"),
        ResourceType("gym", "gym", "room"),
        ResourceType("machine", "machine", "equipment"),
    ),
    resources=(
        ResourceShape(
            name="Dr. One",
            kind="practitioner",
            types=("doctor",),
            hours=MORNINGS,
            blocks=(HoursBlock(opening("MO", 6, 480, 600), ("new",)),),
        ),
        ResourceShape(name="Two", kind="practitioner", types=("therapist",), hours=MORNINGS),
        ResourceShape(name="Room 1", kind="room", types=("room",)),
        ResourceShape("Gym place 1", "room", ("gym",), part_of="Gym", place_number=1),
        ResourceShape("Gym place 2", "room", ("gym",), part_of="Gym", place_number=2),
        ResourceShape("Machine", "equipment", ("machine",), movable=True),
    ),
    visit_types=(
        VisitTypeShape(
            key="new",
            name="New",
            public_name="Appointment",
            specialty="doctor",
            minutes=30,
            needs=(
                NeedShape((Candidate(type="doctor"),), ((0, 10), (20, None)), after=5),
                NeedShape((Candidate(type="room"),)),
            ),
        ),
        VisitTypeShape(
            key="exercise",
            name="Exercise",
            public_name="Appointment",
            specialty="therapist",
            minutes=45,
            needs=(
                NeedShape(
                    (
                        Candidate(resource="Two", minutes=60, penalty=15),
                        Candidate(type="therapist"),
                    )
                ),
            ),
        ),
    ),
    templates=(
        TemplateShape(
            key="day",
            name="Day",
            steps=(TemplateStep("new", "new"), TemplateStep("gym", "exercise", 40)),
            sequence=(TemplateRule("new", "gym", 5, 30, "First things first"),),
            transfer_minutes=5,
        ),
    ),
    opening=(
        opening("MO", 6, 480, 720),
        opening("MO", 6, 780, 1020),
        opening("TU", 7, 480, 720),
        opening("TU", 7, 780, 1020),
        opening("WE", 8, 480, 1020),
        opening("TH", 9, 480, 1020),
    ),
)


def faults_of(text: str | bytes) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in refused(text)]


def refused(text: str | bytes) -> tuple[Fault, ...]:
    with pytest.raises(ClinicFileFaults) as caught:
        read_clinic_file(text if isinstance(text, bytes) else text.encode())
    return caught.value.faults


def changed(*changes: tuple[str, str]) -> str:
    text = PLAIN
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


def test_read_clinic_file_gives_the_whole_shape() -> None:
    assert read_clinic_file(PLAIN.encode()) == PLAIN_SHAPE


@pytest.mark.parametrize("name", ["lakeside.toml", "small.toml"])
def test_clinics_of_the_program_are_right(name: str) -> None:
    assert read_clinic_file((CLINICS / name).read_bytes()).templates


def test_lakeside_has_what_the_demo_clinic_is_to_have() -> None:
    clinic = read_clinic_file((CLINICS / "lakeside.toml").read_bytes())
    assert len(clinic.of_kind("practitioner")) == 22
    assert len(clinic.of_kind("assistant")) == 10
    assert len(clinic.of_kind("room")) == 8 + 4 + 5 + 8 + 1 + 3 + 1 + 2 + 1
    assert len(clinic.of_kind("equipment")) == 3
    assert (len(clinic.visit_types), len(clinic.templates)) == (25, 8)
    minutes = {visit_type.name: visit_type.minutes for visit_type in clinic.visit_types}
    assert minutes["Back class"] == 90


def test_lakeside_closes_on_the_holidays_that_it_keeps() -> None:
    rule = read_clinic_file((CLINICS / "lakeside.toml").read_bytes()).holiday_rule
    assert rule is not None
    assert [day.name for day in public_holidays(rule, [2027]) if day.day.month >= 7] == [
        "Independence Day",
        "Independence Day (observed)",
        "Labor Day",
        "Thanksgiving Day",
        "Christmas Day (observed)",
        "Christmas Day",
        "New Year's Day (observed)",
    ]


def test_document_example_is_a_right_file_and_its_tables_name_every_key() -> None:
    document = (CHECKOUT / "docs" / "clinic-file.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(# A complete clinic.*?)```", document, re.S)
    assert len(examples) == 1
    assert read_clinic_file(examples[0].encode()).templates
    quoted = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", document))))
    assert keys_of_the_reader() - quoted == set()


def keys_of_the_reader() -> set[str]:
    """Every key that the reader asks a table for."""
    methods = {"get", "name", "text", "whole", "flag", "choice", "day", "items", "names", "table",
               "tables", "keyed_tables"}  # fmt: skip
    found = set()
    for path in sorted((CHECKOUT / "clinicdesk/exchange/clinic_file").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                receiver = ast.unparse(call.func.value)
                if call.func.attr in methods and receiver in ("table", "top", "entry", "inner"):
                    found |= {a.value for a in call.args[:1] if isinstance(a, ast.Constant)}
    assert len(found) > 30
    return {str(key) for key in found} | {key for part in SETTINGS.values() for key in part}


# ---------------------------------------------------------------- right files


def with_hours(hours: str) -> str:
    """The plain file with these hours for Dr. One and no session."""
    return changed(
        (SESSION + "\n", ""),
        (HOURS, f"hours = [{hours}]"),
    )


def hours_of_one(text: str) -> tuple[RecurringStretch, ...] | None:
    return read_clinic_file(text.encode()).resources[0].hours


@pytest.mark.parametrize(
    ("entry", "rule", "starts_on", "ends_on"),
    [
        ('days = ["mon"]', "FREQ=WEEKLY;BYDAY=MO", date(2020, 1, 6), None),
        ('days = ["tuesday", "thu"]', "FREQ=WEEKLY;BYDAY=TU,TH", date(2020, 1, 7), None),
        (
            'days = ["mon"], every_weeks = 2, week_of = 2026-01-05',
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            date(2020, 1, 13),
            None,
        ),
        (
            'days = ["mon"], every_weeks = 2, week_of = 2026-01-18, from = 2026-01-06',
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
            date(2026, 1, 12),
            None,
        ),
        (
            'days = ["wed"], nth = [1, 3], until = 2026-12-31',
            "FREQ=MONTHLY;BYDAY=1WE,3WE",
            date(2020, 1, 15),
            date(2026, 12, 31),
        ),
        ('days = ["wed"], nth = [-1]', "FREQ=MONTHLY;BYDAY=-1WE", date(2020, 1, 29), None),
    ],
)
def test_hours_become_rules(entry: str, rule: str, starts_on: date, ends_on: date | None) -> None:
    hours = hours_of_one(with_hours(f'{{ {entry}, time = ["08:00-12:00"] }}'))
    assert hours == (RecurringStretch(rule, starts_on, ends_on, 480, 720),)


PATTERNS = st.builds(
    Pattern,
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    first=st.dates(date(2020, 1, 6), date(2024, 12, 31)),
    last=st.none(),
    every_weeks=st.integers(1, 6),
    week_of=st.integers(0, 400).map(lambda weeks: date(2019, 1, 7) + timedelta(weeks=weeks)),
) | st.builds(
    Pattern,
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    first=st.dates(date(2020, 1, 6), date(2024, 12, 31)),
    nth=st.lists(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1, unique=True).map(tuple),
)


@given(PATTERNS)
def test_rule_happens_on_the_days_that_dateutil_gives(pattern: Pattern) -> None:
    first = pattern.first_day
    assert first is not None
    end = date(2028, 1, 1)
    rule = rrulestr(
        f"DTSTART:{first:%Y%m%d}T000000\nRRULE:{pattern.rule()};UNTIL={end:%Y%m%d}T000000"
    )
    ours = list(takewhile(lambda day: day <= end, pattern.days(pattern.first)))
    assert ours == [moment.date() for moment in rule]


@given(PATTERNS, PATTERNS)
def test_first_meeting_is_the_first_day_of_both(one: Pattern, other: Pattern) -> None:
    begin = max(one.first, other.first)
    days = (begin + timedelta(days=n) for n in range(366 * 3))
    expected = next((d for d in days if one.happens_on(d) and other.happens_on(d)), None)
    found = first_meeting(one, other)
    assert found == first_meeting(other, one)
    if expected is not None or (found is not None and found < begin + timedelta(days=1000)):
        assert found == expected


APART = {
    "alternate weeks": """
        { days = ["mon"], time = ["08:00-12:00"], every_weeks = 2, week_of = 2026-01-05 },
        { days = ["mon"], time = ["08:00-13:00"], every_weeks = 2, week_of = 2026-01-12 }""",
    "first and third, second and last of the month": """
        { days = ["wed"], time = ["08:00-12:00"], nth = [1, 3] },
        { days = ["wed"], time = ["08:00-12:00"], nth = [2, -1] }""",
    "one ends on the day before the other begins": """
        { days = ["mon"], time = ["08:00-12:00"], until = 2026-06-28 },
        { days = ["mon"], time = ["09:00-12:00"], from = 2026-06-29 }""",
    "touching": '{ days = ["wed"], time = ["08:00-12:00", "12:00-17:00"] }',
    "weeks one and two of four": """
        { days = ["tue"], time = ["08:00-12:00"], every_weeks = 4, week_of = 2026-01-05 },
        { days = ["tue"], time = ["08:00-12:00"], every_weeks = 2, week_of = 2026-01-12 }""",
}


@pytest.mark.parametrize("hours", APART.values(), ids=APART)
def test_hours_that_never_coincide_do_not_overlap(hours: str) -> None:
    assert hours_of_one(with_hours(hours))


RIGHT = {
    "midnight may be an end": (
        ('wednesday = ["08:00-17:00"]', 'wednesday = ["08:00-24:00"]'),
    ),
    "several rooms at once": (('name = "Room 1"', 'names = ["Room 1", "Room 2"]'),),
    "one name is one room of its type": (
        ('name = "Room 1"', 'name = "room"'),
    ),
    "hours that nobody has yet": (
        ("[[rooms]]", '[[assistants]]\nname="A"\nspecialties=["doctor"]\nhours = []\n[[rooms]]'),
    ),
    "a template without transfer": (('name = "Day"', 'name = "Day"\ntransfer_minutes = 0'),),
    "text over several lines": (
        ('name = "New"', 'name = "New"\ninstructions = """\nBring films.\nEat nothing."""'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("changes", RIGHT.values(), ids=RIGHT)
def test_read_clinic_file_accepts(changes: tuple[tuple[str, str], ...]) -> None:
    assert read_clinic_file(changed(*changes).encode()).name == "Plain"


@pytest.mark.parametrize(
    ("country", "part", "rule"),
    [
        ("CA", "MB", HolidayRule("CA", "MB")),
        ("canada", "Manitoba", HolidayRule("CA", "MB")),
        ("USA", "illinois", HolidayRule("US", "IL")),
        ("United States", "il", HolidayRule("US", "IL")),
        ("UK", "England", HolidayRule("GB", "ENG")),
        ("deu", "Baden-Württemberg", HolidayRule("DE", "BW")),
    ],
)
def test_a_country_and_its_part_may_be_named(country: str, part: str, rule: HolidayRule) -> None:
    text = PLAIN + f'[holidays]\ncountry = "{country}"\nsubdivision = "{part}"\n'
    assert read_clinic_file(text.encode()).holiday_rule == rule


def test_holidays_are_a_rule_and_days_of_the_clinics_own() -> None:
    text = PLAIN + (
        '[holidays]\ncountry = "DE"\nsubdivision = "BE"\nexcept = ["Neujahr"]\n'
        '[[holidays.days]]\ndate = 2027-05-07\nname = "Bridge day"\n'
    )
    clinic = read_clinic_file(text.encode())
    assert clinic.holiday_rule == HolidayRule("DE", "BE", ("Neujahr",))
    assert clinic.closed_days == (ClosedDay(date(2027, 5, 7), "Bridge day"),)


def test_requirements_have_lead_days() -> None:
    text = changed(
        ('name = "New"', 'name = "New"\nrequirements = ["Form", { text = "MRI", lead_days = 7 }]')
    )
    requirements = read_clinic_file(text.encode()).visit_types[0].requirements
    assert requirements == (Requirement("Form"), Requirement("MRI", 7))


def test_meetings_resolve_everyone_once() -> None:
    text = PLAIN + (
        '[[meetings]]\nname = "Conference"\nwho = ["doctor", "Dr. One", "therapist"]\n'
        'hours = [{ days = ["wed"], time = ["12:00-12:45"] }]\n'
    )
    (meeting,) = read_clinic_file(text.encode()).meetings
    assert meeting.resources == ("Dr. One", "Two")
    assert meeting.stretches == (opening("WE", 8, 720, 765),)


# ---------------------------------------------------------------- faulty files


@pytest.mark.parametrize(("old", "new", "where", "code"), FAULTY)
def test_read_clinic_file_refuses(old: str, new: str, where: str, code: str) -> None:
    also = [WITH_OTHERS[where]] if where in WITH_OTHERS else []
    faults = refused(changed((old, new)))
    assert [(fault.where, fault.code) for fault in faults] == [(where, code), *also]
    for fault in faults:
        text = fault_text(fault.where, fault.code, fault.params)
        assert text.startswith(f"{fault.where}: ")
        assert text.isprintable()


def test_read_clinic_file_finds_every_fault_at_once() -> None:
    text = changed(
        ("Europe/Berlin", "Berlin"),
        ('wednesday = ["08:00-17:00"]', 'wednesday = ["08:00-12:00", "11:00-17:00"]'),
        ('name = "Two"', 'name = "Dr. One"'),
        ("minutes = 30", "minutes = 30\ncolor = 1"),
        ("min_gap = 5", "min_gap = 50"),
    )
    assert faults_of(text + '[holidays]\nsubdivision = "IL"\n[extra]\n') == [
        ("clinic.zone", "unknown-zone"),
        ("opening_hours.wednesday[1]", "overlapping-times"),
        ("holidays.subdivision", "needs-key"),
        ("practitioners[1].name", "repeated-name"),
        ("visit_types.new.color", "unknown-key"),
        ("visit_types.exercise.needs[0].one_of[0].who", "unknown-reference"),
        ("templates.day.sequence[0].max_gap", "gaps-reversed"),
        ("extra", "unknown-key"),
    ]


@pytest.mark.parametrize(
    ("addition", "where", "code"),
    [
        ('country = "Utopia"', "holidays.country", "unknown-country"),
        ('country = "US"\nsubdivision = "Bavaria"', "holidays.subdivision", "unknown-subdivision"),
        ('country = "US"\nexcept = ["Colombus Day"]', "holidays.except[0]", "unknown-holiday"),
        ('except = ["Columbus Day"]', "holidays.except", "needs-key"),
        ('days = [{ name = "Outing" }]', "holidays.days[0].date", "missing"),
        ('days = [{ date = "x", name = "Outing" }]', "holidays.days[0].date", "not-a-date"),
        (
            'days = [{ date = 2027-01-02, name = "A" }, { date = 2027-01-02, name = "B" }]',
            "holidays.days[1].date",
            "repeated-entry",
        ),
    ],
)
def test_read_clinic_file_refuses_holidays(addition: str, where: str, code: str) -> None:
    assert faults_of(f"{PLAIN}[holidays]\n{addition}\n") == [(where, code)]


@pytest.mark.parametrize(
    ("who", "where", "code"),
    [
        ('"doctor", "nurse"', "meetings[0].who[1]", "unknown-reference"),
        ('"gym"', "meetings[0].who[0]", "not-a-person"),
    ],
)
def test_read_clinic_file_refuses_meetings(who: str, where: str, code: str) -> None:
    hours = '[{ days = ["mon"], time = ["12:00-13:00"] }]'
    meeting = f'[[meetings]]\nname = "M"\nwho = [{who}]\nhours = {hours}\n'
    assert faults_of(PLAIN + meeting) == [(where, code)]


def test_a_specialty_that_nobody_has_meets_no_need() -> None:
    text = changed(
        ("[specialties]", '[specialties]\nnurse = { name = "Nurse" }'),
        ('one_of = ["room"]', 'one_of = ["nurse"]'),
    )
    assert faults_of(text) == [("visit_types.new.needs[1].one_of", "no-resource")]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_clinic_file(codecs.BOM_UTF8 + PLAIN.encode()) == PLAIN_SHAPE


def test_a_word_that_means_two_things_is_refused() -> None:
    text = changed(('name = "Room 1"', 'names = ["room", "Room 2"]'))
    assert faults_of(text) == [("visit_types.new.needs[1].one_of[0]", "ambiguous-reference")]


@pytest.mark.parametrize(
    ("data", "code", "params"),
    [
        (PLAIN.encode("utf-16"), "not-utf-8", {"line": 1}),
        (b"[clinic]\nname = '\xff'", "not-utf-8", {"line": 2}),
        (b"\n[clinic\n", "toml-syntax", {"line": 2, "column": 8}),
        (b"a = 1\na = 2\n", "toml-syntax", {"line": 2, "column": 6}),
        (b"a = 2026-02-30\n", "toml-syntax", {"line": 1, "column": 5}),
        (b"a = [1,\n", "toml-syntax", {"line": 2, "column": 1}),
        (b"a = \x00\n", "toml-syntax", {"line": 1, "column": 5}),
        (b"a = " + b"[" * 100_000, "nested-too-deep", {}),
        (b"a = " + b"9" * 10_000, "unreadable-value", {}),
        (b"#" * 1_000_001, "too-large", {"most": 1_000_000}),
    ],
)
def test_read_clinic_file_refuses_what_it_cannot_read(
    data: bytes, code: str, params: dict[str, object]
) -> None:
    (fault,) = refused(data)
    assert (fault.where, fault.code) == ("", code)
    assert {key: value for key, value in fault.params.items() if key != "detail"} == params


def test_read_clinic_file_of_an_empty_file_names_what_is_missing() -> None:
    missing = ["clinic", "opening_hours", "specialties", "practitioners"]
    assert faults_of("") == [(key, "missing") for key in missing]


def test_unknown_key_suggests_the_nearest() -> None:
    (fault,) = refused(changed(("minutes = 30", "minutes = 30\narive_early = 5")))
    assert dict(fault.params) == {"key": "arive_early", "nearest": "arrive_early"}
    assert fault_text(fault.where, fault.code, fault.params) == (
        "visit_types.new.arive_early: arive_early is not known here. Did you mean arrive_early?"
    )


def test_unknown_color_names_every_color_of_the_document() -> None:
    (fault,) = refused(changed(('"#AABBCC"', '"cyan"')))
    options = str(fault.params["options"]).split(", ")
    assert len(options) == 12
    document = (CHECKOUT / "docs" / "clinic-file.md").read_text("utf-8")
    assert all(f'`"{option}"`' in document for option in options)


# ---------------------------------------------------------------- words


def test_document_lists_every_fault() -> None:
    document = (CHECKOUT / "docs" / "clinic-file.md").read_text("utf-8")
    assert [code for code in sorted(FAULTS) if f"| `{code}` |" not in document] == []


def test_every_code_of_the_reader_has_a_sentence_and_every_sentence_a_code() -> None:
    source = "".join(
        path.read_text("utf-8")
        for path in (CHECKOUT / "clinicdesk/exchange/clinic_file").rglob("*.py")
    )
    texts = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(FAULTS) - texts == set()
    tried = {code for _, _, _, code in FAULTY}
    assert tried <= set(FAULTS)


def test_what_is_said_of_what_was_typed_is_said_of_files_too_with_the_same_parameters() -> None:
    assert {code: fields(text) - fields(FAULTS[code]) for code, text in TYPED.items()} == {
        code: set() for code in TYPED
    }


# ---------------------------------------------------------------- any change whatever

VALUES: list[Any] = [
    None, True, False, 0, -1, 5, 10**20, 1.5, float("nan"), "", " ", "x", "mon", "08:00-12:00",
    "\x00", "\u202e", "a" * 500, [], [[]], ["x"], {}, {"x": 1}, date(2026, 1, 5), "0-10", "new",
]  # fmt: skip


def positions(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of the tree."""
    found: list[tuple[Any, Any]] = []
    entries = list(value.items() if isinstance(value, dict) else enumerate(value))
    for key, child in entries:
        found.append((value, key))
        if isinstance(child, dict | list):
            found += positions(child)
    return found


def mutated(tree: dict[str, Any], seed: int) -> dict[str, Any]:
    rng = random.Random(seed)
    tree = copy.deepcopy(tree)
    for _ in range(rng.randint(1, 4)):
        container, key = rng.choice(positions(tree))
        match rng.randrange(4):
            case 0:
                container[key] = copy.deepcopy(rng.choice(VALUES))
            case 1:
                del container[key]
            case 2 if isinstance(container, list):
                container.append(copy.deepcopy(container[key]))
            case 2:
                container[rng.choice(["x", "a b", "\x00", "é", str(key) + "s"])] = container[key]
            case _:
                other, its_key = rng.choice(positions(tree))
                container[key] = copy.deepcopy(other[its_key])
    return tree


def toml_value(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            quoted = "".join(
                char if char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}"
                for char in value
            )
            return f'"{quoted}"'
        case list():
            return "[" + ", ".join(map(toml_value, value)) + "]"
        case dict():
            return (
                "{"
                + ", ".join(f"{toml_value(k)} = {toml_value(v)}" for k, v in value.items())
                + "}"
            )
        case None:
            return '"none"'
        case _:
            return str(value)


def as_toml(tree: dict[str, Any]) -> bytes:
    return "\n".join(f"{toml_value(k)} = {toml_value(v)}" for k, v in tree.items()).encode()


def test_mutated_files_load_or_have_faults(scaled: Callable[[int, int], int]) -> None:
    trees = [
        tomllib.loads(PLAIN),
        tomllib.loads((CLINICS / "small.toml").read_text("utf-8")),
        tomllib.loads((CLINICS / "lakeside.toml").read_text("utf-8")),
    ]
    assert read_clinic_file(as_toml(trees[0])) == PLAIN_SHAPE
    outcomes = set()
    for seed in range(scaled(300, 20_000)):
        data = as_toml(mutated(trees[seed % 40 // 20 if seed % 40 else 2], seed))
        try:
            read_clinic_file(data)
            outcomes.add("loaded")
        except ClinicFileFaults as refusal:
            for fault in refusal.faults:
                assert fault_text(fault.where, fault.code, fault.params).isprintable()
            outcomes.add("refused")
    assert outcomes == {"loaded", "refused"}


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_faults(data: bytes) -> None:
    assert refused(data)


@pytest.mark.parametrize("text", ["{} = 1", "[{}]", "[[{}]]", "a = {{ {} = 1 }}"])
def test_a_key_of_thousands_of_dots_is_refused_before_it_is_read(text: str) -> None:
    key = ".".join(["a", '"b"', "'c d'", "e"] * 5000)
    began = time.thread_time()
    with pytest.raises(ClinicFileFaults) as refused:
        read_clinic_file(text.format(key).encode("utf-8"))
    assert [fault.code for fault in refused.value.faults] == ["nested-too-deep"]
    # It takes the parser about a minute.
    assert time.thread_time() - began < 5


def test_looking_for_long_keys_takes_no_longer_than_the_file() -> None:
    began = time.thread_time()
    for text in ("a" * 900_000, "a." * 30, '"' * 900_000, "a. " * 25 + " " * 900_000, "a" * 99):
        with pytest.raises(ClinicFileFaults):
            read_clinic_file(text.encode("utf-8"))
    assert time.thread_time() - began < 5
