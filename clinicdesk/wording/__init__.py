"""Every sentence that a person reads: codes and parameters in, text out, in their language.

Services and the engine raise and return codes with parameters; `say` turns these into text, for
the window and for the command line alike. The sentences stand in the subjects' modules here.
"""

import logging
from collections.abc import Mapping
from types import MappingProxyType

from clinicdesk.wording.catalog import SENTENCES
from clinicdesk.wording.machine.filling import Unfillable, fill
from clinicdesk.wording.machine.language import number_of, translated, use_languages
from clinicdesk.wording.machine.marking import N_, Plural, Sentence
from clinicdesk.wording.machine.printable import readable
from clinicdesk.wording.machine.times import (
    DateOrder,
    date_text,
    length_text,
    time_text,
    use_clinic_habits,
    weekday_text,
)
from clinicdesk.wording.sentences.names import word_text

__all__ = [
    "DateOrder",
    "date_text",
    "length_text",
    "readable",
    "say",
    "time_text",
    "use_clinic_habits",
    "use_languages",
    "weekday_text",
    "word_text",
    "worded",
]

_NO_WORDS = N_("ClinicDesk has no words for this; please tell whoever looks after it: {code}.")
_NOTHING: Mapping[str, object] = MappingProxyType({})
_log = logging.getLogger(__name__)


def say(code: str, params: Mapping[str, object] = _NOTHING) -> str:
    """The sentence for this code. Never fails: a desk must be able to go on.

    A code without a sentence, or a sentence whose parameters are missing, gives one that names
    the code, and a line in the log (without the parameters: they may name a patient).
    """
    sentence = SENTENCES.get(code)
    if sentence is not None:
        try:
            return worded(sentence, params)
        except Unfillable:
            pass
    _log.warning("no sentence for code %s", readable(code))
    return fill(translated(_NO_WORDS, None), {"code": code})


def worded(sentence: Sentence, params: Mapping[str, object] = _NOTHING) -> str:
    """A sentence in this process's language, filled. Raises Unfillable if a parameter is missing.

    A translation that does not fit its parameters gives way to the English original.
    """
    count = params.get(sentence.by) if isinstance(sentence, Plural) else None
    try:
        return fill(translated(sentence, count), params, say, word_text)
    except Unfillable:
        if isinstance(sentence, Plural):
            sentence = sentence.one if number_of(count) == 1 else sentence.many
        return fill(sentence, params, say, word_text)
