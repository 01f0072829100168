"""Drafts for the desk's own mail program, and who is written to at all."""

import os
import stat
import time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from clinicdesk.models.contacts import Channel, ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.services.contacts.noting import CameOfIt, note_contact
from clinicdesk.services.errors import Refused
from clinicdesk.services.messages.agreed_channels import recipient_by
from clinicdesk.services.messages.email_drafts import KEPT_SECONDS, write_draft
from tests.services.clinics import harbor_file
from tests.services.desk import Clock, Desk, desk
from tests.services.messages.letters import Makes, agreed_patient, writing_practice
from tests.services.sentences import sentence_of


@pytest.fixture
def practice(make_clinic: Makes) -> Database:
    return make_clinic(writing_practice())


@pytest.fixture
def at(practice: Database, clock: Clock) -> Desk:
    return desk(practice, clock)


def test_a_draft_is_its_owners_alone_and_older_ones_go(at: Desk, tmp_path: Path) -> None:
    visit = at.book_first("Pair", agreed_patient(at, reads="es").number)
    folder = tmp_path / "drafts"
    first, _ = write_draft(at.context, at.database, visit, folder)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, first)] == [0o700, 0o600]
    message = message_from_bytes(first.read_bytes(), policy=default)
    assert (message["X-Unsent"], message["Content-Language"]) == ("1", "es")
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == [f"visit-V-{visit}.ics", f"visit-V-{visit}.html"]
    old = time.time() - KEPT_SECONDS - 60  # noqa: TID251 - as files are stamped
    os.utime(first, (old, old))
    second, _ = write_draft(at.context, at.database, visit, folder)
    assert list(folder.iterdir()) == [second]


def test_a_draft_that_cannot_be_written_is_refused(at: Desk, tmp_path: Path) -> None:
    visit = at.book_first("Consult", agreed_patient(at).number)
    (tmp_path / "file").touch()
    with pytest.raises(Refused) as refusal:
        write_draft(at.context, at.database, visit, tmp_path / "file" / "drafts")
    assert "cannot be written" in sentence_of(refusal.value)


NO_ADDRESS = "{} has no e-mail address that can be used;"


@pytest.mark.parametrize(
    ("channel", "email", "agreed", "begins"),
    [
        ("e-mail", "ann@example.org", "text", "{} has not agreed to e-mail;"),
        ("text", "", "e-mail", "{} has not agreed to text messages;"),
        ("e-mail", "", "e-mail", NO_ADDRESS),
        ("e-mail", "\N{LATIN SMALL LETTER O WITH DIAERESIS}@x.org", "e-mail", NO_ADDRESS),
        ("e-mail", '"a@x.org', "e-mail", NO_ADDRESS),
        ("e-mail", "a(b)c@x.org", "e-mail", NO_ADDRESS),
    ],
    ids=["not-asked", "no-text", "none", "not-ascii", "quote", "comment"],
)
def test_nobody_is_written_to_who_did_not_agree_or_has_no_address(
    at: Desk, channel: str, email: str, agreed: str, begins: str
) -> None:
    patient = agreed_patient(at, email=email, channels=(Channel(agreed),))
    with at.database.reading() as session, pytest.raises(Refused) as refusal:
        recipient_by(session, patient, Channel(channel))
    assert sentence_of(refusal.value).startswith(begins.format(f"P-{patient.number}"))


def test_a_clinic_without_an_address_writes_to_nobody(
    make_clinic: Makes, clock: Clock, tmp_path: Path
) -> None:
    at = desk(make_clinic(harbor_file()), clock)
    visit = at.book_first("Consult", agreed_patient(at).number)
    with pytest.raises(Refused) as refusal:
        write_draft(at.context, at.database, visit, tmp_path)
    assert sentence_of(refusal.value).startswith("The clinic has no e-mail address")
    assert list(tmp_path.glob("*.eml")) == []


def test_a_calendar_that_has_the_visit_otherwise_loses_it_first(at: Desk, tmp_path: Path) -> None:
    """The patient was given a file a step."""
    visit = at.book_first("Pair", agreed_patient(at, reads="es").number)
    steps = CameOfIt(ContactOutcome.HANDED_OVER, Channel.FILE, "steps")
    note_contact(at.context, at.database, visit, steps)
    path, _ = write_draft(at.context, at.database, visit, tmp_path)
    message = message_from_bytes(path.read_bytes(), policy=default)
    files = [
        (part.get_filename(), dict(part["Content-Type"].params).get("method", ""))
        for part in message.iter_attachments()
    ]
    first, second = (f"visit-V-{visit}-step-{step.number}.ics" for step in at.visit(visit).steps)
    page, own = (f"visit-V-{visit}.html", ""), (f"visit-V-{visit}.ics", "PUBLISH")
    assert files == [(first, "CANCEL"), (second, "CANCEL"), own, page]
    body = message.get_body()
    assert body is not None
    assert body.get_content().startswith(
        f"Esta cita ya está en su calendario de otra manera. Abra primero {first}, {second} para"
    )
