"""Contents taken out of the journal: an entry says so, and `check` knows."""

import pytest

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.description import describe_change
from clinicdesk.services.journal.redaction import redact_entries
from clinicdesk.services.undoing.undo import undo
from tests.services.checking.tampering import codes_of, found_codes, statements, tamper
from tests.services.desk import Desk, dump
from tests.services.sentences import sentence_of

WHY = "asked for by the patient"


def payloads(east: Desk) -> list[bool]:
    """Whether each entry has contents."""
    with east.database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT payload NOTNULL FROM journal ORDER BY number"
        )
        return [bool(full) for (full,) in rows]


def test_contents_are_gone_and_an_entry_says_which(east: Desk) -> None:
    east.patient("Unmistakable")
    east.patient("Baker")
    manager = east.as_role(Role.MANAGER)
    changed = redact_entries(manager.context, east.database, [2], WHY)
    assert (changed.code, changed.params) == ("journal.redacted", {"entries": [2], "reason": WHY})
    assert payloads(east) == [True, False, True, True]
    assert describe_change(east.database, 2).patient is None
    assert check_clinic(east.database).broken == ()
    # Of the row itself the name goes with the patient, not with the journal.
    assert east.database.path.read_bytes().count(b"Unmistakable") == 1


def test_several_redactions_and_changes_between_them_are_sound(east: Desk) -> None:
    manager = east.as_role(Role.MANAGER)
    for family in ("Able", "Baker", "Cole"):
        east.book_first("Pair", east.patient(family).number)
        redact_entries(manager.context, east.database, [len(payloads(east))], WHY)
        assert check_clinic(east.database).broken == ()
    with pytest.raises(Refused) as refused:
        undo(east.context, east.database)
    assert refused.value.code == "undo.redacted"


def test_contents_taken_out_by_another_hand_are_named_all_the_same(east: Desk) -> None:
    for family in ("Able", "Baker", "Cole"):
        east.patient(family)
    redact_entries(east.as_role(Role.MANAGER).context, east.database, [2], WHY)
    east.database.close()
    for number in (3, 5):
        tamper(
            east.database.path,
            statements(f"UPDATE journal SET payload = NULL WHERE number = {number}"),
        )
    report = check_clinic(east.database)
    numbers = [fault.params["number"] for fault in report.broken]
    assert (codes_of(report), numbers) == ({"check.journal-emptied"}, [3, 5])


@pytest.mark.parametrize(
    ("role", "numbers", "reason", "code"),
    [
        (Role.FRONT_DESK, [2], WHY, "redaction.not-allowed"),
        (Role.PRACTITIONER, [2], WHY, "redaction.not-allowed"),
        (Role.MANAGER, [2], " ", "redaction.reason-missing"),
        (Role.MANAGER, [2], "x" * 501, "text.too-long"),
        (Role.MANAGER, [2, 99], WHY, "redaction.nothing"),
        (Role.MANAGER, [3], WHY, "redaction.nothing"),
    ],
)
def test_what_is_refused_changes_nothing(
    east: Desk, role: Role, numbers: list[int], reason: str, code: str
) -> None:
    east.patient()
    east.patient("Baker")
    redact_entries(east.as_role(Role.MANAGER).context, east.database, [3], WHY)
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        redact_entries(east.as_role(role).context, east.database, numbers, reason)
    assert sentence_of(refused.value)
    assert (refused.value.code, dump(east.database)) == (code, before)
    assert found_codes(east.database.path) == set()
