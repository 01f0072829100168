"""What statuses, kinds of resources, roles and rules are called on screen."""

from collections.abc import Mapping

from clinicdesk.wording.machine.language import translated
from clinicdesk.wording.machine.marking import N_
from clinicdesk.wording.machine.printable import readable
from clinicdesk.wording.sentences.statuses import STATUSES

KINDS: Mapping[str, str] = {
    "practitioner": N_("practitioner"),
    "assistant": N_("assistant"),
    "room": N_("room"),
    "equipment": N_("equipment"),
    "patient": N_("patient"),
}

ROLES: Mapping[str, str] = {"front-desk": N_("front desk"), "manager": N_("manager")}
"""But for the practitioner, who stands among the kinds and is called the same here."""

RULES: Mapping[str, str] = {
    "alternative-window": N_("session"),
    "lane": N_("work-in"),
    "outside": N_("working hours"),
    "sequence": N_("order of the steps"),
    "step-window": N_("the step's own hours"),
    "transfer": N_("time between steps"),
    "window": N_("the patient's hours"),
}
"""The rules that a role may set aside, in a word or two."""

_WORDS: Mapping[str, str] = {
    **{status.value: words.name for status, words in STATUSES.items()},
    **KINDS,
    **ROLES,
    **RULES,
}


def word_text(word: str) -> str:
    """What a desk calls this status, kind, role or rule; what has no word is shown as it is."""
    return translated(_WORDS[word], None) if word in _WORDS else readable(word)
