"""The files that go along with an e-mail about a visit: its calendar file, what it replaces."""

from collections.abc import Iterator

from clinicdesk.exchange.email_file import Attached
from clinicdesk.models.database import Database
from clinicdesk.services.context import Context
from clinicdesk.services.messages.message_values import MessageOfVisit

CALENDAR = "text/calendar"

FORM = "visit"
"""How a message puts a visit into the patient's calendar: one event for all of it."""


def attachments_of(
    context: Context, database: Database, message: MessageOfVisit
) -> tuple[Attached, ...]:
    """The visit's calendar file; first what takes it out of a calendar that has it otherwise.

    Raises as `export_visit`.
    """
    return tuple(_files(context, database, message))


def _files(context: Context, database: Database, message: MessageOfVisit) -> Iterator[Attached]:
    # The library that writes calendar files takes long to load.
    from clinicdesk.services.documents.handing_over import read_hand_over

    found = read_hand_over(context, database, message.visit, FORM)
    for name, content in (*found.takes_back.items(), *found.files.items()):
        yield calendar_attachment(name, content)


def calendar_attachment(name: str, content: bytes) -> Attached:
    """A calendar file, which says by its kind too whether it adds or takes back (RFC 6047)."""
    method = "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in content else "PUBLISH"
    return Attached(name, content, CALENDAR, {"method": method, "charset": "utf-8"})
