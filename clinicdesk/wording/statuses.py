"""What the statuses of appointments and the kinds of resources are called on screen."""

from collections.abc import Mapping

from clinicdesk.wording.filling import readable
from clinicdesk.wording.language import translated
from clinicdesk.wording.marking import N_

STATUSES: Mapping[str, str] = {
    "proposed": N_("proposed"),
    "pending": N_("on hold"),
    "booked": N_("booked"),
    "arrived": N_("arrived"),
    "checked-in": N_("checked in"),
    "fulfilled": N_("completed"),
    "noshow": N_("no-show"),
    "cancelled": N_("cancelled"),
    "entered-in-error": N_("booked in error"),
    "waitlist": N_("waitlist"),
}
"""FHIR's statuses in the words of a desk."""

KINDS: Mapping[str, str] = {
    "practitioner": N_("practitioner"),
    "assistant": N_("assistant"),
    "room": N_("room"),
    "equipment": N_("equipment"),
    "patient": N_("patient"),
}


def status_text(status: str) -> str:
    """What a desk calls this status; a status without a word is shown as it is."""
    return translated(STATUSES[status], None) if status in STATUSES else readable(status)


def kind_text(kind: str) -> str:
    """What a desk calls this kind of resource; a kind without a word is shown as it is."""
    return translated(KINDS[kind], None) if kind in KINDS else readable(kind)
