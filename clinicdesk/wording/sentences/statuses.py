"""What a desk calls the statuses of an appointment, and the buttons that give them."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.models.statuses import Status
from clinicdesk.wording.machine.marking import N_, Sentence


@dataclass(frozen=True)
class StatusWords:
    """The words of one status."""

    name: str
    """As `{status:word}` puts it into a sentence."""
    button: str | None = None
    """On the button of an opened visit that gives it, if there is one."""


STATUSES: Mapping[Status, StatusWords] = {
    Status.PROPOSED: StatusWords(N_("proposed")),
    Status.WAITLIST: StatusWords(N_("waitlist")),
    Status.PENDING: StatusWords(N_("on hold")),
    Status.BOOKED: StatusWords(N_("booked")),
    Status.ARRIVED: StatusWords(N_("arrived"), N_("Patient has arrived")),
    Status.CHECKED_IN: StatusWords(N_("checked in"), N_("Check in")),
    Status.FULFILLED: StatusWords(N_("completed"), N_("Completed")),
    Status.CANCELLED: StatusWords(N_("cancelled")),
    Status.NOSHOW: StatusWords(N_("no-show"), N_("Did not come")),
    Status.ENTERED_IN_ERROR: StatusWords(N_("booked in error")),
}
"""One row a status."""

SENTENCES: Mapping[str, Sentence] = {
    f"visit-panel.to-{status}": words.button
    for status, words in STATUSES.items()
    if words.button is not None
}
"""By code."""
