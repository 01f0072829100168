"""A clinic that is there is brought to what a clinic file says, and back by one undo."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment
from clinicdesk.resource_files import resource_file
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.setup.difference import Difference, Item, Section
from clinicdesk.services.setup.updating import Updated, clinic_now, update_clinic
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.moving import Move
from tests.exchange.clinic_file.every_key import EVERYTHING
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, states
from tests.services.faults import damage, rule_breaks
from tests.services.sentences import sentence_of

MakeClinic = Callable[..., Database]
NOTHING = Difference((), (), ())
LAKESIDE = resource_file("clinics", "lakeside.toml").read_bytes()

HARBOR = (
    harbor_file().decode()
    + """
[[meetings]]
name = "Huddle"
who = ["Dr. Carver", "Ada Hale"]
hours = [{ days = ["fri"], time = ["12:00-12:30"] }]
"""
)


def managed(make: MakeClinic, clinic_file: bytes = HARBOR.encode()) -> Desk:
    return desk(make(clinic_file), Clock(), role=Role.MANAGER)


def updated(at: Desk, *changes: tuple[str, str], apply: bool = True) -> Updated:
    """The harbor clinic's file with these texts changed, made the clinic's."""
    text = HARBOR
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return update_clinic(at.context, at.database, read_clinic_file(text.encode()), apply=apply)


@pytest.mark.parametrize(
    "clinic_file",
    [HARBOR.encode(), LAKESIDE, EVERYTHING, resource_file("clinics", "small.toml").read_bytes()],
    ids=["harbor", "lakeside", "every key", "small"],
)
def test_a_clinic_is_as_its_file_says_and_as_it_shows(
    make_clinic: MakeClinic, clinic_file: bytes
) -> None:
    at = managed(make_clinic, clinic_file)
    before = states(at.database)
    for content in (clinic_file, write_clinic_file(clinic_now(at.context, at.database))):
        shape = read_clinic_file(content)
        assert update_clinic(at.context, at.database, shape, apply=True) == Updated(
            NOTHING, (), None
        )
    assert states(at.database) == before


DUNNE = '[[practitioners]]\nname = "Dr. Dunne"'
HOURS = 'hours = [{ days = ["monday-friday"], time = ["08:00-17:00"] }]'
NEW = f'[[practitioners]]\nname = "Lou Reyes"\nspecialties = ["pt"]\n{HOURS}\n\n'

AFTERNOON = '[holidays]\ndays = [{ date = 2027-03-05, name = "Floor", time = ["12:00-24:00"] }]\n'
FISK = f'name = "Dr. Fisk"\nspecialties = ["physiatry"]\n{HOURS}'
MORNING = 'sessions = [{ days = ["tue"], time = ["08:00-10:00"], visit_types = ["consult"] }]'

CHANGES: dict[str, tuple[tuple[str, str], Difference]] = {
    "a therapist who starts": (
        (DUNNE, NEW.replace("hours", "from = 2027-03-08\nhours") + DUNNE),
        Difference((Item(Section.PRACTITIONER, "Lou Reyes"),), (), ()),
    ),
    "one who leaves": (
        (DUNNE, f"{DUNNE}\nuntil = 2027-03-31"),
        Difference((), (Item(Section.PRACTITIONER, "Dr. Dunne"),), ()),
    ),
    "one who is there no more": (
        (DUNNE + '\nspecialties = ["chiropractic"]\n' + HOURS + "\n", ""),
        Difference((), (), (Item(Section.PRACTITIONER, "Dr. Dunne"),)),
    ),
    "other hours": (
        (HOURS, HOURS.replace("08:00-17:00", "09:00-12:00")),
        Difference((), (Item(Section.PRACTITIONER, "Dr. Carver"),), ()),
    ),
    "other opening hours": (
        ('friday = ["08:00-17:00"]', 'friday = ["08:00-12:00", "13:00-16:00"]'),
        Difference((), (Item(Section.OPENING, ""),), ()),
    ),
    "a Friday afternoon that is closed": (
        (
            "[specialties]",
            f"{AFTERNOON}[specialties]",
        ),
        Difference((Item(Section.CLOSURE, "2027-03-05"),), (), ()),
    ),
    "one more lane": (
        ("lanes = 1", "lanes = 2"),
        Difference((), (Item(Section.PRACTITIONER, "Dr. Carver"),), ()),
    ),
    "no lane": (
        ("lanes = 1\n", ""),
        Difference((), (Item(Section.PRACTITIONER, "Dr. Carver"),), ()),
    ),
    "another specialty too": (
        ('name = "Dr. Fisk"\nspecialties = ["physiatry"]',
         'name = "Dr. Fisk"\nspecialties = ["pt", "physiatry"]'),
        Difference((), (Item(Section.PRACTITIONER, "Dr. Fisk"),), ()),
    ),
    "another room": (
        ('names = ["Room 1", "Room 2"]', 'names = ["Room 1", "Room 3"]'),
        Difference((Item(Section.ROOM, "Room 3"),), (), (Item(Section.ROOM, "Room 2"),)),
    ),
    "a longer visit type with another need": (
        ('minutes = 20\nneeds = [{ one_of = ["physiatry"], before = 5, after = 5 }, ',
         'minutes = 25\nneeds = [{ one_of = ["physiatry", "pt"], before = 5 }, '),
        Difference((), (Item(Section.VISIT_TYPE, "consult"),), ()),
    ),
    "a template with another gap": (
        ("max_gap = 30", "max_gap = 45"),
        Difference((), (Item(Section.TEMPLATE, "day"),), ()),
    ),
    "a template less": (
        ('[templates.pair]\nname = "Pair"\nsteps = ["adjustment", "exercise"]\n', ""),
        Difference((), (), (Item(Section.TEMPLATE, "pair"),)),
    ),
    "a template under another key with the same name": (
        ("[templates.pair]", "[templates.two]"),
        Difference((Item(Section.TEMPLATE, "two"),), (), (Item(Section.TEMPLATE, "pair"),)),
    ),
    "a specialty with another color": (
        ('{ name = "Aide" }', '{ name = "Aides", color = "teal" }'),
        Difference((), (Item(Section.SPECIALTY, "aide"),), ()),
    ),
    "a session": (
        (FISK, f"{FISK}\n{MORNING}"),
        Difference((), (Item(Section.PRACTITIONER, "Dr. Fisk"),), ()),
    ),
    "a meeting at another time": (
        ("12:00-12:30", "12:30-13:00"),
        Difference((), (Item(Section.MEETING, "Huddle"),), ()),
    ),
    "a longer way": (
        ('date_order = "MDY"', 'date_order = "MDY"\nway_minutes = 45'),
        Difference((), (Item(Section.SETTING, "way_minutes"),), ()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_made_once_and_taken_back_whole(make_clinic: MakeClinic, name: str) -> None:
    change, expected = CHANGES[name]
    at = managed(make_clinic)
    for number, template in enumerate(("Day", "Pair", "Consult", "Call", "Back class")):
        at.book_first(template, at.patient(f"P{number}").number)
    before, booked = states(at.database), busy_time(at.database)
    tried = updated(at, change, apply=False)
    assert (tried.difference, tried.changed) == (expected, None)
    assert states(at.database) == before

    done = updated(at, change)
    assert (done.difference, done.breaks) == (tried.difference, tried.breaks)
    assert damage(at.database) == []
    assert {number for _, number, _ in rule_breaks(at.database)} == {
        item.appointment for item in done.breaks
    }
    if name != "a meeting at another time":
        assert busy_time(at.database) == booked
    after = states(at.database)
    assert updated(at, change) == Updated(NOTHING, (), None)

    undo(at.context, at.database)
    assert in_use(states(at.database)) == in_use(before)
    assert updated(at) == Updated(NOTHING, (), None)
    redo(at.context, at.database)
    assert in_use(states(at.database)) == in_use(after)
    assert damage(at.database) == []


def in_use(rows: dict[str, list[dict[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """Without what was only there for a while: an undone row stays, out of use."""
    return {
        table: [
            row
            for row in of_table
            if row.get("active", True) and row.get("status") != "entered-in-error"
        ]
        for table, of_table in rows.items()
        if table != "visit"
    }


def test_changes_in_any_order_come_to_the_same(make_clinic: MakeClinic) -> None:
    """Whichever way leads there, the clinic is as its file says, and shows itself like that."""
    at = managed(make_clinic)
    for seed in range(6):
        chosen = random.Random(seed).sample(sorted(CHANGES), 6)
        texts = [CHANGES[name][0] for name in chosen]
        text = HARBOR
        for old, new in texts:
            text = text.replace(old, new, 1)
        shape = read_clinic_file(text.encode())
        at.context.clock.advance(days=1)  # type: ignore[attr-defined]
        update_clinic(at.context, at.database, shape, apply=True)
        shown = read_clinic_file(write_clinic_file(clinic_now(at.context, at.database)))
        for now in (shape, shown):
            assert update_clinic(at.context, at.database, now, apply=True).difference == NOTHING
        assert damage(at.database) == []


def test_what_breaks_is_named_and_stays_where_it_is(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    friday = MONDAY + timedelta(days=4)
    late = at.book_at("Consult", at.patient().number, 13 * 60, ("Dr. Fisk", "Room 1"), day=friday)
    at.book_at("Consult", at.patient("Early").number, 600, ("Dr. Fisk", "Room 1"), day=friday)
    done = updated(at, CHANGES["a Friday afternoon that is closed"][0])
    (step,) = at.visit(late.visit).steps
    assert [(item.appointment, str(item.rule)) for item in done.breaks] == [
        (step.number, "outside"),
        (step.number, "window"),
    ]
    assert (step.day, step.start, step.status) == (friday, 13 * 60, "booked")


def test_what_is_booked_keeps_what_it_was_booked_with(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    visit = at.book_first("Consult", at.patient().number)
    before = at.visit(visit)
    updated(at, CHANGES["a longer visit type with another need"][0])
    assert at.visit(visit) == before
    later = at.book_first("Consult", at.patient("Later").number)
    assert [step.end - step.start for step in at.visit(later).steps] == [25]


def test_a_visit_type_that_is_retired_stays_on_what_is_booked(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    visit = at.book_first("Call", at.patient().number)
    before = at.visit(visit)
    visit_request = at.visit_request("Call", at.patient("Other").number)
    (plan,) = at.plan(visit_request)
    start, end = HARBOR.index("[visit_types.call]"), HARBOR.index("[visit_types.class]")
    template = '[templates.call]\nname = "Call"\nsteps = ["call"]\n'
    done = updated(at, (HARBOR[start:end], ""), (template, ""))
    assert done.difference.retired == (
        Item(Section.VISIT_TYPE, "call"),
        Item(Section.TEMPLATE, "call"),
    )
    assert (done.breaks, at.visit(visit)) == ((), before)
    with pytest.raises(Refused) as refused:
        book_visit(at.context, at.database, visit_request, plan)
    assert refused.value.code == RefusalCode.VISIT_PLAN_STALE

    updated(at)
    at.book_first("Call", at.patient("Third").number)


def test_whoever_comes_back_is_who_they_were(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    dunne = at.resource("Dr. Dunne")
    updated(at, CHANGES["one who is there no more"][0])
    updated(at)
    assert at.resource("Dr. Dunne") == dunne


MEETINGS = {
    "with an end": 'days = ["fri"], time = ["12:00-12:30"], until = 2027-03-26',
    "on two days of a month": 'days = ["fri"], time = ["12:00-12:30"], nth = [1, 2]',
    "every ninth week": (
        'days = ["fri"], time = ["12:00-12:30"], every_weeks = 9, week_of = 2027-03-05'
    ),
}


@pytest.mark.parametrize("kind", MEETINGS)
def test_meetings_stay_as_they_are_written_where_something_else_changes(
    make_clinic: MakeClinic, kind: str
) -> None:
    text = HARBOR.replace('days = ["fri"], time = ["12:00-12:30"]', MEETINGS[kind])
    at = managed(make_clinic, text.encode())
    before = busy_time(at.database)
    assert update_clinic(
        at.context, at.database, read_clinic_file(text.encode()), apply=True
    ) == Updated(NOTHING, (), None)
    shown = write_clinic_file(clinic_now(at.context, at.database)).decode()
    other = read_clinic_file(shown.replace("hold_minutes = 5", "hold_minutes = 9").encode())
    done = update_clinic(at.context, at.database, other, apply=True)
    assert done.difference == Difference((), (Item(Section.SETTING, "hold_minutes"),), ())
    assert busy_time(at.database) == before


def test_a_meeting_that_was_cancelled_once_leaves_the_others(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    with at.database.reading() as session:
        visits = session.scalars(select(Appointment.visit_id).where(Appointment.title == "Huddle"))
        third = list(visits)[2]
    cancel_visit(at.context, at.database, third, "holidays")
    before = busy_time(at.database)
    shown = write_clinic_file(clinic_now(at.context, at.database)).decode()
    other = read_clinic_file(shown.replace("hold_minutes = 5", "hold_minutes = 9").encode())
    update_clinic(at.context, at.database, other, apply=True)
    assert busy_time(at.database) == before


def test_a_meeting_is_written_on_before_it_ends(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    at.context.clock.advance(days=200)  # type: ignore[attr-defined]
    done = updated(at)
    assert done.difference == Difference((), (Item(Section.MEETING, "Huddle"),), ())
    assert updated(at) == Updated(NOTHING, (), None)


NEW_KINDS = {
    "a room becomes equipment": (
        '[[rooms]]\nname = "Hall"\ntype = "hall"', '[[equipment]]\nname = "Hall"\ntype = "hall"'
    ),
    "an assistant becomes a practitioner": (
        '[[assistants]]\nname = "Ada Hale"', '[[practitioners]]\nname = "Ada Hale"'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NEW_KINDS)
def test_a_name_may_pass_to_another_kind(make_clinic: MakeClinic, name: str) -> None:
    at = managed(make_clinic)
    before = in_use(states(at.database))
    assert updated(at, NEW_KINDS[name]).changed
    assert updated(at, NEW_KINDS[name]) == Updated(NOTHING, (), None)
    undo(at.context, at.database)
    assert in_use(states(at.database)) == before


GYM = (
    'steps = ["adjustment", { visit_type = "exercise", key = "gym" }]\n'
    'same = [{ steps = ["adjustment", "gym"], kind = "room" }]'
)


def test_steps_that_have_keys_of_their_own_are_no_difference(make_clinic: MakeClinic) -> None:
    own = (
        'steps = ["adjustment", "exercise"]\n\n[templates.adjustment]',
        f"{GYM}\n\n[templates.adjustment]",
    )
    at = managed(make_clinic)
    assert updated(at, own).changed
    assert updated(at, own) == Updated(NOTHING, (), None)


def test_needs_in_another_order_are_still_those_that_were_booked(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    visit = at.book_at("Consult", at.patient().number, 600, ("Dr. Fisk", "Room 1")).visit
    (step,) = at.visit(visit).steps
    needs = HARBOR[HARBOR.index("[visit_types.consult]") : HARBOR.index("[visit_types.call]")]
    turned = needs.replace(
        '[{ one_of = ["physiatry"], before = 5, after = 5 }, { one_of = ["treatment"] }]',
        '[{ one_of = ["treatment"] }, { one_of = ["physiatry"], before = 5, after = 5 }]',
    )
    assert updated(at, (needs, turned)).changed
    fisk, first, second = (at.resource(name) for name in ("Dr. Fisk", "Room 1", "Room 2"))
    with pytest.raises(Refused) as refused:
        at.move(Move(step.number, resources=(second, first)))
    assert refused.value.code == RefusalCode.VISIT_RESOURCE_UNQUALIFIED
    at.move(Move(step.number, resources=(fisk, second)))
    assert at.visit(visit).steps[0].resources == (fisk, second)


@pytest.mark.parametrize("setting", ['zone = "America/Denver"', "grid_minutes = 10"])
def test_zone_and_grid_stay_once_something_is_booked(make_clinic: MakeClinic, setting: str) -> None:
    at = managed(make_clinic)
    zone = 'zone = "America/Chicago"'
    change = (zone, setting if setting.startswith("zone") else f"{zone}\n{setting}")
    assert updated(at, change).changed
    updated(at)
    at.book_first("Call", at.patient().number)
    before = states(at.database)
    with pytest.raises(Refused) as refused:
        updated(at, change)
    assert refused.value.code == RefusalCode.SETUP_ZONE_AND_GRID_FIXED
    assert sentence_of(refused.value)
    assert states(at.database) == before


def test_somebody_is_offered_from_the_first_day_to_the_last(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    updated(at, (FISK, f"{FISK}\nfrom = 2027-03-03\nuntil = 2027-03-04"))
    plans = at.plan(at.visit_request("Call", at.patient().number, days=14), top=9)
    assert [plan.day for plan in plans] == [MONDAY + timedelta(days=n) for n in (2, 3)]


def test_a_change_for_nothing_is_one(make_clinic: MakeClinic) -> None:
    at = managed(make_clinic)
    assert updated(at) == Updated(NOTHING, (), None)
