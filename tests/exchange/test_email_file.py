"""E-mails as bytes: what stands in them whatever names and subjects hold, read back by a reader."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr

import pytest

from clinicdesk.exchange.email_file import Attached, EmailToWrite, email_bytes

HOSTILE = (
    "Able\r\nBcc: eve@example.org",
    'Able, Ann "Annie"',
    "\N{LATIN CAPITAL LETTER A WITH RING ABOVE}gren, \N{CJK UNIFIED IDEOGRAPH-738B}",
    "Able <eve@example.org>",
    "A\x00ble\x0b\u2028Bcc: eve@example.org",
    "=?utf-8?q?Able?=",
    "x" * 300,
    f"Able <eve@example.org>, {'x' * 80}",
    f"Able ), [ {'x' * 60} {'y' * 60}",
    "\N{LATIN CAPITAL LETTER A WITH RING ABOVE}" * 90 + ", <eve@example.org>",
)


def written(name: str = "Able", text: str = "Hello", message_id: str = "") -> bytes:
    calendar = Attached(
        "V-1.ics",
        b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n",
        "text/calendar",
        {"method": "PUBLISH", "charset": "utf-8"},
    )
    return email_bytes(
        EmailToWrite(
            from_name=name,
            from_address="desk@harbor.example",
            to_name=name,
            to_address="ann@example.org",
            subject=name,
            text=text,
            language="en",
            at=datetime(2027, 3, 1, 12, tzinfo=UTC),
            attached=(calendar, Attached("visit.pdf", b"%PDF\x00\xff", "application/pdf")),
            message_id=message_id,
        )
    )


def named(content: bytes) -> list[str]:
    """Who it is from and to, as mail programs read it that know no more than RFC 2047."""
    message = message_from_bytes(content)
    names = (parseaddr(message[key].replace("\r\n", ""))[0] for key in ("From", "To"))
    return [str(make_header(decode_header(name))) for name in names]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_makes_another_header_or_recipient(name: str) -> None:
    content = written(name)
    message = message_from_bytes(content, policy=default)
    assert message.keys() == [
        "From", "To", "Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type",
        "Content-Language",
    ]  # fmt: skip
    addresses = [(message[key].addresses, message[key].defects) for key in ("From", "To")]
    assert [[one.addr_spec for one in found] for found, _ in addresses] == [
        ["desk@harbor.example"],
        ["ann@example.org"],
    ]
    shown = " ".join(name.replace("\x00", "").replace("\x0b", " ").split())
    assert named(content) == [shown, shown]
    assert message["Subject"] == shown
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_draft_says_that_it_is_one_and_what_is_sent_has_a_name_of_its_own() -> None:
    draft = message_from_bytes(written(), policy=default)
    sent = message_from_bytes(written(message_id="<harbor.1@harbor.example>"), policy=default)
    found = [(message["X-Unsent"], message["Message-ID"]) for message in (draft, sent)]
    assert found == [("1", None), (None, "<harbor.1@harbor.example>")]
    assert draft["Date"] == "Mon, 01 Mar 2027 12:00:00 +0000"


@pytest.mark.parametrize(
    "text",
    ["Hello,\n\ncome.", "Se\N{LATIN SMALL LETTER N WITH TILDE}ora\n", "x" * 2000],
    ids=["plain", "spanish", "long"],
)
def test_the_text_and_its_files_are_read_back_as_they_were(text: str) -> None:
    message = message_from_bytes(written(text=text), policy=default)
    body = message.get_body()
    assert body is not None
    assert body.get_content().rstrip().replace("\r\n", "\n") == text.rstrip()
    files = [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in message.iter_attachments()
    ]
    assert files == [
        ("V-1.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n"),
        ("visit.pdf", "application/pdf", b"%PDF\x00\xff"),
    ]
    assert dict(next(message.iter_attachments())["Content-Type"].params)["method"] == "PUBLISH"
