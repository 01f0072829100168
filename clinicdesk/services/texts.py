"""Refuses a text that cannot be kept, before anything is written."""

from clinicdesk.exchange.fit_text import LONGEST, unfit
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused


def refuse_unfit(part: str, text: str, *, lines: bool = False) -> None:
    """Raise Refused for a text that is too long, or not of characters that can be read.

    `part` says what it is (`exchange.fit_text.LONGEST`); with `lines` it may have several.
    """
    fault = unfit(text, LONGEST[part], lines=lines)
    if fault is not None:
        raise Refused(RefusalCode(f"text.{fault}"), part=f"part.{part}", longest=LONGEST[part])
