"""What goes along with an e-mail about a visit: its calendar file and its page, and what is to be
opened first."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.exchange.email_file import Attached
from clinicdesk.models.database import Database
from clinicdesk.models.messages import Occasion
from clinicdesk.services.context import Context
from clinicdesk.services.messages.message_values import MessageOfVisit
from clinicdesk.services.numbers import visit_number

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


def attachments_of(context: Context, database: Database, message: MessageOfVisit) -> Attachments:
    """Of a visit as it is now; of one that is called off no page. Raises as `export_visit`."""
    # The library that writes calendar files takes long to load.
    from clinicdesk.services.documents.handing_over import read_hand_over
    from clinicdesk.services.documents.itinerary_export import itinerary_html

    found = read_hand_over(context, database, message.visit, FORM)
    files = _attached(found.files)
    if message.occasion is not Occasion.CALLED_OFF:
        page = itinerary_html(context, database, message.visit).encode()
        name = f"visit-{visit_number(message.visit)}.html"
        files += (Attached(name, page, "text/html", {"charset": "utf-8"}),)
    return Attachments(_attached(found.takes_back), files)


def _attached(files: Mapping[str, bytes]) -> tuple[Attached, ...]:
    """Each says by its kind too whether it adds or takes back (RFC 6047)."""
    return tuple(
        Attached(name, content, CALENDAR, {"method": _method(content), "charset": "utf-8"})
        for name, content in files.items()
    )


def _method(content: bytes) -> str:
    return "CANCEL" if b"\r\nMETHOD:CANCEL\r\n" in content else "PUBLISH"
