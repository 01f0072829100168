"""What somebody types is kept only if it can be read: one table of limits for every verb."""

from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.exchange.fit_text import LONGEST, unfit
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.errors import Refused
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.setup.founding import found_clinic
from clinicdesk.services.visits.changing import (
    cancel_step,
    cancel_visit,
    note_whereabouts,
)
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.desk import MONDAY, Desk, dump
from tests.services.sentences import sentence_of

Verb = Callable[[Desk, str], object]

VERBS: dict[str, tuple[str, Verb]] = {
    "cancelling a visit": (
        "reason", lambda desk, text: cancel_visit(desk.context, desk.database, 1001, text)
    ),
    "cancelling a step": (
        "reason", lambda desk, text: cancel_step(desk.context, desk.database, 1, text)
    ),
    "setting a rule aside": (
        "reason",
        lambda desk, text: move_appointments(
            desk.context, desk.database, [Move(2, start=15 * 60)], override=Override(text)
        ),
    ),
    "noting where the patient is": (
        "whereabouts", lambda desk, text: note_whereabouts(desk.context, desk.database, 1, text)
    ),
    "entering an absence": (
        "reason",
        lambda desk, text: take_time_off(
            desk.context, desk.database, desk.resource("Hall"), MONDAY, MONDAY, reason=text
        ),
    ),
    "confirming": (
        "whom", lambda desk, text: confirm_visit(desk.context, desk.database, 1001, text)
    ),
}  # fmt: skip

UNSEEN = {
    "an escape": "a\x1b[2Jb",
    "a line end": "a\nb",
    "a right-to-left override": "a\u202eb",
    "an isolate": "a\u2066b",
    "a space of no width": "a\u200bb",
    "a private letter": "a\ue000b",
    "half of a letter": "a\ud800b",
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("text", ["too long", *UNSEEN])
def test_a_text_that_cannot_be_kept_is_refused_and_nothing_written(
    east: Desk, verb: str, text: str
) -> None:
    east.book_first("Day", east.patient().number, MONDAY)
    before = dump(east.database)
    part, do = VERBS[verb]
    with pytest.raises(Refused) as refused:
        do(east, UNSEEN.get(text, "a" * (LONGEST[part] + 1)))
    wanted = "text.control-character" if text in UNSEEN else "text.too-long"
    assert refused.value.code == wanted
    assert sentence_of(refused.value)
    assert dump(east.database) == before
    if verb != "setting a rule aside":
        do(east, "a" * LONGEST[part])


def test_names_of_every_script_are_kept() -> None:
    names = ["Nguyễn Thị Ánh", "O’Brien-Sørensen", "نیل‌سان", "क्‍ष", "李 小龍", "Ünal, José"]
    assert [unfit(name, LONGEST["family"]) for name in names] == [None] * len(names)


def test_a_clinic_has_a_name_that_can_be_read(east: Desk, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    for name in ("a" * 121, "Harbor\u202e"):
        with pytest.raises(Refused):
            found_clinic(
                east.context, path, ClinicShape(name, "America/Chicago", (), (), (), (), ())
            )
    assert not path.exists()
