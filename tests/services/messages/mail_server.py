"""A real mail server at a port of this computer, which does as a test tells it."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PEM = Path(__file__).with_name("this_computer.pem")
"""A certificate of `localhost` that it has given itself, and its key: nobody trusts it."""


@dataclass
class Mailbox:
    """What the server got, and what it shall do with what comes."""

    refused: frozenset[str] = frozenset()
    """Recipients that it does not know."""
    refuses_content: bool = False
    answer: str = "250 OK"
    """What it says once it has the whole message."""
    dies: bool = False
    """It is gone once it has the whole message, and answers nothing."""
    stalls: bool = False
    """It answers nothing until the test ends."""
    raw: list[bytes] = field(default_factory=list)
    has_data: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.refuses_content:
            return "554 5.6.0 not like that"
        content = envelope.content
        assert isinstance(content, bytes)
        self.raw.append(content)
        self.has_data.set()
        if self.dies:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        while self.stalls:
            await asyncio.sleep(0.05)
        return self.answer

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=default) for content in self.raw]


NAME, SECRET = "desk", "s3cret, and long"


def _knows(
    _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: object
) -> AuthResult:
    assert isinstance(data, LoginPassword)
    known = (data.login, data.password) == (NAME.encode(), SECRET.encode())
    return AuthResult(success=known, handled=False)


@contextmanager
def mail_server(
    mailbox: Mailbox, port: int, *, asks: bool = False, encrypts: bool = False
) -> Iterator[None]:
    """The server at the port while the block lasts; with `asks` it wants a name and a password.

    With `encrypts` it wants STARTTLS, with the certificate `PEM`.
    """
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if encrypts else None
    if tls is not None:
        tls.load_cert_chain(PEM)
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        auth_required=asks,
        auth_require_tls=False,
        authenticator=_knows if asks else None,
        tls_context=tls,
        require_starttls=encrypts,
    )
    controller.start()
    try:
        yield
    finally:
        mailbox.stalls = False
        controller.stop()


def free_port() -> int:
    """A port of this computer at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
