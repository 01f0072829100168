"""An e-mail as bytes (RFC 5322), with files that go along: to be opened in a program, or sent.

Python's `email` writes it, but for the lines with what somebody typed: where it folds a long name
it drops the quotes that keep a comma or `<` in it from being an address. Names of any script are
encoded, lines end by CRLF, and no line end of a name or a subject begins a header of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from clinicdesk.exchange.calendar.calendar_text import one_line

_LONGEST_LINE = 78
"""Characters of a line (RFC 5322, 2.1.1)."""


@dataclass(frozen=True)
class Attached:
    """A file of a kind such as `text/calendar`, with parameters of that kind."""

    name: str
    content: bytes
    kind: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EmailToWrite:
    """An e-mail of plain text; both addresses are in ASCII, `at` is an aware instant."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str
    language: str
    at: datetime
    attached: Sequence[Attached] = ()
    message_id: str = ""
    """Empty for a draft: the program that sends it gives it one."""


def email_bytes(email: EmailToWrite) -> bytes:
    """The e-mail; without a `message_id` a draft, which mail programs open to be sent."""
    message = EmailMessage(SMTP)
    message["Date"] = format_datetime(email.at)
    if email.message_id:
        message["Message-ID"] = email.message_id
    else:
        message["X-Unsent"] = "1"
    # Servers of every age hand these on as they are.
    is_plain = email.text.isascii() and all(map(_is_short, email.text.split("\n")))
    message.set_content(email.text + "\n", cte="7bit" if is_plain else "quoted-printable")
    for file in email.attached:
        main, sub = file.kind.split("/")
        message.add_attachment(
            file.content, main, sub, filename=file.name, params=dict(file.params), cte="base64"
        )
    message["Content-Language"] = email.language
    typed = (
        _address_line("From", email.from_name, email.from_address),
        _address_line("To", email.to_name, email.to_address),
        _subject_line(email.subject),
    )
    return "".join(f"{line}\r\n" for line in typed).encode("ascii") + message.as_bytes()


def _address_line(header: str, name: str, address: str) -> str:
    name = one_line(name)
    plain = f"{header}: {formataddr((name, address)) if name.isascii() else ''}"
    if _is_read_as_it_is(name, plain):
        return plain
    return f"{header}: {_encoded(header, name)}\r\n <{address}>"


def _subject_line(subject: str) -> str:
    plain = f"Subject: {one_line(subject)}"
    if _is_read_as_it_is(plain, plain):
        return plain
    return f"Subject: {_encoded('Subject', one_line(subject))}"


def _is_read_as_it_is(text: str, line: str) -> bool:
    """Whether the text needs no encoding; what looks like an encoded word would be read as one."""
    return text.isascii() and _is_short(line) and "=?" not in text


def _encoded(header: str, text: str) -> str:
    """As encoded words (RFC 2047), a line each."""
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _is_short(line: str) -> bool:
    return len(line) <= _LONGEST_LINE
