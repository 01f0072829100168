"""Lines of CSV files that a spreadsheet shows as they are and never takes for a formula.

Text is quoted, numbers are not; what is absent is empty, a text without letters is `""`. A text
that a spreadsheet would take for a formula gets an apostrophe before it. A number or a phone number
stays as it is, also behind a sign (`-5`, `+1 555 0100`), as long as nothing in it can be computed
(`+1-555-0100` could be).
"""

import re
from collections.abc import Iterable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Begins each file: without it Excel takes UTF-8 for something else."""

_UNSEEN = r"[\s\x00\u00a0\u200b-\u200f\u2060\ufeff]*"
_FORMULA = re.compile(rf"[\t\r\x00]|{_UNSEEN}[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""Also the wide forms that East Asian keyboards type, which are formulas to some spreadsheets."""

_PLAIN_NUMBER = re.compile(r"[+-][0-9][0-9 ().]*")


def csv_line(values: Iterable[object]) -> bytes:
    """The values as one line in UTF-8: text, numbers, bytes (as hexadecimal digits) or None."""
    return (",".join(map(csv_cell, values)) + "\r\n").encode("utf-8", "backslashreplace")


def csv_cell(value: object) -> str:
    """One value as it stands between two commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    text = value.hex() if isinstance(value, bytes) else str(value)
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        text = f"'{text}"
    escaped = text.replace('"', '""')
    return f'"{escaped}"'
