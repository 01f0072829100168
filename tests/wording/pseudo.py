"""A language that nobody speaks: every sentence in ⟦brackets⟧ and 40 % longer, to be looked for.

Whatever is shown outside such brackets did not come from the catalogue, or is data.
"""

import gettext
import re
from collections.abc import Iterator

import pytest

from clinicdesk import wording
from clinicdesk.wording.machine.language import use_translations

_FIELD = re.compile(r"(\{[^{}]*\}|&)")
_VOWEL = re.compile("[aeiou]", re.IGNORECASE)
_ACCENTED = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
_INNERMOST = re.compile("⟦[^⟦⟧]*(?:⟧|$)")
"""What was shortened has no end."""
_PATTERN = re.compile(r"[^a-z]*", re.IGNORECASE)


class Pseudo(gettext.NullTranslations):
    """Says each sentence in its own words, longer, between brackets."""

    def gettext(self, message: str) -> str:
        if message.startswith("typed|"):
            return message
        if _PATTERN.fullmatch(_FIELD.sub("", message)):
            # A pattern of fields alone is as long in any language.
            return message
        parts = _FIELD.split(message)
        return f"⟦{''.join(part if _FIELD.match(part) else _longer(part) for part in parts)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _longer(text: str) -> str:
    return _VOWEL.sub(lambda found: found[0] + found[0].translate(_ACCENTED), text)


def outside(text: str) -> str:
    """What of a text stands in no brackets."""
    while (rest := _INNERMOST.sub(" ", text)) != text:
        text = rest
    return text


@pytest.fixture
def pseudo() -> Iterator[None]:
    """This process speaks it until the test is over."""
    use_translations("eo", Pseudo())
    yield
    wording.use_languages([])
