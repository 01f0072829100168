"""Whether what a desk is refused has a sentence that its parameters fill."""

from clinicdesk.models.database import DatabaseRefused
from clinicdesk.services.errors import Refused
from clinicdesk.wording import worded
from clinicdesk.wording.catalog import SENTENCES


def sentence_of(refused: Refused | DatabaseRefused) -> str:
    """The sentence of a refusal. Fails for a code without one, or without all it needs."""
    text = worded(SENTENCES[refused.code], refused.params)
    assert text
    return text
