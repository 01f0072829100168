"""What a visit takes now counts as free while another time is looked for it."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from clinicdesk.scheduling import Resource
from clinicdesk.services.planning.problem.occupied_time import read_busy
from clinicdesk.services.planning.requests import MovedVisit


def without_own(
    session: Session,
    resources: Mapping[int, Resource],
    moved: MovedVisit,
    *,
    expired: Collection[int],
) -> dict[int, Resource]:
    """The same resources without the claims of the moved appointments on their day.

    One that these do not take is the same object: what the engine derived of it serves again.
    """
    # The search's own module, which reading the first day does without.
    from clinicdesk.scheduling import replace_times

    known = [number for number, one in resources.items() if moved.day in one.free]
    left = read_busy(session, known, (moved.day,), expired=expired, excluding=moved.freed)
    found = dict(resources)
    for number in known:
        times = left[number].get(moved.day, ())
        if times != resources[number].busy.get(moved.day, ()):
            found[number] = replace_times(resources[number], busy={moved.day: times})
    return found
