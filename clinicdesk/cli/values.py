"""What an option's text may be: each reader gives its value, or refuses the line."""

import errno
import os
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.refusals import LineWrong
from clinicdesk.clock import FIRST_YEAR, LAST_YEAR
from clinicdesk.exchange.calendar_form import Form
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused

Reader = Callable[[str, str], object]
"""From an option's name and its text, which is never empty, to its value."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"[0-9]+")
LONGEST_LINE = 10_000
"""Bytes of a line of standard input; nothing that is typed is as long."""

_LONGEST_NUMBER = 18
"""Digits; Python refuses to read a number of some thousands, a database one of twenty."""


def text(_name: str, given: str) -> str:
    """Any text."""
    return given


def from_input(read: Reader) -> Reader:
    """A reader that takes the next line of standard input for `-`."""

    def read_line(name: str, given: str) -> object:
        return read(name, _line_of_input(name) if given == "-" else given)

    return read_line


def _line_of_input(name: str) -> str:
    line = sys.stdin.buffer.readline(LONGEST_LINE + 1) if sys.stdin else b""
    if len(line) > LONGEST_LINE:
        # What is left of it must not be taken for the next line.
        raise LineWrong(CommandCode.LINE_INPUT_TOO_LONG, name=name, longest=LONGEST_LINE)
    try:
        text = line.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise LineWrong(CommandCode.LINE_INPUT_NOT_UTF_8, name=name) from None
    if not text:
        raise LineWrong(
            CommandCode.LINE_INPUT_MISSING if not line else CommandCode.LINE_EMPTY, name=name
        )
    return text


def whole_number(low: int, high: int) -> Reader:
    """A reader of whole numbers from `low` to `high`, in ASCII digits without a sign."""

    def read(name: str, given: str) -> int:
        if not re.fullmatch(r"-?[0-9]+", given):
            raise LineWrong(CommandCode.LINE_NOT_A_NUMBER, name=name, text=given)
        digits = given.lstrip("0") or "0"
        if (
            not _DIGITS.fullmatch(digits)
            or len(digits) > _LONGEST_NUMBER
            or not low <= int(digits) <= high
        ):
            raise LineWrong(
                CommandCode.LINE_OUT_OF_RANGE, name=name, text=given, low=low, high=high
            )
        return int(digits)

    return read


def day(name: str, given: str) -> date:
    """A date as `YYYY-MM-DD`, of the years that ClinicDesk knows."""
    try:
        found = date.fromisoformat(given) if _DATE.fullmatch(given) else None
    except ValueError:
        found = None
    if found is None:
        raise LineWrong(CommandCode.LINE_NOT_A_DATE, name=name, text=given)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise LineWrong(
            CommandCode.LINE_DATE_OUT_OF_RANGE,
            name=name,
            text=given,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return found


def calendar_form(name: str, given: str) -> Form:
    """In which form a visit is to stand in a calendar."""
    try:
        return Form(given)
    except ValueError:
        raise LineWrong(CommandCode.LINE_NOT_A_FORM, name=name, text=given) from None


def calendar_path(name: str, given: str) -> Path:
    """Where a calendar file is to be written; its name must end in .ics. Refuses a folder's.

    A link of such a name is replaced, whatever it leads to.
    """
    path = file_path(given)
    if path.is_dir() and not (path.is_symlink() and given.endswith(".ics")):
        raise Refused(RefusalCode.EXPORT_FILE_EXISTS, path=given)
    if not given.endswith(".ics"):
        raise LineWrong(CommandCode.LINE_NOT_ICS, name=name, text=given)
    return path


def file_path(given: str) -> Path:
    """The path of that text, for whatever is read there or written.

    Raises Refused for one that is too long for the file system, before any work is done for it.
    """
    path = native_path(given)
    try:
        os.lstat(path)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Refused(CommandCode.LINE_PATH_TOO_LONG, path=given) from None
    except ValueError:
        # A character that no path has: whoever opens it says so.
        pass
    return path


def native_path(given: str) -> Path:
    """The path of that text, in the bytes in which the file system has it."""
    return Path(os.fsdecode(given.encode("utf-8")))
