"""One e-mail handed to the clinic's mail server: whether it took it, refused it, or nobody knows.

Until the server was given the first byte of the message a fault means that it was surely not sent.
From then on, without an answer, nobody knows: RFC 5321 (6.1) leaves it to the sender to ask.
"""

import contextlib
import ipaddress
import smtplib
import ssl

from clinicdesk.services.clinic.clinic_setup import MailServer
from clinicdesk.services.messages.outbox_values import SendFault

SECONDS = 20
"""How long each answer is waited for."""

_PORTS = {"starttls": 587, "tls": 465, "none": 25}

_OWN_NAME = "[127.0.0.1]"
"""Instead of what this computer is called: nobody outside needs to know (RFC 5321, 4.1.3)."""


class NotSent(Exception):
    """Why it was not sent; `surely` False where the server may have it all the same."""

    def __init__(self, fault: SendFault, *, surely: bool = True) -> None:
        super().__init__(fault, surely)
        self.fault, self.surely = fault, surely


def send_email(
    server: MailServer, password: str, sender: str, recipient: str, content: bytes
) -> None:
    """Hand an e-mail over. Raises NotSent."""
    smtp = _connected(server)
    with contextlib.closing(smtp):
        _secure(smtp, server)
        if server.user:
            sign_in(smtp, server, password)
        _name_both(smtp, sender, recipient)
        _give(smtp, content)
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def host_and_port(server: MailServer) -> tuple[str, int]:
    """`host:port` apart, `[::1]:25` too; without a port the usual one of its security."""
    host, colon, port = server.server.strip().rpartition(":")
    if colon and port.isdecimal() and (":" not in host or host.endswith("]")):
        return host.strip("[]"), int(port)
    return server.server.strip().strip("[]"), _PORTS[server.security]


def _connected(server: MailServer) -> smtplib.SMTP:
    host, port = host_and_port(server)
    try:
        if server.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                host, port, local_hostname=_OWN_NAME, timeout=SECONDS, context=context
            )
        return smtplib.SMTP(host, port, local_hostname=_OWN_NAME, timeout=SECONDS)
    except ssl.SSLCertVerificationError:
        raise NotSent(SendFault.CERTIFICATE) from None
    except (OSError, smtplib.SMTPException, ValueError):
        raise NotSent(SendFault.NO_CONNECTION) from None


def _secure(smtp: smtplib.SMTP, server: MailServer) -> None:
    if server.security != "starttls":
        return
    try:
        smtp.starttls(context=ssl.create_default_context())
    except ssl.SSLCertVerificationError:
        raise NotSent(SendFault.CERTIFICATE) from None
    except (OSError, smtplib.SMTPException):
        raise NotSent(SendFault.NO_TLS) from None


def sign_in(smtp: smtplib.SMTP, server: MailServer, password: str) -> None:
    """Say who sends; a password goes in plain to this computer only. Raises NotSent."""
    if server.security == "none" and not _is_here(host_and_port(server)[0]):
        raise NotSent(SendFault.SIGN_IN_PLAIN)
    if not password:
        raise NotSent(SendFault.SIGN_IN)
    try:
        smtp.login(server.user, password)
    except smtplib.SMTPServerDisconnected:
        raise NotSent(SendFault.NO_CONNECTION) from None
    except (smtplib.SMTPException, UnicodeError):
        raise NotSent(SendFault.SIGN_IN) from None
    except OSError:
        raise NotSent(SendFault.NO_CONNECTION) from None


def _is_here(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _name_both(smtp: smtplib.SMTP, sender: str, recipient: str) -> None:
    try:
        smtp.ehlo_or_helo_if_needed()
        if smtp.mail(sender)[0] != 250:
            raise NotSent(SendFault.SENDER)
        if smtp.rcpt(recipient)[0] not in (250, 251):
            raise NotSent(SendFault.RECIPIENT)
    except (OSError, smtplib.SMTPException):
        raise NotSent(SendFault.NO_CONNECTION) from None


def _give(smtp: smtplib.SMTP, content: bytes) -> None:
    """From here on no answer means that nobody knows."""
    try:
        code, _ = smtp.data(content)
    except smtplib.SMTPDataError:
        # It did not want to be given anything.
        raise NotSent(SendFault.REFUSED) from None
    except (OSError, smtplib.SMTPException):
        raise NotSent(SendFault.NO_ANSWER, surely=False) from None
    if 400 <= code < 600:
        raise NotSent(SendFault.REFUSED)
    if not 200 <= code < 300:
        # No answer that means anything: -1 of one that could not be read.
        raise NotSent(SendFault.NO_ANSWER, surely=False)
