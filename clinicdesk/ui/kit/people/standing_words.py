"""How a patient stands in the day, in a few words: late, waiting how long, with whom, done."""

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.flow.board import is_overdue
from clinicdesk.services.flow.stands import Stand, Standing
from clinicdesk.ui.kit.people.naming import who_with
from clinicdesk.wording import readable, say


def how_it_stands(setup: ClinicSetup, item: Standing, minute: int) -> str:
    """`waits 12 min`, `Room 1 - with Dr. Fisk, 5 min`; of who is expected nothing until late."""
    if item.stand is Stand.EXPECTED:
        late = {"minutes": minute - item.step.start}
        return say("flow.overdue", late) if is_overdue(item, minute) else ""
    if item.stand is Stand.WAITING:
        return _waits(item, minute)
    if item.stand in (Stand.ROOMED, Stand.BEGUN):
        return _inside(setup, item, minute)
    if item.stand is Stand.DONE:
        known = item.since is not None
        return say("flow.done-at", {"time": item.since}) if known else say("flow.is-done")
    return say("flow.left-unseen" if item.step.left_unseen else "flow.missed")


def _waits(item: Standing, minute: int) -> str:
    if (other := item.elsewhere) is not None:
        return say("flow.elsewhere", {"visit_type": readable(other.visit_type)})
    if item.since is None or item.arrived is None:
        return say("flow.waits-somewhere")
    waits = {"minutes": max(0, minute - item.since), "here": max(0, minute - item.arrived)}
    return say("flow.waits-in-clinic" if item.arrived < item.since else "flow.waits", waits)


def _inside(setup: ClinicSetup, item: Standing, minute: int) -> str:
    room = setup.resources.get(item.step.room or 0)
    since = minute if item.since is None else item.since
    params = {
        "minutes": max(0, minute - since),
        "room": "" if room is None else readable(room.name),
        "who": readable(who_with(setup, item.step) or item.step.visit_type),
    }
    if item.stand is Stand.ROOMED:
        return say("flow.roomed", params)
    return say("flow.with-whom" if room is not None else "flow.with-whom-nowhere", params)
