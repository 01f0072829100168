"""Reading one TOML table key by key, so that no wrong type, bad text or unknown key gets past."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.faults import FaultList, Path, nearest
from clinicdesk.exchange.clinic_file.settings.kinds import WEEKDAYS, Kind, Setting
from clinicdesk.exchange.fit_text import LONGEST_NAME, LONGEST_TEXT, is_unseen
from clinicdesk.exchange.languages import language_code
from clinicdesk.exchange.value_limits import FIRST_DAY, LAST_DAY

MOST_SUGGESTIONS = 50
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


class TomlTable:
    """One table of the file. Whatever is asked for is known; `finish` reports the other keys.

    A value that is absent or faulty comes back as the default (None, empty), and a fault is noted
    where there is one; so reading goes on and finds the rest.
    """

    def __init__(self, values: Mapping[str, object], path: Path, faults: FaultList) -> None:
        self.values = values
        self.path = path
        self.faults = faults
        self.asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def at(self, *parts: str | int) -> Path:
        """The path of something below this table."""
        return (*self.path, *parts)

    def fault(self, key: str, code: FaultCode, /, **params: object) -> None:
        """Note a fault of the value at `key`."""
        self.faults.add(self.at(key), code, **params)

    def finish(self) -> None:
        """Report every key that nobody asked for."""
        unknown = [key for key in self.values if key not in self.asked]
        for position, key in enumerate(unknown):
            meant = nearest(key, self.asked) if position < MOST_SUGGESTIONS else ""
            self.fault(key, FaultCode.UNKNOWN_KEY, key=key, nearest=meant)

    def get(self, key: str, required: bool = False) -> object | None:
        """The value as it stands; None if absent (a fault if required)."""
        self.asked.add(key)
        if required and key not in self.values:
            self.fault(key, FaultCode.MISSING, key=key)
        return self.values.get(key)

    def plain(self, settings: Mapping[str, Setting]) -> dict[str, Any]:
        """The values of all that are plain, by the fields of the shape."""
        plain = (setting for setting in settings.values() if setting.is_plain)
        return {setting.name: self.setting(setting) for setting in plain}

    def setting(self, setting: Setting) -> Any:
        """The value of a plain setting; what it is by default if it is absent or faulty."""
        key, required = setting.key, setting.required
        match setting.kind:
            case Kind.NAME:
                return self.name(key, required, setting.longest) or setting.default or ""
            case Kind.TEXT:
                return self.text(key) or setting.default
            case Kind.WHOLE:
                found = self.whole(key, setting.least, setting.most, required)
                return setting.default if found is None else found
            case Kind.YES:
                return self.flag(key, bool(setting.default))
            case Kind.CHOICE:
                return self.choice(key, setting.options, str(setting.default))
            case Kind.WEEKDAY:
                assert isinstance(setting.default, int)
                return WEEKDAYS.index(self.choice(key, setting.options, WEEKDAYS[setting.default]))
            case Kind.DAY:
                return self.day(key, required)
            case Kind.LANGUAGES:
                return self.languages(key) or setting.default
        return tuple(text for _, text in self.names(key, required))

    def name(self, key: str, required: bool = False, longest: int = LONGEST_NAME) -> str:
        """One line of text; empty if absent or faulty."""
        value = self.get(key, required)
        return "" if value is None else checked_text(value, self.at(key), self.faults, longest)

    def text(self, key: str) -> str:
        """Text of one or more lines; empty if absent or faulty."""
        value = self.get(key)
        if value is None:
            return ""
        return checked_text(value, self.at(key), self.faults, LONGEST_TEXT, lines=True)

    def whole(self, key: str, low: int, high: int, required: bool = False) -> int | None:
        """A whole number from `low` to `high` (inclusive)."""
        value = self.get(key, required)
        if value is None:
            return None
        return checked_whole(value, self.at(key), self.faults, low, high)

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self.get(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(key, FaultCode.NOT_TRUE_OR_FALSE, value=value)
        return default

    def choice(self, key: str, options: Collection[str], default: str) -> str:
        """One of a few words."""
        value = self.get(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.fault(key, FaultCode.NOT_TEXT, value=value)
        elif value not in options:
            self.fault(
                key,
                FaultCode.NOT_ONE_OF,
                value=value,
                options=", ".join(options),
                nearest=nearest(value, options),
            )
        else:
            return value
        return default

    def day(self, key: str, required: bool = False) -> date | None:
        """A date of the years 1900 to 2199."""
        value = self.get(key, required)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault(key, FaultCode.NOT_A_DATE, value=value)
        elif not FIRST_DAY <= value <= LAST_DAY:
            self.fault(key, FaultCode.DATE_OUT_OF_RANGE, value=value)
        else:
            return value
        return None

    def items(self, key: str, required: bool = False) -> list[tuple[Path, object]]:
        """The entries of a list, each with its path; a list that is given must not be empty."""
        value = self.get(key, required)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(key, FaultCode.NOT_A_LIST, value=value)
            return []
        if not value:
            self.fault(key, FaultCode.EMPTY_LIST)
        return [(self.at(key, index), entry) for index, entry in enumerate(value)]

    def names(self, key: str, required: bool = False) -> list[tuple[Path, str]]:
        """The entries of a list of different one-line texts; faulty ones are left out."""
        found: dict[str, Path] = {}
        for path, entry in self.items(key, required):
            text = checked_text(entry, path, self.faults, LONGEST_NAME)
            if text in found:
                self.faults.add(path, FaultCode.REPEATED_ENTRY, value=text)
            elif text:
                found[text] = path
        return [(path, text) for text, path in found.items()]

    def languages(self, key: str) -> tuple[str, ...]:
        """The codes of a list of different languages."""
        found: dict[str, None] = {}
        for path, text in self.names(key):
            code = language_code(text)
            if code is None:
                self.faults.add(path, FaultCode.UNKNOWN_LANGUAGE, value=text)
            elif code in found:
                self.faults.add(path, FaultCode.REPEATED_ENTRY, value=text)
            else:
                found[code] = None
        return tuple(found)

    def table(self, key: str, required: bool = False) -> "TomlTable | None":
        """A table below this one."""
        value = self.get(key, required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault(key, FaultCode.NOT_A_TABLE, value=value)
            return None
        return TomlTable(value, self.at(key), self.faults)

    def tables(self, key: str, required: bool = False) -> Iterator["TomlTable"]:
        """The tables of a list (`[[key]]`); an empty list is none."""
        value = self.get(key, required)
        if value is None:
            return
        if not isinstance(value, list):
            self.fault(key, FaultCode.NOT_A_LIST_OF_TABLES, value=value)
            return
        if required and not value:
            self.fault(key, FaultCode.EMPTY_LIST)
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                yield TomlTable(entry, self.at(key, index), self.faults)
            else:
                self.faults.add(self.at(key, index), FaultCode.NOT_A_TABLE, value=entry)

    def keyed_tables(self, key: str, required: bool = False) -> Iterator[tuple[str, "TomlTable"]]:
        """The tables `[key.<name>]`, each with its well-formed name."""
        parent = self.table(key, required)
        for name in parent.values if parent else ():
            assert parent is not None
            if not KEY.fullmatch(name):
                parent.fault(name, FaultCode.BAD_KEY, value=name)
            child = parent.table(name)
            if child is not None:
                yield name, child


def checked_whole(value: object, path: Path, faults: FaultList, low: int, high: int) -> int | None:
    """The value if it is a whole number from `low` to `high`; true and false are not numbers."""
    if isinstance(value, bool) or not isinstance(value, int):
        faults.add(path, FaultCode.NOT_A_WHOLE_NUMBER, value=value)
    elif not low <= value <= high:
        faults.add(path, FaultCode.OUT_OF_RANGE, value=str(value), low=low, high=high)
    else:
        return value
    return None


def checked_text(
    value: object, path: Path, faults: FaultList, longest: int, lines: bool = False
) -> str:
    """The value if it is a text fit to be read and printed, else empty; `lines`: may have several.

    Names come back in composed form (NFC), so that one name has one spelling.
    """
    if not isinstance(value, str):
        faults.add(path, FaultCode.NOT_TEXT, value=value)
    elif not value.strip():
        faults.add(path, FaultCode.EMPTY_TEXT)
    elif any(is_unseen(char) for char in (value.replace("\n", "") if lines else value)):
        faults.add(path, FaultCode.CONTROL_CHARACTER, value=value)
    elif not lines and value != value.strip():
        faults.add(path, FaultCode.OUTER_SPACES, value=value)
    elif len(value) > longest:
        faults.add(path, FaultCode.TOO_LONG, longest=longest)
    else:
        return unicodedata.normalize("NFC", value.strip())
    return ""


def same_name(name: str) -> str:
    """What two names share that a reader would take for one: case and width do not tell."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
