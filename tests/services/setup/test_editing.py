"""One entry of a clinic edited: what it would do, what is wrong with it, and that it is done."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.exchange.clinic_shape import HolidayRule
from clinicdesk.exchange.public_holidays import public_holidays
from clinicdesk.models.database import Database
from clinicdesk.resource_files import resource_file
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.availability_changes import change_working_hours
from clinicdesk.services.setup.difference import Difference, Item, Section
from clinicdesk.services.setup.editing import (
    ClinicEntries,
    EntryFault,
    FaultyEdit,
    edit_clinic,
    read_entries,
)
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.previewing import Preview, preview_edit
from clinicdesk.services.setup.updating import clinic_now
from clinicdesk.services.undoing.undo import undo
from clinicdesk.wording.sentences.described_changes import told_text
from tests.exchange.clinic_file.every_key import EVERYTHING
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk, states
from tests.services.sentences import sentence_of

MakeClinic = Callable[..., Database]

FRIDAY = MONDAY + timedelta(days=4)
NEXT_MONDAY = MONDAY + timedelta(days=7)
USUAL = {"days": ["mon-fri"], "time": ["08:00-17:00"]}
CARVER = {"name": "Dr. Carver", "specialties": ["chiropractic"], "lanes": 1, "hours": [USUAL]}
LOU = {"name": "Lou Reyes", "specialties": ["pt"], "hours": [USUAL], "from": NEXT_MONDAY}
FLOOR = {"date": FRIDAY, "name": "Floor", "time": ["12:00-24:00"]}
EXCEPT = {"name": "Karfreitag", "year": 2027}
GERMAN = [
    day
    for day in public_holidays(
        HolidayRule("DE", excluded_in=(("Karfreitag", 2027),)), range(2027, 2038)
    )
    if day.day >= MONDAY
]
SPECIALTIES = {
    "chiropractic": "Chiropractic",
    "pt": "Physical therapy",
    "physiatry": "Physiatry",
    "aide": "Aide",
}
CALL = {
    "key": "call",
    "name": "Call",
    "public_name": "Appointment",
    "specialty": "physiatry",
    "minutes": 10,
    "place": "phone",
    "needs": [{"one_of": ["physiatry"]}],
}
CALLS = {"key": "call", "name": "Call", "steps": ["call"], "transfer_minutes": 5}
RETEST = {"name": "Re-test, with Ümit", "specialty": "pt", "minutes": 20}
OPENING = {day: ["08:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}


def at_desk(make: MakeClinic, clinic_file: bytes | None = None) -> Desk:
    return desk(make(clinic_file or harbor_file()), Clock())


def thinking(at: Desk) -> Thinking:
    return Thinking(at.context, at.availability, lambda _part: None, lambda: False)


def previewed(at: Desk, edit: Edit) -> Preview:
    return preview_edit(thinking(at), edit)


def done(at: Desk, edit: Edit) -> Difference:
    return edit_clinic(at.context, at.database, edit, apply=True).difference


def entry(at: Desk, part: Part, name: str) -> Entry:
    found = read_entries(thinking(at)).entries[part]
    return next(one for one in found if one["name"] == name)


def test_an_interpreter_needs_a_language_and_who_had_none_before_is_nobodys_to_mend(
    make_clinic: MakeClinic,
) -> None:
    clinic_file = (
        harbor_file()
        .decode()
        .replace(
            'aide = { name = "Aide" }',
            'aide = { name = "Aide" }\nspanish-interpreter = { name = "Spanish interpreter" }',
        )
    )
    at = at_desk(make_clinic, clinic_file.encode())
    rosa = {"name": "Rosa Lind", "specialties": ["spanish-interpreter"], "hours": [USUAL]}
    with pytest.raises(FaultyEdit) as refused:
        done(at, Edit(Part.ASSISTANTS, None, rosa))
    assert refused.value.faults == (EntryFault("nothing-interpreted", {}, "languages"),)
    said = {**rosa, "languages": ["es", "en"]}
    assert done(at, Edit(Part.ASSISTANTS, None, said)).added
    with pytest.raises(FaultyEdit):
        done(at, Edit(Part.ASSISTANTS, said, rosa))
    hale = {"name": "Ada Hale", "specialties": ["aide"]}
    with pytest.raises(FaultyEdit):
        done(at, Edit(Part.ASSISTANTS, hale, {**hale, "specialties": ["spanish-interpreter"]}))
    shown = {**rosa, "credentials": "CMI"}
    assert done(at, Edit(Part.ASSISTANTS, rosa, shown)).changed


def test_a_clinic_is_read_as_the_entries_of_its_file(make_clinic: MakeClinic) -> None:
    at = at_desk(make_clinic)

    def person(name: str, specialty: str, **more: object) -> dict[str, object]:
        return {"name": name, "specialties": [specialty], **more, "hours": [USUAL]}

    read = read_entries(thinking(at))
    shown: dict[Part, tuple[Entry, ...]] = {
        part: entries
        for part, entries in read.entries.items()
        if part not in (Part.CLINIC, Part.VISIT_TYPES, Part.TEMPLATES)
    }
    assert replace(read, entries=shown) == ClinicEntries(
        {
            Part.PRACTITIONERS: (
                CARVER,
                person("Dr. Dunne", "chiropractic"),
                person("Pia Thorn", "pt"),
                person("Dr. Fisk", "physiatry"),
            ),
            Part.ASSISTANTS: (person("Ada Hale", "aide"),),
            Part.ROOMS: (
                {"name": "Room 1", "type": "treatment"},
                {"name": "Room 2", "type": "treatment"},
                {"name": "Hall", "type": "hall"},
            ),
            Part.EQUIPMENT: (),
            Part.OPENING: (OPENING,),
            Part.CLOSED: (),
            Part.HOLIDAYS: ({},),
            Part.SPECIALTIES: tuple(
                {"key": key, "name": name, "color": "#6b7280"} for key, name in SPECIALTIES.items()
            ),
            Part.MEETINGS: (),
            Part.MESSAGES: (),
        },
        SPECIALTIES,
    )
    assert read.entries[Part.CLINIC][0]["name"] == "Harbor Spine Practice"
    assert [one["key"] for one in read.entries[Part.VISIT_TYPES]] == [
        "adjustment", "exercise", "consult", "call", "class",
    ]  # fmt: skip
    assert CALL in read.entries[Part.VISIT_TYPES]
    assert CALLS in read.entries[Part.TEMPLATES]


EDITS: dict[str, tuple[Edit, Difference]] = {
    "a therapist who starts": (
        Edit(Part.PRACTITIONERS, None, LOU),
        Difference((Item(Section.PRACTITIONER, "Lou Reyes"),), (), ()),
    ),
    "one who leaves": (
        Edit(Part.PRACTITIONERS, CARVER, {**CARVER, "until": FRIDAY}),
        Difference((), (Item(Section.PRACTITIONER, "Dr. Carver"),), ()),
    ),
    "an assistant of another specialty": (
        Edit(
            Part.ASSISTANTS,
            {"name": "Ada Hale", "specialties": ["aide"]},
            {"name": "Ada Hale", "specialties": ["aide", "pt"]},
        ),
        Difference((), (Item(Section.ASSISTANT, "Ada Hale"),), ()),
    ),
    "one who is there no more": (
        Edit(Part.PRACTITIONERS, {"name": "Dr. Dunne"}, None),
        Difference((), (), (Item(Section.PRACTITIONER, "Dr. Dunne"),)),
    ),
    "another room of a type that is there": (
        Edit(Part.ROOMS, None, {"name": "Room 3", "type": "treatment"}),
        Difference((Item(Section.ROOM, "Room 3"),), (), ()),
    ),
    "the first thing of its type": (
        Edit(Part.EQUIPMENT, None, {"name": "Laser", "type": "laser", "movable": True}),
        Difference((Item(Section.TYPE, "laser"), Item(Section.EQUIPMENT, "Laser")), (), ()),
    ),
    "an afternoon that is closed": (
        Edit(Part.CLOSED, None, FLOOR),
        Difference((Item(Section.CLOSURE, "2027-03-05"),), (), ()),
    ),
    "other opening hours": (
        Edit(Part.OPENING, OPENING, {**OPENING, "friday": ["08:00-12:00"]}),
        Difference((), (Item(Section.OPENING, ""),), ()),
    ),
    "a shorter call": (
        Edit(Part.VISIT_TYPES, CALL, {**CALL, "name": "Short call", "minutes": 5}),
        Difference((), (Item(Section.VISIT_TYPE, "call"),), ()),
    ),
    "a service, which gets a key like its name": (
        Edit(Part.VISIT_TYPES, None, RETEST),
        Difference((Item(Section.VISIT_TYPE, "re-test-with-umit"),), (), ()),
    ),
    "a service whose key is taken": (
        Edit(Part.VISIT_TYPES, None, {**RETEST, "name": "Exercise?"}),
        Difference((Item(Section.VISIT_TYPE, "exercise-2"),), (), ()),
    ),
    "a combined visit": (
        Edit(Part.TEMPLATES, CALLS, {**CALLS, "longest_stay": 30, "one_window": True}),
        Difference((), (Item(Section.TEMPLATE, "call"),), ()),
    ),
    "one that is offered no more": (
        Edit(Part.TEMPLATES, CALLS, None),
        Difference((), (), (Item(Section.TEMPLATE, "call"),)),
    ),
    "a specialty whose key would be that of a type of rooms": (
        Edit(Part.SPECIALTIES, None, {"name": "Treatment", "color": "teal"}),
        Difference((Item(Section.SPECIALTY, "treatment-2"),), (), ()),
    ),
    "a meeting": (
        Edit(
            Part.MEETINGS,
            None,
            {
                "name": "Talk",
                "who": ["pt"],
                "hours": [{"days": ["wed"], "time": ["12:00-12:30"]}],
            },
        ),
        Difference((Item(Section.MEETING, "Talk"),), (), ()),
    ),
    "the clinic's own name": (
        Edit(Part.CLINIC, {"name": "Harbor Spine Practice"}, {"name": "Harbor Back Practice"}),
        Difference((), (Item(Section.SETTING, "name"),), ()),
    ),
    "public holidays": (
        Edit(
            Part.HOLIDAYS, {}, {"country": "DE", "except": [{"name": "Karfreitag", "year": 2027}]}
        ),
        Difference(
            (
                Item(Section.HOLIDAYS, ""),
                *(Item(Section.CLOSURE, day.day.isoformat()) for day in GERMAN),
            ),
            (),
            (),
        ),
    ),
    "nothing": (Edit(Part.PRACTITIONERS, CARVER, CARVER), Difference((), (), ())),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_is_previewed_done_and_taken_back_by_one_undo(
    make_clinic: MakeClinic, edit: tuple[Edit, Difference]
) -> None:
    at = at_desk(make_clinic)
    before, shape = states(at.database), clinic_now(at.context, at.database)
    asked, differs = edit
    assert previewed(at, asked) == Preview((), differs, ())
    assert states(at.database) == before
    assert done(at, asked) == differs
    if differs:
        undo(at.context, at.database)
    assert clinic_now(at.context, at.database) == shape


@pytest.mark.parametrize("part", Part)
def test_in_a_clinic_with_every_key_an_edit_changes_only_what_it_is_about(
    make_clinic: MakeClinic, part: Part
) -> None:
    at = at_desk(make_clinic, EVERYTHING)
    shape = clinic_now(at.context, at.database)
    for shown in read_entries(thinking(at)).entries[part][:3]:
        assert done(at, Edit(part, shown, shown)) == Difference((), (), ())
    assert clinic_now(at.context, at.database) == shape


def test_hours_on_a_weekday_that_closes_are_cut_and_come_back_with_one_undo(
    make_clinic: MakeClinic,
) -> None:
    at = at_desk(make_clinic)
    early = [{"days": ["mon", "fri"], "time": ["08:00-12:00", "13:00-17:00"]}]
    session = [{"days": ["fri"], "time": ["08:00-09:00"], "new_patients_only": True}]
    dunne = {"name": "Dr. Dunne", "hours": early, "sessions": session}
    done(at, Edit(Part.PRACTITIONERS, {"name": "Dr. Dunne"}, dunne))
    before = clinic_now(at.context, at.database)
    other = {**OPENING, "friday": ["13:00-16:00"], "wednesday": []}
    people = ["Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk"]
    assert done(at, Edit(Part.OPENING, OPENING, other)) == Difference(
        (),
        (
            Item(Section.OPENING, ""),
            *(Item(Section.PRACTITIONER, name) for name in people),
            Item(Section.ASSISTANT, "Ada Hale"),
        ),
        (),
    )
    since = {"from": MONDAY}
    assert entry(at, Part.PRACTITIONERS, "Dr. Carver")["hours"] == [
        {**since, "days": ["mon", "tue", "thu", "fri"], "time": ["08:00-17:00"]}
    ]
    after = entry(at, Part.PRACTITIONERS, "Dr. Dunne")
    assert "sessions" not in after
    assert after["hours"] == [
        {**since, "days": ["mon"], "time": ["08:00-12:00", "13:00-17:00"]},
        {"from": FRIDAY, "days": ["fri"], "time": ["13:00-17:00"]},
    ]
    undo(at.context, at.database)
    assert clinic_now(at.context, at.database) == before


def test_who_gets_another_name_stays_booked_and_needed_and_one_undo_takes_it_back(
    make_clinic: MakeClinic,
) -> None:
    at = at_desk(make_clinic)
    numbers = at.resource("Dr. Carver"), at.resource("Dr. Carver, lane 2")
    visit = at.book_at("Adjustment", at.patient().number, 600, ("Dr. Carver", "Room 1")).visit
    need = {"needs": [{"one_of": ["Dr. Carver"]}]}
    done(at, Edit(Part.VISIT_TYPES, {"key": "adjustment"}, {"key": "adjustment", **need}))
    talk = {
        "name": "Talk",
        "who": ["Dr. Carver"],
        "hours": [{"days": ["wed"], "time": ["12:00-12:30"]}],
    }
    done(at, Edit(Part.MEETINGS, None, talk))
    before = clinic_now(at.context, at.database)
    shown = entry(at, Part.PRACTITIONERS, "Dr. Carver")
    edit = Edit(
        Part.PRACTITIONERS, shown, {**shown, "name": "Dr. Carver-Hale", "credentials": "DC"}
    )
    assert previewed(at, edit) == Preview(
        (), Difference((), (Item(Section.PRACTITIONER, "Dr. Carver-Hale"),), ())
    )
    done(at, edit)
    assert (at.resource("Dr. Carver-Hale"), at.resource("Dr. Carver-Hale, lane 2")) == numbers
    assert numbers[0] in at.visit(visit).steps[0].resources
    after = read_entries(thinking(at)).entries
    assert entry(at, Part.PRACTITIONERS, "Dr. Carver-Hale") == {
        **shown, "name": "Dr. Carver-Hale", "credentials": "DC",
    }  # fmt: skip
    assert after[Part.VISIT_TYPES][0]["needs"] == [{"one_of": ["Dr. Carver-Hale"]}]
    assert after[Part.MEETINGS][0]["who"] == ["Dr. Carver-Hale"]
    undo(at.context, at.database)
    assert clinic_now(at.context, at.database) == before


def test_a_room_with_places_gets_another_name_with_them(make_clinic: MakeClinic) -> None:
    at = at_desk(make_clinic, EVERYTHING)
    shown = entry(at, Part.ROOMS, "Gym")
    number = at.resource("Gym place 2")
    done(at, Edit(Part.ROOMS, shown, {**shown, "name": "Hall", "places": 2}))
    assert at.resource("Hall place 2") == number
    assert entry(at, Part.ROOMS, "Hall") == {**shown, "name": "Hall", "places": 2}
    exercise = entry(at, Part.VISIT_TYPES, "Exercise")
    assert exercise["needs"][1]["one_of"] == ["Hall place 2", "gym"]


def test_nobody_gets_a_name_that_somebody_has(make_clinic: MakeClinic) -> None:
    at = at_desk(make_clinic)
    taken = {"value": "Dr. Fisk", "other": "Dr. Fisk"}
    for former in ("Dr. Carver", "Ada Hale"):
        part = Part.PRACTITIONERS if former == "Dr. Carver" else Part.ASSISTANTS
        shown = entry(at, part, former)
        edit = Edit(part, shown, {**shown, "name": "Dr. Fisk"})
        assert previewed(at, edit) == Preview((EntryFault("repeated-name", taken, "name"),))


def test_a_change_is_called_after_what_it_is_about(make_clinic: MakeClinic) -> None:
    at = at_desk(make_clinic)
    changed = edit_clinic(
        at.context, at.database, Edit(Part.PRACTITIONERS, None, LOU), apply=True
    ).changed
    assert changed is not None
    about = {"what": "setup.practitioner", "what_params": {"name": "Lou Reyes"}}
    assert (changed.code, changed.params) == (ChangeCode.CLINIC_EDITED, about)


@pytest.mark.parametrize(
    ("part", "name", "said"),
    [
        (Part.PRACTITIONERS, "Dr. Dunne", "Retired practitioner Dr. Dunne"),
        (Part.SPECIALTIES, "Laser therapy", "Retired specialty Laser therapy"),
    ],
)
def test_a_retirement_is_called_so(
    make_clinic: MakeClinic, part: Part, name: str, said: str
) -> None:
    at = at_desk(make_clinic)
    if part is Part.SPECIALTIES:
        new = Edit(part, None, {"name": name, "color": "teal"})
        edit_clinic(at.context, at.database, new, apply=True)
    edit = Edit(part, entry(at, part, name), None)
    changed = edit_clinic(at.context, at.database, edit, apply=True).changed
    assert changed is not None
    assert told_text(changed.code, changed.params, "", 0, None, None, MONDAY) == said


def test_who_starts_on_monday_is_planned_from_then_on(make_clinic: MakeClinic) -> None:
    at = at_desk(make_clinic)
    done(at, Edit(Part.PRACTITIONERS, None, {**LOU, "specialties": ["physiatry"]}))
    done(at, Edit(Part.PRACTITIONERS, {"name": "Dr. Fisk"}, None))
    at.availability.news()
    patient = at.patient().number
    visit = at.visit(at.book_first("Consult", patient, days=14)).steps[0]
    assert (visit.day, at.resource("Lou Reyes") in visit.resources) == (NEXT_MONDAY, True)


def test_the_visits_that_a_closed_afternoon_breaks_are_named_with_their_patients(
    make_clinic: MakeClinic,
) -> None:
    at = at_desk(make_clinic)
    patient = at.patient()
    for start in (600, 840):
        at.book_at("Adjustment", patient.number, start, ("Dr. Carver", "Room 1"), day=FRIDAY)
    breaks = previewed(at, Edit(Part.CLOSED, None, FLOOR)).breaks
    found = [
        (one.appointment.patient, one.appointment.day, one.appointment.start, one.rules)
        for one in breaks
    ]
    assert found == [(patient, FRIDAY, 840, ("rule-name.outside", "rule-name.window"))]


def test_an_edit_is_looked_at_while_another_desk_is_writing(make_clinic: MakeClinic) -> None:
    at = at_desk(make_clinic)
    with closing(sqlite3.connect(at.database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        preview = previewed(at, Edit(Part.PRACTITIONERS, None, LOU))
    assert preview.difference.added == (Item(Section.PRACTITIONER, "Lou Reyes"),)


FAULTS: dict[str, tuple[Edit, tuple[EntryFault, ...]]] = {
    "each at its key": (
        Edit(
            Part.PRACTITIONERS,
            None,
            {
                "name": "Pia Thorn",
                "specialties": ["pt", "lion-taming"],
                "hours": [USUAL, {"days": ["fri-mon"], "time": ["8-12"]}],
                "from": "soon",
            },
        ),
        (
            EntryFault("not-a-date", {"value": "soon"}, "from"),
            EntryFault("reversed-days", {"value": "fri-mon"}, "hours", 1, inner="days[0]"),
            EntryFault("bad-time", {"value": "8-12"}, "hours", 1, inner="time[0]"),
            EntryFault(
                "unknown-reference", {"value": "lion-taming", "nearest": ""}, "specialties", 1
            ),
            EntryFault("repeated-name", {"value": "Pia Thorn", "other": "Pia Thorn"}, "name"),
        ),
    ),
    "a day of the week": (
        Edit(Part.OPENING, OPENING, {**OPENING, "friday": ["noon"]}),
        (EntryFault("bad-time", {"value": "noon"}, "friday", 0),),
    ),
    "inside a need": (
        Edit(Part.VISIT_TYPES, CALL, {**CALL, "needs": [{"one_of": ["physiatry", "nobody"]}]}),
        (
            EntryFault(
                "unknown-reference",
                {"value": "nobody", "nearest": ""},
                "needs",
                0,
                inner="one_of[1]",
            ),
        ),
    ),
    "a service that a combined visit has": (
        Edit(Part.VISIT_TYPES, CALL, None),
        (
            EntryFault(
                "unknown-reference",
                {"value": "call", "nearest": ""},
                about="Call",
                whose=(Part.TEMPLATES, "call"),
            ),
        ),
    ),
    "whoever is needed": (
        Edit(Part.PRACTITIONERS, {"name": "Dr. Fisk"}, None),
        (
            *(
                EntryFault(
                    "no-resource",
                    {"value": "physiatry"},
                    about=name,
                    whose=(Part.VISIT_TYPES, name.casefold()),
                )
                for name in ("Consult", "Call")
            ),
        ),
    ),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_what_the_files_reader_finds_wrong_is_said_of_its_key_and_nothing_is_done(
    make_clinic: MakeClinic, case: tuple[Edit, tuple[EntryFault, ...]]
) -> None:
    at = at_desk(make_clinic)
    before = states(at.database)
    edit, faults = case
    assert previewed(at, edit) == Preview(faults)
    with pytest.raises(FaultyEdit) as refused:
        done(at, edit)
    assert refused.value.faults == faults
    assert sentence_of(refused.value)
    assert states(at.database) == before


def test_what_another_desk_has_changed_meanwhile_stays(make_clinic: MakeClinic) -> None:
    at = at_desk(make_clinic)
    shown = entry(at, Part.PRACTITIONERS, "Dr. Dunne")
    done(at, Edit(Part.PRACTITIONERS, shown, {**shown, "credentials": "DC"}))
    done(at, Edit(Part.PRACTITIONERS, None, LOU))
    done(at, Edit(Part.PRACTITIONERS, shown, {**shown, "until": FRIDAY}))
    now = entry(at, Part.PRACTITIONERS, "Dr. Dunne")
    assert now == {**shown, "credentials": "DC", "until": FRIDAY}
    assert entry(at, Part.PRACTITIONERS, "Lou Reyes") == {
        **LOU,
        "hours": [{**USUAL, "from": MONDAY}],
    }


@pytest.mark.parametrize(
    ("part", "shown"),
    [(Part.PRACTITIONERS, {"name": "Dr. Gone"}), (Part.CLOSED, FLOOR)],
    ids=["a person", "a closed day"],
)
def test_what_is_there_no_more_is_not_edited(
    make_clinic: MakeClinic, part: Part, shown: Entry
) -> None:
    at = at_desk(make_clinic)
    with pytest.raises(Refused) as refused:
        done(at, Edit(part, shown, None))
    assert refused.value.code == RefusalCode.SETUP_ENTRY_GONE
    assert sentence_of(refused.value)


def test_hours_that_no_clinic_file_can_say_stay_when_something_else_is_edited(
    make_clinic: MakeClinic,
) -> None:
    at = at_desk(make_clinic)
    first_of_month = Stretch("FREQ=MONTHLY;BYMONTHDAY=1", date(2027, 3, 1), None, 480, 720)
    change_working_hours(
        at.context, at.database, at.resource("Dr. Dunne"), [first_of_month], MONDAY
    )
    shown = entry(at, Part.PRACTITIONERS, "Dr. Dunne")
    before = clinic_now(at.context, at.database)
    done(at, Edit(Part.PRACTITIONERS, shown, {**shown, "credentials": "DC"}))
    after = clinic_now(at.context, at.database)
    hours = [one.hours for one in after.resources if one.name == "Dr. Dunne"]
    assert hours == [one.hours for one in before.resources if one.name == "Dr. Dunne"]
    assert hours != [()]


def test_a_clinic_that_its_reader_faults_already_can_be_edited_all_the_same(
    make_clinic: MakeClinic,
) -> None:
    at = at_desk(make_clinic)
    at_night = Stretch("FREQ=WEEKLY;BYDAY=MO", MONDAY, None, 1200, 1320)
    change_working_hours(at.context, at.database, at.resource("Dr. Dunne"), [at_night], MONDAY)
    assert done(at, Edit(Part.CLOSED, None, FLOOR)).added == (
        Item(Section.CLOSURE, FRIDAY.isoformat()),
    )


def test_the_demo_clinics_file_is_read_as_entries_that_change_nothing(
    make_clinic: MakeClinic,
) -> None:
    lakeside = resource_file("clinics", "lakeside.toml").read_bytes()
    at = at_desk(make_clinic, lakeside)
    for shown in read_entries(thinking(at)).entries[Part.PRACTITIONERS][:3]:
        assert previewed(at, Edit(Part.PRACTITIONERS, shown, shown)) == Preview()
