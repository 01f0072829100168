"""Writing what is done about what a change of the set-up breaks: moves, and reasons to stay."""

from clinicdesk.models.visits import Appointment
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused, SlotTaken
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.setup.repairs import Mending
from clinicdesk.services.visits.moving import move_within
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.rules.visit_rules import refuse_unless_rules_hold
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, refuse_if_changed, seen_of


def mend(change: Change, mending: Mending) -> None:
    """Write it as part of the change, whose clinic is written already.

    Raises ChangedSince, or Refused as `setup.changed-since`, where a visit is not as it was when
    its repair was found, or the place is taken; RulesBroken, and what an override raises.
    """
    session = change.session
    shown = [one for repair in mending.repairs for one in repair.shown]
    rows = [session.get_one(Appointment, one.number) for one in (*shown, *mending.left)]
    refuse_if_changed(session, seen_of(*shown, *mending.left), rows, PLACE_AND_STATUS)
    try:
        move_within(change, [move for repair in mending.repairs for move in repair.moves])
    except SlotTaken as error:
        raise Refused(RefusalCode.SETUP_CHANGED_SINCE) from error
    if mending.left and mending.reason.strip():
        left = [session.get_one(Appointment, one.group or one.number) for one in mending.left]
        refuse_unless_rules_hold(session, change.context, left, Override(mending.reason))
