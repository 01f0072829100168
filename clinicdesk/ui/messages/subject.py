"""Messages to patients, as the window is composed of it: actions, keys, panels, and the sender."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.selection import NoSelection
from clinicdesk.ui.kit.workspace import SidePanel
from clinicdesk.ui.subject import Subject, WindowParts, add_list
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.messages.handing_over import HandingOver
    from clinicdesk.ui.messages.message_panel import MessagePanel
    from clinicdesk.ui.messages.outbox_line import OutboxLine
    from clinicdesk.ui.messages.outbox_panel import OutboxPanel
    from clinicdesk.ui.messages.password_layer import PasswordLayer
    from clinicdesk.ui.messages.sender import Sender

_WAYS = {
    "visit.message": "look",
    "visit.send-email": "send",
    "visit.draft-email": "draft",
    "visit.copy-text": "text",
}
"""What is asked of a message about the selected visit, by action."""

ACTIONS = (
    ActionSpec("visit.message", "visit", About.APPOINTMENT, ("Ctrl+Alt+M",)),
    ActionSpec("visit.send-email", "visit", About.APPOINTMENT, ("Ctrl+Alt+S",)),
    ActionSpec("visit.draft-email", "visit", About.APPOINTMENT, ("Ctrl+Alt+B",)),
    ActionSpec("visit.copy-text", "visit", About.APPOINTMENT, ("Ctrl+Alt+T",)),
    ActionSpec("go.outbox", "go", About.WINDOW, ("Ctrl+Alt+O",)),
    ActionSpec("clinic.mail-password", "clinic", About.WINDOW),
)

KEYS = (
    KeyHelp("message", "send", ("S",)),
    KeyHelp("message", "draft", ("D",)),
    KeyHelp("message", "copy", ("C",)),
    KeyHelp("outbox", "open", ("Return",)),
    KeyHelp("outbox", "again", ("A",)),
    KeyHelp("outbox", "sent", ("Y",)),
    KeyHelp("outbox", "hold", ("Del",)),
)

MODULES = (
    "clinicdesk.services.messages.composing",
    "clinicdesk.services.messages.outbox",
    "clinicdesk.ui.messages.outbox_panel",
    "clinicdesk.ui.messages.outbox_line",
    "clinicdesk.services.messages.sending",
    "clinicdesk.ui.messages.sender",
    "clinicdesk.ui.messages.handing_over",
    "clinicdesk.ui.messages.message_panel",
)
"""What the panels load, the lowest first, so that no step of it is long."""


def make_messages(window: WindowParts) -> None:
    """Hand messages over for whoever asks, list what waits, and send what is due."""
    add_list(window, "go.outbox", _made_outbox, _made_line)
    _add_handing_over(window)
    _add_password(window)
    sender = window.later.part(lambda: _made_sender(window))
    window.later.load(MODULES)
    window.later.add(sender)


def _add_handing_over(window: WindowParts) -> None:
    panel = window.later.part(lambda: _made_panel(window))
    handing = window.later.part(lambda: _made_handing_over(window))

    def ask(visit: int, way: str) -> None:
        if way == "look":
            panel().show_visit(visit)
        else:
            getattr(handing(), way)(visit)

    def ask_of_selected(way: str) -> None:
        selection = window.workspace.selection()
        if not isinstance(selection, NoSelection):
            ask(selection.visit.number, way)

    def no_server() -> str | None:
        return None if window.desk.setup.mail.server else say("message.no-server")

    for action, way in _WAYS.items():
        act = partial(ask_of_selected, way)
        if way == "send":
            window.actions.connect(action, act, unless=no_server)
        else:
            window.actions.connect(action, act)
    window.requests.message.connect(ask)


def _add_password(window: WindowParts) -> None:
    layer = window.later.part(lambda: _made_password_layer(window))

    def why_not() -> str | None:
        mail = window.desk.setup.mail
        return None if mail.server and mail.user else say("mail-password.no-user")

    window.actions.connect("clinic.mail-password", lambda: layer().open(), unless=why_not)


def _made_password_layer(window: WindowParts) -> "PasswordLayer":
    from clinicdesk.ui.messages.password_layer import PasswordLayer

    return PasswordLayer(window.desk, window.workspace.window(), window.actions)


def _made_handing_over(window: WindowParts) -> "HandingOver":
    from clinicdesk.ui.messages.handing_over import HandingOver

    handing = HandingOver(window.desk, window.workspace)
    handing.told.connect(lambda sentence: window.requests.tell.emit(lambda: sentence))
    return handing


def _made_sender(window: WindowParts) -> "Sender":
    from clinicdesk.ui.messages.sender import Sender

    return Sender(window.desk, window.workspace)


def _made_line(desk: Desk, parent: QObject) -> "OutboxLine":
    from clinicdesk.ui.messages.outbox_line import OutboxLine

    return OutboxLine(desk, parent)


def _made_outbox(window: WindowParts) -> "OutboxPanel":
    from clinicdesk.ui.messages.outbox_panel import OutboxPanel

    panel, workspace = OutboxPanel(window.desk, window.keeper), window.workspace
    workspace.add_panel(SidePanel(panel, patient=panel.patient_at_keyboard, tells_of_calls=True))
    panel.closed.connect(workspace.close_panel)
    panel.pointed.connect(workspace.show_who_is_named)
    panel.opened.connect(window.requests.open_visit)
    return panel


def _made_panel(window: WindowParts) -> "MessagePanel":
    from clinicdesk.ui.messages.message_panel import MessagePanel

    panel, workspace = MessagePanel(window.desk), window.workspace
    workspace.add_panel(
        SidePanel(panel, patient=panel.patient_shown, tells_of_calls=True, escape=panel.closed.emit)
    )

    def show() -> None:
        workspace.show_panel(panel)
        panel.setFocus()

    panel.shown.connect(show)
    panel.closed.connect(workspace.close_panel)
    panel.wanted.connect(window.requests.message)
    return panel


SUBJECT = Subject(make_messages, ACTIONS, keys=KEYS)
