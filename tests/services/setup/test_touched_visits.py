"""The look at what an edit breaks leaves out nothing that a look at the whole clinic finds."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.models.database import Database
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.editing import edit_clinic, read_entries
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.visits.rules.rule_breaks import RuleBreak, rule_breaks
from tests.services.clinics import second_teacher
from tests.services.desk import MONDAY, Clock, Desk, desk

FRIDAY = MONDAY + timedelta(days=4)
WHO = {
    "Adjustment": ("Dr. Carver", "Room 1"),
    "Exercise": ("Pia Thorn", "Ada Hale", "Room 1"),
    "Consult": ("Dr. Fisk", "Room 2"),
    "Call": ("Dr. Fisk",),
    "Back class": ("Pia Thorn", "Hall"),
}
OPENING: Entry = {
    day: ["08:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
}
MORNING = {"days": ["mon-fri"], "time": ["08:00-09:00"]}
ONLY_CLASSES = {"days": ["mon-fri"], "time": ["08:00-12:00"], "visit_types": ["class"]}


def booked(at: Desk) -> None:
    """Each kind of visit on two days, one after the other."""
    for day in (MONDAY, FRIDAY):
        for n, (kind, who) in enumerate(WHO.items()):
            at.book_at(kind, at.patient(f"{kind}{day.day}").number, 540 + 90 * n, who, day=day)
    at.book_first("Day", at.patient("Whole").number, FRIDAY, 1)


def changed(at: Desk, part: Part, name: str, **values: object) -> Edit:
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: False)
    entries = read_entries(thinking).entries[part]
    shown: Entry = next(one for one in entries if one["name"] == name)
    return Edit(part, shown, {**shown, **values})


EDITS: dict[str, Callable[[Desk], Edit]] = {
    "a closed day": lambda _at: Edit(Part.CLOSED, None, {"date": FRIDAY, "name": "Floor"}),
    "a closed morning": lambda _at: Edit(
        Part.CLOSED, None, {"date": FRIDAY, "name": "Floor", "time": ["08:00-12:00"]}
    ),
    "shorter hours": lambda at: changed(at, Part.PRACTITIONERS, "Dr. Carver", hours=[MORNING]),
    "who leaves": lambda at: changed(at, Part.PRACTITIONERS, "Pia Thorn", until=MONDAY),
    "who is retired": lambda _at: Edit(Part.PRACTITIONERS, {"name": "Dr. Carver"}, None),
    "a room that is retired": lambda _at: Edit(Part.ROOMS, {"name": "Room 1"}, None),
    "a session": lambda at: changed(at, Part.PRACTITIONERS, "Pia Thorn", sessions=[ONLY_CLASSES]),
    "an assistant's hours": lambda at: changed(at, Part.ASSISTANTS, "Ada Hale", hours=[MORNING]),
    "no new patients": lambda at: changed(at, Part.PRACTITIONERS, "Dr. Fisk", new_patients=False),
    "another specialty": lambda at: changed(
        at, Part.PRACTITIONERS, "Dr. Carver", specialties=["pt"]
    ),
    "at most one of a kind": lambda at: changed(
        at,
        Part.PRACTITIONERS,
        "Dr. Fisk",
        sessions=[{"days": ["mon"], "time": ["08:00-17:00"], "at_most": {"consult": 0}}],
    ),
    "a season": lambda _at: Edit(
        Part.OPENING,
        OPENING,
        {**OPENING, "seasons": [{"name": "Winter", "from": MONDAY, "until": FRIDAY, "monday": []}]},
    ),
    "the way": lambda at: changed(at, Part.CLINIC, "Harbor Spine Practice", way_minutes=120),
    "who is new": lambda _at: Edit(
        Part.PRACTITIONERS, None, {"name": "Lou", "specialties": ["pt"], "hours": [MORNING]}
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_breaks_just_what_the_whole_clinic_breaks_more_than_before(
    make_clinic: Callable[..., Database], edit: Callable[[Desk], Edit]
) -> None:
    at = desk(make_clinic(second_teacher()), Clock())
    booked(at)
    asked = edit(at)
    before = whole(at)
    said = edit_clinic(at.context, at.database, asked, apply=False).breaks
    edit_clinic(at.context, at.database, asked, apply=True)
    assert list(said) == sorted(set(whole(at)) - set(before))


def whole(at: Desk) -> list[RuleBreak]:
    with at.database.reading() as session:
        return rule_breaks(session, MONDAY)
