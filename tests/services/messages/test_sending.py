"""Messages sent by a real server: once, or surely not, or nobody knows and a person decides."""

import smtplib
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from sqlalchemy import select

from clinicdesk.models.contacts import Contact
from clinicdesk.models.database import Database, open_database
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.clinic.clinic_setup import MailServer
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.errors import Refused
from clinicdesk.services.messages.email_drafts import email_of
from clinicdesk.services.messages.mail_password import VARIABLE, keep_password, read_password
from clinicdesk.services.messages.outbox import (
    hold_back,
    read_outbox,
    say_sent,
    send_again,
    write_message,
)
from clinicdesk.services.messages.outbox_values import (
    GONE,
    HOLD,
    LATE,
    OVERDUE,
    OutboxState,
    SendFault,
)
from clinicdesk.services.messages.sending import look_after_outbox
from clinicdesk.services.messages.smtp_sending import NotSent, sign_in
from clinicdesk.services.patients.records import NewPatient, change_patient
from clinicdesk.services.undoing.next_change import next_undo
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import arrive, cancel_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.seen import seen_of
from tests.services.desk import Clock, Desk, desk
from tests.services.messages.letters import Makes, agreed_patient, sending_practice
from tests.services.messages.mail_server import NAME, PEM, SECRET, Mailbox, free_port, mail_server
from tests.services.sentences import sentence_of

CHECKOUT = Path(__file__).resolve().parents[3]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def mailbox(port: int) -> Iterator[Mailbox]:
    """A server that takes everything until it is told otherwise."""
    box = Mailbox()
    with mail_server(box, port):
        yield box


@pytest.fixture
def practice(make_clinic: Makes, port: int) -> Database:
    return make_clinic(sending_practice(port))


@pytest.fixture
def east(practice: Database, clock: Clock) -> Desk:
    return desk(practice, clock, "east")


@pytest.fixture
def west(practice: Database, clock: Clock) -> Desk:
    return desk(practice, clock, "west")


def booked(at: Desk, family: str = "Able", *, email: str = "ann@example.org") -> int:
    return at.book_first("Consult", agreed_patient(at, family, email=email).number)


def write(at: Desk, visit: int) -> None:
    write_message(at.context, at.database, visit, seen=seen_of(at.visit(visit)))


def look(at: Desk) -> None:
    look_after_outbox(at.context, at.database)


def states(at: Desk) -> list[tuple[str, str]]:
    rows = read_outbox(at.context, at.database)
    return [(row.state.value, row.fault.value if row.fault else "") for row in rows]


def contacts(at: Desk) -> list[tuple[object, ...]]:
    with at.database.reading() as session:
        return [
            (row.visit_id, row.edition, row.channel, row.form, row.outcome)
            for row in session.scalars(select(Contact).where(Contact.active))
        ]


def changed(at: Desk) -> list[int]:
    """The visits on the call list as changed since told."""
    return [row.visit for row in read_call_list(at.context, at.database, CallFilter.CHANGED).rows]


def test_a_message_is_sent_when_its_three_minutes_are_over(
    east: Desk, west: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    visit = booked(east)
    write(east, visit)
    for desk_ in (east, west):
        look(desk_)
    assert (mailbox.raw, states(west)) == ([], [("waiting", "")])
    clock.now += HOLD
    look(west)
    assert mailbox.raw == []
    look(east)
    look(east)
    (message,) = mailbox.messages
    assert (message["From"], message["To"], message["Subject"]) == (
        "Harbor Spine Practice <desk@harbor.example>",
        "Ann Able <ann@example.org>",
        "Your appointment at Harbor Spine Practice on Monday, March 1, 2027",
    )
    assert message["X-Unsent"] is None
    assert message["Message-ID"] == f"<{east.setup.uid}.1@harbor.example>"
    calendar, page = message.iter_attachments()
    assert page.get_content_type() == "text/html"
    assert dict(calendar["Content-Type"].params) == {"method": "PUBLISH", "charset": "utf-8"}
    assert states(west) == [("sent", "")]
    assert contacts(east) == [(visit, 0, "e-mail", "visit", "handed-over")]


def test_what_was_done_before_a_message_that_went_can_be_undone(
    east: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    visit = booked(east)
    write(east, visit)
    undo(east.context, east.database)
    assert states(east) == []
    write(east, visit)
    clock.now += HOLD
    look(east)
    assert len(mailbox.raw) == 1
    change = next_undo(east.context, east.database)
    assert change is not None
    assert change.code == "visit.booked"


@pytest.mark.parametrize(
    ("mood", "fault"),
    [
        ({"refused": frozenset({"ann@example.org"})}, "recipient"),
        ({"refuses_content": True}, "refused"),
    ],
    ids=["recipient", "content"],
)
def test_what_the_server_refuses_failed_and_can_be_sent_again(
    east: Desk, mailbox: Mailbox, clock: Clock, mood: dict[str, object], fault: str
) -> None:
    for name, value in mood.items():
        setattr(mailbox, name, value)
    write(east, booked(east))
    clock.now += HOLD
    look(east)
    assert (mailbox.raw, states(east), contacts(east)) == ([], [("failed", fault)], [])
    mailbox.refused, mailbox.refuses_content = frozenset(), False
    (row,) = read_outbox(east.context, east.database)
    send_again(east.context, east.database, row.number, seen=row.seen)
    look(east)
    assert (mailbox.raw, states(east)) == ([], [("waiting", "")])
    clock.now += HOLD
    look(east)
    assert (len(mailbox.raw), states(east)) == (1, [("sent", "")])


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("251 taken", ("sent", "")),
        ("421 later", ("failed", "refused")),
        ("taken, thank you", ("unsure", "no-answer")),
        ("354 go on", ("unsure", "no-answer")),
    ],
)
def test_only_an_answer_that_says_no_means_that_it_did_not_go(
    east: Desk, mailbox: Mailbox, clock: Clock, answer: str, state: tuple[str, str]
) -> None:
    mailbox.answer = answer
    write(east, booked(east))
    clock.now += HOLD
    look(east)
    assert (len(mailbox.raw), states(east)) == (1, [state])


def test_where_nobody_listens_it_failed(east: Desk, clock: Clock) -> None:
    write(east, booked(east))
    clock.now += HOLD
    look(east)
    assert states(east) == [("failed", "no-connection")]


def test_a_server_that_dies_with_the_message_leaves_it_unsure_and_a_person_decides(
    east: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    mailbox.dies = True
    visits = [booked(east), booked(east, "Baker")]
    for visit in visits:
        write(east, visit)
    clock.now += HOLD
    look(east)
    assert (len(mailbox.raw), states(east)) == (2, [("unsure", "no-answer")] * 2)
    mailbox.dies = False
    clock.now += LATE
    look(east)
    assert (len(mailbox.raw), contacts(east)) == (2, [])
    first, second = read_outbox(east.context, east.database)
    say_sent(east.context, east.database, first.number, seen=first.seen)
    send_again(east.context, east.database, second.number, seen=second.seen)
    assert contacts(east) == [(visits[0], 0, "e-mail", "visit", "handed-over")]
    clock.now += HOLD
    look(east)
    assert (len(mailbox.raw), states(east)) == (3, [("sent", ""), ("sent", "")])


def test_what_a_killed_desk_was_sending_is_unsure_and_never_sent_again_by_itself(
    east: Desk, west: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    mailbox.stalls = True
    write(east, booked(east))
    clock.now += HOLD
    command = [sys.executable, "-m", "tests.services.messages.sending_process"]
    arguments = [str(east.database.path), "east", clock.now.isoformat()]
    with subprocess.Popen([*command, *arguments], cwd=CHECKOUT) as sending:
        try:
            assert mailbox.has_data.wait(120)
        finally:
            sending.kill()
    mailbox.stalls = False
    clock.now += OVERDUE
    for desk_ in (east, west):
        look(desk_)
    assert states(west) == [("sending", "")]
    clock.now += GONE
    for desk_ in (west, east):
        look(desk_)
    assert (len(mailbox.raw), states(east)) == (1, [("unsure", "desk-gone")])


def test_another_desk_sends_what_is_overdue_and_of_two_at_once_one_does(
    east: Desk, mailbox: Mailbox, clock: Clock, scaled: Callable[[int, int], int]
) -> None:
    rounds = scaled(3, 40)
    for number in range(rounds):
        write(east, booked(east, f"Able{number}"))
    clock.now += HOLD + OVERDUE
    with ThreadPoolExecutor(2) as pool, closing(open_database(east.database.path)) as other:
        begin = threading.Barrier(2)

        def send(at: Desk) -> None:
            begin.wait()
            look(at)

        desks = (desk(east.database, clock, "west"), desk(other, clock, "north"))
        list(pool.map(send, desks))
    assert len({message["Message-ID"] for message in mailbox.messages}) == rounds
    assert len(mailbox.raw) == rounds
    assert states(east) == [("sent", "")] * rounds
    assert len(contacts(east)) == rounds


def test_an_undo_at_the_last_moment_or_the_sending_but_never_both(
    east: Desk, mailbox: Mailbox, clock: Clock, scaled: Callable[[int, int], int]
) -> None:
    for number in range(scaled(4, 40)):
        visit = booked(east, f"Able{number}")
        write(east, visit)
        before = len(mailbox.raw)
        clock.now += HOLD
        with ThreadPoolExecutor(2) as pool, closing(open_database(east.database.path)) as other:
            begin = threading.Barrier(2)

            def send(database: Database = other, begin: threading.Barrier = begin) -> None:
                begin.wait()
                look(desk(database, clock, "east"))

            def take_back(begin: threading.Barrier = begin) -> str:
                begin.wait()
                try:
                    return undo(east.context, east.database).code
                except Refused:
                    return "refused"

            sending, undoing = pool.submit(send), pool.submit(take_back)
            sending.result()
            code = undoing.result()
        sent = len(mailbox.raw) - before
        assert (code == "message.written") == (sent == 0), code


def test_a_visit_that_changes_meanwhile_is_not_written_about_but_called(
    east: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    visit = booked(east)
    write(east, visit)
    step = east.visit(visit).steps[0]
    east.move(Move(step.number, start=step.start + 60))
    look(east)
    clock.now += HOLD
    look(east)
    assert (mailbox.raw, states(east), changed(east)) == ([], [], [visit])
    write(east, visit)
    clock.now += HOLD
    look(east)
    assert (len(mailbox.raw), states(east), changed(east)) == (1, [("sent", "")], [])


def test_what_is_overtaken_is_shown_where_the_call_list_does_not_ask_for_it(
    east: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    """The visit is as it was told, or there is another address: nobody else would be reminded."""
    undone, corrected, ended = booked(east), booked(east, "Baker"), booked(east, "Cole")
    for visit in (undone, corrected, ended):
        write(east, visit)
    step = east.visit(undone).steps[0]
    east.move(Move(step.number, start=step.start + 240))
    undo(east.context, east.database)
    patient = east.visit(corrected).patient
    assert patient is not None
    new = NewPatient("Baker", "Ann", date(1980, 5, 4), "555-0101", email="baker@example.org")
    change_patient(east.context, east.database, patient.number, new)
    cancel_visit(east.context, east.database, ended, "asked")
    clock.now += HOLD
    look(east)
    assert (mailbox.raw, changed(east)) == ([], [ended])
    assert states(east) == [("failed", "visit-changed"), ("failed", "not-wanted")]
    for row in read_outbox(east.context, east.database):
        send_again(east.context, east.database, row.number, seen=row.seen)
    clock.now += HOLD
    look(east)
    assert [message["To"] for message in mailbox.messages] == [
        "Ann Able <ann@example.org>",
        "Ann Baker <baker@example.org>",
    ]


def test_what_waited_too_long_waits_for_a_person(
    east: Desk, west: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    """A backup was restored, or the computer was off over night."""
    first, second = booked(east), booked(east, "Baker")
    for visit in (first, second):
        write(east, visit)
    clock.now += HOLD + LATE + MINUTE
    for desk_ in (east, west):
        assert look_after_outbox(desk_.context, desk_.database) is None
    assert (mailbox.raw, states(west)) == ([], [("late", "")] * 2)
    one, other = read_outbox(west.context, west.database)
    hold_back(west.context, west.database, one.number, seen=one.seen)
    send_again(west.context, west.database, other.number, seen=other.seen)
    assert look_after_outbox(west.context, west.database) == clock.now + HOLD
    clock.now += HOLD
    look(west)
    assert [row.state for row in read_outbox(east.context, east.database)] == [OutboxState.SENT]
    assert [message["To"] for message in mailbox.messages] == ["Ann Baker <ann@example.org>"]


def test_what_waited_in_a_backup_that_is_put_back_waits_for_a_person(
    east: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    """It went since the backup was made."""
    write(east, booked(east))
    backup = back_up(east.context, east.database)
    clock.now += HOLD
    look(east)
    assert len(mailbox.raw) == 1
    east.database.close()
    restore(east.context, backup.path, east.database.path)
    with closing(open_database(east.database.path)) as database:
        again = desk(database, clock, "east")
        look(again)
        assert (len(mailbox.raw), states(again)) == (1, [("unsure", "restored")])


def test_what_cannot_be_written_failed_and_goes_once_that_is_mended(
    east: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    folder = east.database.path.parent / "languages"
    folder.mkdir()
    write(east, booked(east))
    (folder / "en.toml").write_text("[calender]\n", "utf-8")
    clock.now += HOLD
    look(east)
    assert (mailbox.raw, states(east)) == ([], [("failed", "not-written")])
    (folder / "en.toml").unlink()
    (row,) = read_outbox(east.context, east.database)
    send_again(east.context, east.database, row.number, seen=row.seen)
    clock.now += HOLD
    look(east)
    assert (len(mailbox.raw), states(east)) == (1, [("sent", "")])


def test_who_is_there_before_the_message_goes_is_not_written_to(
    east: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    visit = booked(east)
    first = east.visit(visit).steps[0]
    clock.set_wall(east.setup.zone.key, first.day, 8)
    write(east, visit)
    arrive(east.context, east.database, visit)
    clock.now += HOLD
    look(east)
    assert (mailbox.raw, states(east)) == ([], [])


def test_a_clock_that_is_set_back_leaves_nothing_waiting_for_it_to_come_right(
    east: Desk, west: Desk, mailbox: Mailbox, clock: Clock
) -> None:
    visits = [booked(east), booked(east, "Baker")]
    for visit in visits:
        write(east, visit)
    right = clock.now
    clock.now -= timedelta(hours=1)
    for desk_ in (east, west):
        look(desk_)
    assert (mailbox.raw, states(west)) == ([], [("late", "")] * 2)
    one, _ = read_outbox(east.context, east.database)
    send_again(east.context, east.database, one.number, seen=one.seen)
    clock.now += HOLD
    look(east)
    assert (len(mailbox.raw), states(east)) == (1, [("late", ""), ("sent", "")])
    clock.now = right + HOLD
    look(east)
    assert (len(mailbox.raw), states(east)) == (2, [("sent", "")] * 2)


def test_what_was_taken_before_the_clock_was_set_back_is_unsure(
    east: Desk, west: Desk, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(east, booked(east))
    clock.now += HOLD
    with monkeypatch.context() as killed:
        killed.setattr("clinicdesk.services.messages.sending._hand_over", _killed)
        with pytest.raises(Killed):
            look(east)
    clock.now -= timedelta(days=1)
    look(west)
    assert (mailbox.raw, states(west)) == ([], [("unsure", "desk-gone")])


def test_a_desk_that_slept_with_a_message_in_hand_does_not_send_it(
    east: Desk, west: Desk, mailbox: Mailbox, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else has had it sent again meanwhile."""
    visit = booked(east)
    write(east, visit)
    clock.now += HOLD

    def sleep(*_: object, **__: object) -> tuple[object, bytes]:
        clock.now += GONE + MINUTE
        look(west)
        (row,) = read_outbox(west.context, west.database)
        send_again(west.context, west.database, row.number, seen=row.seen)
        return email_of(east.context, east.database, visit)

    with monkeypatch.context() as asleep:
        asleep.setattr("clinicdesk.services.messages.sending.email_of", sleep)
        look(east)
    assert (mailbox.raw, states(east)) == ([], [("waiting", "")])
    clock.now += HOLD
    look(west)
    assert (len(mailbox.raw), states(east)) == (1, [("sent", "")])


class Killed(BaseException):
    """As if the process were gone."""


def _killed(*_: object) -> None:
    raise Killed


def test_nobody_is_written_to_twice_about_the_same(east: Desk, west: Desk) -> None:
    visit = booked(east)
    write(east, visit)
    with pytest.raises(Refused) as refusal:
        write(west, visit)
    assert sentence_of(refusal.value).startswith(f"A message about V-{visit} waits to be sent")


def test_a_server_that_nobody_vouches_for_is_given_nothing(
    make_clinic: Makes, clock: Clock, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = desk(make_clinic(sending_practice(port, security="starttls")), clock)
    box = Mailbox()
    with mail_server(box, port, encrypts=True):
        write(at, booked(at))
        clock.now += HOLD
        look(at)
        assert (box.raw, states(at)) == ([], [("failed", "certificate")])
        monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
        (row,) = read_outbox(at.context, at.database)
        send_again(at.context, at.database, row.number)
        clock.now += HOLD
        look(at)
    assert (len(box.raw), states(at)) == (1, [("sent", "")])


def test_no_password_goes_in_plain_to_another_computer() -> None:
    server = MailServer("192.0.2.1:25", "none", NAME)
    with pytest.raises(NotSent) as fault:
        sign_in(smtplib.SMTP(), server, SECRET)
    assert fault.value.fault is SendFault.SIGN_IN_PLAIN


class KeyStore(KeyringBackend):
    """A key store in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.broken = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken:
            raise RuntimeError(service)
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def key_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyStore]:
    monkeypatch.delenv(VARIABLE, raising=False)
    former, store = keyring.get_keyring(), KeyStore()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(former)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_asks_is_told_the_password_from_the_key_store(
    make_clinic: Makes, clock: Clock, port: int, key_store: KeyStore
) -> None:
    at = desk(make_clinic(sending_practice(port, f'mail_user = "{NAME}"\n')), clock)
    box = Mailbox()
    with mail_server(box, port, asks=True):
        write(at, booked(at))
        clock.now += HOLD
        look(at)
        assert states(at) == [("failed", "sign-in")]
        server = at.setup.mail
        keep_password(server, SECRET + "?")
        (row,) = read_outbox(at.context, at.database)
        send_again(at.context, at.database, row.number)
        clock.now += HOLD
        look(at)
        assert states(at) == [("failed", "sign-in")]
        keep_password(server, SECRET)
        assert (key_store.get_password(f"ClinicDesk e-mail: {server.server}", NAME)) == SECRET
        (row,) = read_outbox(at.context, at.database)
        send_again(at.context, at.database, row.number)
        clock.now += HOLD
        look(at)
    assert (len(box.raw), states(at)) == (1, [("sent", "")])
    content = at.database.path.read_bytes()
    assert SECRET.encode() not in content
    keep_password(server, "")
    assert (read_password(server), key_store.kept) == ("", {})


def test_a_desk_without_the_password_leaves_it_to_the_one_that_wrote_it(
    make_clinic: Makes, clock: Clock, port: int, key_store: KeyStore
) -> None:
    database = make_clinic(sending_practice(port, f'mail_user = "{NAME}"\n'))
    east, west = desk(database, clock, "east"), desk(database, clock, "west")
    write(east, booked(east))
    clock.now += HOLD + OVERDUE
    for key_store.broken in (False, True):
        look(west)
        assert (states(west), key_store.kept) == ([("waiting", "")], {})
