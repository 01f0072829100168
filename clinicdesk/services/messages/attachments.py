"""The calendar files that go along with an e-mail about a visit, and those to open first."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.exchange.email_file import Attached
from clinicdesk.models.database import Database
from clinicdesk.services.context import Context

CALENDAR = "text/calendar"

FORM = "visit"
"""How a message puts a visit into the patient's calendar: one event for all of it."""


@dataclass(frozen=True)
class Attachments:
    """First `takes_back`: what takes the visit out of a calendar that has it in another form."""

    takes_back: tuple[Attached, ...]
    files: tuple[Attached, ...]

    @property
    def all(self) -> tuple[Attached, ...]:
        return (*self.takes_back, *self.files)


def attachments_of(context: Context, database: Database, visit: int) -> Attachments:
    """Of a visit as it is now. Raises as `export_visit`."""
    # The library that writes calendar files takes long to load.
    from clinicdesk.services.documents.handing_over import read_hand_over

    found = read_hand_over(context, database, visit, FORM)
    return Attachments(_attached(found.takes_back), _attached(found.files))


def _attached(files: Mapping[str, bytes]) -> tuple[Attached, ...]:
    """Each says by its kind too whether it adds or takes back (RFC 6047)."""
    return tuple(
        Attached(name, content, CALENDAR, {"method": _method(content), "charset": "utf-8"})
        for name, content in files.items()
    )


def _method(content: bytes) -> str:
    return "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in content else "PUBLISH"
