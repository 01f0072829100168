"""What is booked when Enter goes down, as one value: written as a visit, or added to one."""

from dataclasses import dataclass

from clinicdesk.scheduling import Plan
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.visits.booking import Booked, add_steps, book_visit
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.seen import Seen
from clinicdesk.ui.desk import Desk, Write


@dataclass(frozen=True)
class WhatIsBooked:
    """A plan of the request, with all that was typed beside it."""

    visit_request: VisitRequest
    plan: Plan
    purpose: Purpose
    override: Override | None
    draft: int | None
    """The number of the draft that is finished by it."""
    join: int | None
    """The visit that the steps are added to, as it was `seen`."""
    seen: Seen
    arrived: bool
    """Whether the patient stands here."""

    def write(self, desk: Desk, hold: int | None) -> Write[Booked]:
        """Write it, in place of what is held for it by then."""
        if self.join is not None:
            return desk.write(
                add_steps,
                self.join,
                self.visit_request,
                self.plan,
                override=self.override,
                seen=self.seen,
                draft=self.draft,
                purpose=self.purpose,
            )
        return desk.write_about(
            frozenset[int]() if hold is None else frozenset({hold}),
            book_visit,
            self.visit_request,
            self.plan,
            override=self.override,
            instead_of_hold=hold,
            draft=self.draft,
            arrived=self.arrived,
            purpose=self.purpose,
        )
