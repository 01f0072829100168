"""Which steps of a request have the same practitioner or room, and which could have."""

from collections.abc import Iterator
from dataclasses import dataclass

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.wording import say

KINDS = ("practitioner", "assistant", "room", "equipment")


@dataclass(frozen=True)
class Same:
    """Step `then` has the same resource of a kind as step `first`, which is before it."""

    first: int
    then: int
    kind: str


def same_wanted(request_form: RequestForm, position: int) -> Iterator[Same]:
    """What a step must have in common with one before it."""
    for kind in KINDS:
        rule = request_form.same_rule(position, kind)
        if rule is not None:
            yield Same(min(rule.steps), position, kind)


def same_offered(setup: ClinicSetup, request_form: RequestForm, position: int) -> Iterator[Same]:
    """The first step before it that somebody could do who can do this one too."""
    own = _practitioners(setup, request_form, position)
    for first in range(position):
        if own & _practitioners(setup, request_form, first):
            yield Same(first, position, "practitioner")
            return


def every_same(setup: ClinicSetup, request_form: RequestForm) -> RequestForm:
    """With the same practitioner wherever one can do several steps; without where that is so."""
    missing = [
        same
        for position in range(len(request_form.steps))
        if request_form.same_rule(position, "practitioner") is None
        for same in same_offered(setup, request_form, position)
    ]
    wanted = missing or [
        same
        for position in range(len(request_form.steps))
        for same in same_wanted(request_form, position)
        if same.kind == "practitioner"
    ]
    for same in wanted:
        request_form = request_form.with_same(same.first, same.then, same.kind)
    return request_form


def say_limits(request_form: RequestForm) -> str:
    """What else the visit keeps to, in words; empty if there is nothing."""
    found = []
    if request_form.one_window:
        found.append(say("steps.one-window"))
    if request_form.longest_stay is not None:
        found.append(say("steps.longest-stay", {"longest_stay": request_form.longest_stay}))
    return " \N{MIDDLE DOT} ".join(found)


def _practitioners(setup: ClinicSetup, request_form: RequestForm, position: int) -> set[int]:
    """Who can do a step; nobody of a group class, which has its own people."""
    kind = setup.visit_types[request_form.steps[position].visit_type]
    if kind.group_size > 1:
        return set()
    return {
        candidate.resource
        for need in kind.needs
        for candidate in need.one_of
        if setup.resources[candidate.resource].kind == "practitioner"
    }
