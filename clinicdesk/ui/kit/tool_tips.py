"""Tool tips as plain text: Qt takes a tip for markup when its text looks like some."""

import re

_MARKUP = re.compile(r"<(?=[\w!?/])|&(?=lt;)")

_JOINER = "\N{WORD JOINER}"
"""Takes no room, says nothing, and is in no tag."""


def plain_tip(text: str) -> str:
    """The text as a tool tip that shows it as it is."""
    return _MARKUP.sub(lambda found: found.group() + _JOINER, text)
