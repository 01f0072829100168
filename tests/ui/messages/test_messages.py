"""Messages by key in a real window: looked at, sent, drafted, copied; the outbox worked off."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinicdesk.models.contacts import Contact
from clinicdesk.models.database import Database
from clinicdesk.services.messages.outbox import read_outbox, write_message
from clinicdesk.services.messages.outbox_values import HOLD, LATE
from clinicdesk.services.patients.detail_values import Channel
from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.messages.message_panel import MessagePanel
from clinicdesk.ui.messages.outbox_panel import OutboxPanel
from clinicdesk.ui.messages.sender import Sender
from tests.services.desk import Clock
from tests.services.messages.letters import (
    Makes,
    agreed_patient,
    sending_practice,
    writing_practice,
)
from tests.services.messages.mail_server import Mailbox, free_port, mail_server
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle

CTRL, ALT = Modifier.ControlModifier, Modifier.AltModifier


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Database, Clock], Rig]]:
    with ExitStack() as stack:
        yield lambda database, clock: stack.enter_context(
            main_window(qtbot, tmp_path, database, clock)
        )


class MailProgram(QObject):
    """What the system opens files with, meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[bytes] = []
        QDesktopServices.setUrlHandler("file", self, "open_file")  # type: ignore[arg-type]

    @Slot(QUrl)
    def open_file(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()).read_bytes())

    def close(self) -> None:
        QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def mail_program(qtbot: QtBot) -> Iterator[MailProgram]:
    del qtbot
    program = MailProgram()
    yield program
    program.close()


def booked(main: Rig, family: str = "Able", **known: object) -> int:
    """A visit of somebody who agreed to everything, opened in the window."""
    patient = agreed_patient(main.other, family, **known)  # type: ignore[arg-type]
    visit = main.other.book_first("Consult", patient.number)
    main.desk.catch_up()
    settle(main.desk)
    open_visit(main, visit)
    return visit


def open_visit(main: Rig, visit: int) -> None:
    step = main.other.visit(visit).steps[0]
    main.window.requests.show_appointment.emit(step.day, step.number)
    settle(main.desk)


def contacts(main: Rig) -> list[tuple[object, ...]]:
    with main.other.database.reading() as session:
        return [
            (row.visit_id, row.edition, row.channel, row.form, row.outcome)
            for row in session.scalars(select(Contact).where(Contact.active))
        ]


def outbox(main: Rig) -> OutboxPanel:
    main.press(Key.Key_O, CTRL | ALT)
    panel = main.window.findChild(OutboxPanel)
    assert isinstance(panel, OutboxPanel)
    assert panel.list.hasFocus()
    return panel


def rows(panel: OutboxPanel) -> list[str]:
    return [row.spoken for row in panel.list.rows]


def quiet(main: Rig) -> str:
    return main.window.quiet_line.label.text()


def look_again(main: Rig) -> None:
    """As when the sender's time has come."""
    sender = main.window.findChild(Sender)
    assert isinstance(sender, Sender)
    sender.look()
    main.desk.catch_up()
    settle(main.desk)


def test_a_message_is_looked_at_and_drafted_for_the_mail_program(
    open_window: Callable[[Database, Clock], Rig],
    make_clinic: Makes,
    clock: Clock,
    mail_program: MailProgram,
) -> None:
    main = open_window(make_clinic(writing_practice()), clock)
    visit = booked(main, reads="es")
    main.press(Key.Key_M, CTRL | ALT)
    panel = main.window.findChild(MessagePanel)
    assert isinstance(panel, MessagePanel)
    assert panel.letter.hasFocus()
    assert panel.title.text() == f"Message: V-{visit} is booked"
    assert panel.letter.toPlainText().startswith("Hola, Ann Able:")
    assert panel.ways.text() == "E-mail goes to ann@example.org\nText goes to 555-0101"
    assert [name for name, each in panel.buttons.items() if each.isVisible()] == ["draft", "text"]
    main.press(Key.Key_D)
    (draft,) = mail_program.opened
    message = message_from_bytes(draft, policy=default)
    assert (message["X-Unsent"], message["To"]) == ("1", "Ann Able <ann@example.org>")
    main.press(Key.Key_C)
    assert QGuiApplication.clipboard().text().startswith("Harbor Spine Practice: tiene una cita")
    assert contacts(main) == [
        (visit, 0, "e-mail", "visit", "handed-over"),
        (visit, 0, "text", "", "handed-over"),
    ]
    main.press(Key.Key_Z, CTRL)
    assert len(contacts(main)) == 1
    main.window.actions_table["view.privacy"].trigger()
    assert panel.letter.toPlainText() == "Names are hidden."


def test_who_has_not_agreed_is_not_written_to_and_it_is_said_why(
    open_window: Callable[[Database, Clock], Rig],
    make_clinic: Makes,
    clock: Clock,
    mail_program: MailProgram,
) -> None:
    main = open_window(make_clinic(writing_practice()), clock)
    booked(main, channels=(Channel.TEXT,))
    said: list[str] = []
    main.desk.refused.connect(said.append)
    main.press(Key.Key_B, CTRL | ALT)
    assert said[0].startswith("P-10001 has not agreed to e-mail; nothing was written.")
    main.press(Key.Key_M, CTRL | ALT)
    panel = main.window.findChild(MessagePanel)
    assert isinstance(panel, MessagePanel)
    assert panel.ways.text().startswith("P-10001 has not agreed to e-mail;")
    main.press(Key.Key_D)
    assert (mail_program.opened, contacts(main)) == ([], [])


def test_an_email_waits_is_taken_back_by_undo_and_sent_when_its_time_has_come(
    open_window: Callable[[Database, Clock], Rig], make_clinic: Makes, clock: Clock
) -> None:
    port, box = free_port(), Mailbox()
    main = open_window(make_clinic(sending_practice(port)), clock)
    with mail_server(box, port):
        visit = booked(main)
        main.press(Key.Key_S, CTRL | ALT)
        assert quiet(main) == "1 message waits, sent at 6:03 am; Ctrl+Z takes it back."
        main.press(Key.Key_Z, CTRL)
        assert quiet(main) == ""
        main.press(Key.Key_S, CTRL | ALT)
        panel = outbox(main)
        assert rows(panel) == [
            f"Is sent at 6:03 am, ABLE, Ann 04-May-1980 P-10001, V-{visit}, booked, ann@example.org"
        ]
        clock.now += HOLD
        look_again(main)
        assert len(box.raw) == 1
        assert rows(panel)[0].startswith("Sent at 6:03 am, ABLE, Ann")
        assert panel.said.text() == "Nothing has to be decided here."
    assert contacts(main) == [(visit, 0, "e-mail", "visit", "handed-over")]


def test_what_nobody_knows_is_worked_off_by_keys(
    open_window: Callable[[Database, Clock], Rig], make_clinic: Makes, clock: Clock
) -> None:
    port, box = free_port(), Mailbox(dies=True)
    main = open_window(make_clinic(sending_practice(port)), clock)
    with mail_server(box, port):
        visits = [booked(main, name) for name in ("Able", "Baker")]
        for visit in visits:
            open_visit(main, visit)
            main.press(Key.Key_S, CTRL | ALT)
        clock.now += HOLD
        look_again(main)
        assert quiet(main) == "2 messages were not sent, or may not have been (Ctrl+Alt+O)."
        panel = outbox(main)
        unsure = (
            "Perhaps sent: ask the patient, The mail server has the message and did not answer."
        )
        assert [row.startswith(unsure) for row in rows(panel)] == [True, True]
        main.press(Key.Key_Y)
        assert contacts(main) == [(visits[0], 0, "e-mail", "visit", "handed-over")]
        box.dies = False
        main.press(Key.Key_A)
        clock.now += HOLD
        look_again(main)
    found = read_outbox(main.other.context, main.other.database)
    assert [row.state.value for row in found] == ["sent", "sent"]
    assert (len(box.raw), quiet(main)) == (3, "")


def test_what_waited_over_night_is_held_back_by_a_key(
    open_window: Callable[[Database, Clock], Rig], make_clinic: Makes, clock: Clock
) -> None:
    main = open_window(make_clinic(sending_practice(free_port())), clock)
    visit = booked(main)
    write_message(main.other.context, main.other.database, visit)
    clock.now += HOLD + LATE * 2
    look_again(main)
    panel = outbox(main)
    assert rows(panel)[0].startswith("Not sent: it was to go at 6:03 am, ABLE, Ann")
    main.press(Key.Key_Delete)
    assert (rows(panel), panel.said.text()) == (
        [],
        "Nothing waits to be sent, and nothing was sent today.",
    )


def test_a_change_is_told_from_the_call_list(
    open_window: Callable[[Database, Clock], Rig],
    make_clinic: Makes,
    clock: Clock,
    mail_program: MailProgram,
) -> None:
    main = open_window(make_clinic(writing_practice()), clock)
    visit = booked(main)
    step = main.other.visit(visit).steps[0]
    main.other.move(Move(step.number, start=step.start + 60))
    main.desk.catch_up()
    settle(main.desk)
    main.press(Key.Key_L, CTRL | Modifier.ShiftModifier)
    assert [row.visit for row in main.window.calls.list.rows] == [visit]
    main.press(Key.Key_E)
    assert b"has changed" in mail_program.opened[0]
    assert main.window.calls.list.rows == []
    assert contacts(main) == [(visit, 1, "e-mail", "visit", "handed-over")]
