"""Text for a calendar file: made harmless before it is written, and folded into short lines.

RFC 5545 separates properties by CRLF and folds lines at 75 octets. Some readers split lines at
other marks too (U+0085, U+2028, form feed), so none of these may stay in a value.
"""

import re
from collections.abc import Iterable

LONGEST_LINE = 75
"""Octets of a line without its CRLF (RFC 5545, 3.1)."""

LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
SPACES = re.compile("[ \t\xa0]+")
# Controls that name nothing, and half characters that have no bytes.
NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    # These turn round the text that follows: a name must not change what stands behind it.
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def lines_of(text: str) -> str:
    """The text with plain newlines, single spaces and no control characters.

    Every sort of line end is one `\\n`; lines carry no spaces at their ends; no line is empty.
    """
    lines = LINE_ENDS.split(NOT_TEXT.sub("", text))
    trimmed = (SPACES.sub(" ", line).strip() for line in lines)
    return "\n".join(line for line in trimmed if line)


def one_line(text: str) -> str:
    """The same on one line."""
    return lines_of(text).replace("\n", " ")


def folded(lines: Iterable[str]) -> bytes:
    """Content lines as bytes: each at most 75 octets, cut between characters, ended by CRLF."""
    return b"".join(folded_line(line) for line in lines)


def folded_line(line: str) -> bytes:
    """One content line; what does not fit goes on in lines that begin with a space."""
    pieces, piece, room = [], b"", LONGEST_LINE
    for character in line:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LONGEST_LINE - 1  # the space at the front counts
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
