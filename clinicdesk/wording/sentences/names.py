"""What statuses, kinds of resources and roles are called on screen."""

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

_WORDS: Mapping[str, str] = {
    **{status.value: words.name for status, words in STATUSES.items()},
    **KINDS,
    **ROLES,
}


def word_text(word: str) -> str:
    """What a desk calls this status, kind or role; what has no word is shown as it is."""
    return translated(_WORDS[word], None) if word in _WORDS else readable(word)
