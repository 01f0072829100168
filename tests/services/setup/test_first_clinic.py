"""A clinic out of what was ticked: what comes along, what is lacking, and that it can be filled."""

from dataclasses import replace
from pathlib import Path

import pytest

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_file.faults import ClinicFileFaults
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.scheduling import find_plans
from clinicdesk.services.context import Context, Role
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.fitting_days import Fit, fitting_days
from clinicdesk.services.planning.requests import StepRequest, VisitRequest, request_from_template
from clinicdesk.services.setup.editing import edited
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.first_clinic import (
    FirstClinic,
    FirstPerson,
    catalog,
    first_shape,
    found_first_clinic,
    read_offers,
    usual_offers,
    usual_rooms,
)
from clinicdesk.services.setup.lacking import Lacking, lacking
from clinicdesk.services.setup.updating import clinic_now
from clinicdesk.services.storage import open_database
from tests.services.desk import MONDAY, Clock, desk

OPENING = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "08:00-17:00")
BO = FirstPerson("Bo Lind", "pt")
ALL = frozenset(read_offers().templates)
EVERY_VISIT = frozenset(read_offers().visit_types)


def asked(
    *people: FirstPerson,
    visit_types: frozenset[str] = frozenset(),
    templates: frozenset[str] = frozenset(),
) -> FirstClinic:
    return FirstClinic("Harbor", "America/Chicago", OPENING, people, visit_types, templates)


def test_what_a_ticked_visit_needs_comes_along_and_nothing_else() -> None:
    shape = first_shape(asked(BO, templates=frozenset({"conservative-day"})))
    assert {kind.key for kind in shape.visit_types} == {
        "chiropractic-adjustment", "pt-session", "traction",
    }  # fmt: skip
    things = {thing.part_of or thing.name for thing in shape.resources if thing.name != "Bo Lind"}
    assert things == {"Treatment 1", "PT table 1", "Gym", "Traction table"}
    assert lacking(shape) == Lacking(
        ("Chiropractic", "Therapy aide"),
        ("Chiropractic adjustment", "PT session", "Traction"),
        ("Conservative day",),
    )


def test_a_visit_is_said_in_the_languages_of_the_clinic_and_in_no_other() -> None:
    plain = asked(BO, visit_types=frozenset({"pt-session"}))
    both = replace(plain, habits={"languages": ["en", "es"]})
    said = [first_shape(each).visit_types[0].public_name_in for each in (plain, both)]
    assert said == [(), (("es", "Fisioterapia"),)]


def test_what_people_can_do_among_them_is_bookable_as_a_clinic_file_has_to_be() -> None:
    """Of every specialty one: all of the catalogue is offered, and its reader finds no fault."""
    people = tuple(FirstPerson(name, key) for key, name in read_offers().specialties.items())
    visit_types, templates = usual_offers(person.specialty for person in people)
    assert (visit_types, templates) == (EVERY_VISIT, ALL)
    shape = first_shape(asked(*people, visit_types=visit_types, templates=templates))
    assert read_clinic_file(write_clinic_file(shape)) == shape
    assert lacking(shape) == Lacking()


@pytest.mark.parametrize("specialty", list(read_offers().specialties))
def test_what_one_specialty_can_do_alone_lacks_nothing(specialty: str) -> None:
    visit_types, templates = usual_offers([specialty])
    holm = FirstPerson("Holm", specialty)
    people = (holm,) if specialty not in helpers() else (BO, holm)
    shape = first_shape(asked(*people, visit_types=visit_types, templates=templates))
    assert lacking(shape) == Lacking()


def helpers() -> set[str]:
    return {key for person in catalog().of_kind("assistant") for key in person.types}


@pytest.mark.parametrize("backwards", [False, True])
def test_everything_can_be_founded_and_who_does_it_added_in_any_order(backwards: bool) -> None:
    shape = first_shape(asked(BO, visit_types=EVERY_VISIT, templates=ALL))
    keys = [key for key in read_offers().specialties if key != "pt"]
    hours = [{"days": ["mon-fri"], "time": ["08:00-17:00"]}]
    for key in reversed(keys) if backwards else keys:
        part = Part.ASSISTANTS if key in helpers() else Part.PRACTITIONERS
        person: dict[str, object] = {"name": f"Of {key}", "specialties": [key], "hours": hours}
        if "interpreter" in key:
            person["languages"] = ["es"]
        shape = edited(shape, Edit(part, None, person))
    assert lacking(shape) == Lacking()
    assert read_clinic_file(write_clinic_file(shape)) == shape


def test_a_visit_that_nobody_does_is_not_called_full_but_says_so(tmp_path: Path) -> None:
    path, clock = tmp_path / "clinic.db", Clock()
    context = Context("anna", "east", Role.MANAGER, clock)
    found_first_clinic(context, path, asked(BO, templates=frozenset({"conservative-day"})))
    database = open_database(path)
    try:
        east = desk(database, clock)
        (template,) = east.setup.templates.values()
        request = request_from_template(template, east.patient().number, MONDAY)
        availability = Availability(east.context, database)
        reasons = find_plans(availability.problems(request)[0]).reasons
        assert {reason.code for reason in reasons} == {"nobody-qualifies"}
        assert set(fitting_days(availability, request).values()) == {Fit.CLOSED}
        assert {kind.name for kind in clinic_now(context, database).templates} == {
            "Conservative day"
        }
    finally:
        database.close()


def test_who_interprets_speaks_the_language_so_that_whoever_needs_it_can_be_booked(
    tmp_path: Path,
) -> None:
    path, clock = tmp_path / "clinic.db", Clock()
    context = Context("anna", "east", Role.MANAGER, clock)
    people = (BO, FirstPerson("Luz Vega", "spanish-interpreter"))
    shape = first_shape(asked(*people, visit_types=frozenset({"pt-evaluation"})))
    assert [each.languages for each in shape.resources[:2]] == [(), ("en", "es")]
    found_first_clinic(context, path, asked(*people, visit_types=frozenset({"pt-evaluation"})))
    database = open_database(path)
    try:
        east = desk(database, clock)
        new = NewPatient(
            "Rojas", "Eva", MONDAY.replace(year=1980), "555-0100", speaks="es", interpreter=True
        )
        patient = add_patient(east.context, database, new)[0].number
        (kind,) = east.setup.visit_types
        wanted = VisitRequest(patient, (StepRequest(kind, 45),), MONDAY, 1)
        (step,) = east.plan(wanted)[0].steps
        names = [east.setup.resources[int(number)].name for number in step.resources]
        assert (names[0], names[-1]) == ("Bo Lind", "Luz Vega")
    finally:
        database.close()


def test_more_rooms_than_the_catalogue_has_are_numbered_on() -> None:
    wanted = FirstClinic(
        "Harbor", "America/Chicago", OPENING, (BO,), rooms={"exam": 10, "gym": 2, "x-ray": 2}
    )
    rooms = dict.fromkeys(room.part_of or room.name for room in first_shape(wanted).resources[1:])
    assert list(rooms) == [
        *(f"Exam {number}" for number in range(1, 11)), "Gym", "Gym 2",
        "X-ray room", "X-ray room 2",
    ]  # fmt: skip
    assert usual_rooms()["exam"] == 2


def test_what_is_wrong_is_said_at_once_with_its_place() -> None:
    faulty = FirstClinic("", "Nowhere/Else", {"monday": "9-5"}, (FirstPerson("", "pt"),))
    with pytest.raises(ClinicFileFaults) as refused:
        first_shape(faulty)
    assert [(fault.where, fault.code) for fault in refused.value.faults][:4] == [
        ("clinic.name", "empty-text"),
        ("clinic.zone", "unknown-zone"),
        ("opening_hours.monday[0]", "bad-time"),
        ("practitioners[0].name", "empty-text"),
    ]


def test_only_what_people_are_and_visits_ask_for_stands_in_the_list_of_specialties() -> None:
    shape = first_shape(asked(BO, visit_types=frozenset({"pt-session"})))
    listed = [kind.key for kind in shape.resource_types if kind.group == "specialty"]
    assert listed == ["pt", "pt-assistant", "aide", "spanish-interpreter"]


def test_what_the_catalogue_has_nothing_of_is_founded_under_its_own_name() -> None:
    people = [
        FirstPerson(name, said)
        for name, said in (
            ("Ida Lund", "Massage therapy"),
            ("Ole Berg", "massage therapy"),
            ("Mia Cole", "physical therapy"),
            ("Jo Day", "Exam"),
        )
    ]
    shape = first_shape(asked(BO, *people))
    own = {kind.key: kind.name for kind in shape.resource_types if kind.group == "specialty"}
    assert (own, {one.name: (one.kind, one.types) for one in shape.resources}) == (
        {
            "pt": "Physical therapy",
            "spanish-interpreter": "Spanish interpreter",
            "massage-therapy": "Massage therapy",
            "exam-2": "Exam",
        },
        {
            "Bo Lind": ("practitioner", ("pt",)),
            "Ida Lund": ("practitioner", ("massage-therapy",)),
            "Ole Berg": ("practitioner", ("massage-therapy",)),
            "Mia Cole": ("practitioner", ("pt",)),
            "Jo Day": ("practitioner", ("exam-2",)),
        },
    )
