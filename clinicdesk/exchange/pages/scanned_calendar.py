"""A visit's calendar file as a QR code, which a telephone's camera reads from paper or a screen."""

from dataclasses import dataclass, replace

from clinicdesk.exchange.calendar.calendar_file import visit_event
from clinicdesk.exchange.calendar.calendar_values import VisitForCalendar, refuse_false
from clinicdesk.exchange.calendar.events import calendar

LARGEST = 25
"""Version (ISO/IEC 18004): 117 modules a side. Of more, a camera at arm's length loses one."""

PRINTED_MM = 52
"""How wide it is printed with its quiet zone: a module of the largest has over 0.4 mm."""

_QUIET_ZONE = 4
_PIXELS_A_MODULE = 6


@dataclass(frozen=True)
class ScannedCalendar:
    """The picture, as the `data:` address of a PNG.

    `shortened` if the way and how to prepare are only on the page beside it.
    """

    address: str
    shortened: bool


def scanned_calendar(visit: VisitForCalendar) -> ScannedCalendar | None:
    """The visit as one event with as much as fits; None if none does, or nothing takes place.

    It has the UID of the visit's file, so a calendar that keeps UIDs has it once. There are no
    reminders in it: a telephone adds its own. Raises as `visit_file`.
    """
    refuse_false(visit)
    if not visit.standing:
        return None
    short = replace(
        visit,
        directions="",
        steps=tuple(replace(step, instructions="") for step in visit.steps),
    )
    for shown in dict.fromkeys((visit, short)):
        event = replace(visit_event(shown), alarms=())
        address = qr_address(calendar("PUBLISH", [(shown, event)]))
        if address is not None:
            return ScannedCalendar(address, shown is not visit)
    return None


def qr_address(content: bytes) -> str | None:
    """The content as a QR code: with error correction M if it fits, else L; None if too long."""
    # Few documents need it.
    import segno

    for level in ("m", "l"):
        try:
            code = segno.make_qr(content, error=level, boost_error=False, version=None)
        except segno.DataOverflowError:
            return None
        if int(code.version) <= LARGEST:
            return str(code.png_data_uri(scale=_PIXELS_A_MODULE, border=_QUIET_ZONE))
    return None
