"""What would come of dropping an appointment somewhere, in the few words beside its ghost."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.scheduling import Rule
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.rules.clinic_rules import short_rule_code
from clinicdesk.services.visits.rules.overrides import roles_that_may
from clinicdesk.services.visits.rules.visit_rules import Broken
from clinicdesk.wording import say, word_text

MOST_WORDS = 8
"""How long a reason beside the ghost may be."""


@dataclass(frozen=True)
class Verdict:
    """What would come of dropping it: `look` is `allowed`, `reason` (with one) or `refused`.

    It is `unknown` until what decides has been read.
    """

    look: str
    words: str
    """Why, in eight words at most."""
    who: str = ""
    """Who may allow it, or what is asked for."""
    minutes: int | None = None
    """How long it would last there, if that is known."""


def judged(context: Context, broken: Sequence[Broken]) -> Verdict:
    """What comes of dropping it where these rules are broken."""
    if not broken:
        return Verdict("allowed", say("drag.allowed"))
    first = min(broken, key=lambda one: not one.hard)
    words = in_few_words(say(short_rule_code(first.rule), first.params))
    if first.hard:
        return Verdict("refused", words)
    may = roles_that_may(each.rule for each in broken)
    if context.role in may:
        return Verdict("reason", words, say("drag.reason-wanted"))
    roles = [word_text(role.value) for role in may]
    who = say("drag.who-may", {"roles": roles}) if roles else say("drag.nobody-may")
    return Verdict("refused", words, who)


_SHORT_REFUSALS: dict[str, str] = {
    RefusalCode.VISIT_PAST: "drag.past",
    RefusalCode.VISIT_NOT_MOVABLE: "drag.not-movable",
    RefusalCode.VISIT_CLASS_MEMBER: "drag.class-member",
    RefusalCode.VISIT_RESOURCE_UNQUALIFIED: "drag.unqualified",
    RefusalCode.VISIT_RESOURCE_BUSY: "drag.busy",
    RefusalCode.VISIT_PATIENT_BUSY: short_rule_code(Rule.PATIENT_OVERLAP),
    RefusalCode.APPOINTMENT_PAST_MIDNIGHT: "drag.past-midnight",
    RefusalCode.APPOINTMENT_TIME_SKIPPED: "drag.clock",
    RefusalCode.APPOINTMENT_TIME_TWICE: "drag.clock",
}


def in_short(refusal: Refused | DatabaseRefused, resource: str) -> Verdict:
    """A refusal in few words; `resource` is whom it would go to."""
    code = _SHORT_REFUSALS.get(refusal.code) if isinstance(refusal, Refused) else None
    return refused(code or "drag.not-here", {**refusal.params, "resource": resource})


def refused(code: str, params: dict[str, object]) -> Verdict:
    """It cannot be dropped there, in the words of that code."""
    return Verdict("refused", in_few_words(say(code, params)))


def in_few_words(text: str, most: int = MOST_WORDS) -> str:
    """A text of at most so many words; one that had to be cut ends in an ellipsis."""
    words = text.split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]) + "…"
