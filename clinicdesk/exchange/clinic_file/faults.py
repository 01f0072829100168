"""What is wrong with a clinic file: where, a code, and the parameters of its sentence."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from clinicdesk.exchange.clinic_file.fault_codes import FaultCode

Path = tuple[str | int, ...]
"""Keys and list positions (from 0) from the top of the file to a value."""

Param = str | int

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Fault:
    """One fault. `where` is the file's own key path: `practitioners[3].hours[1].days`.

    List positions count from 0. `where` is empty when the file as a whole is meant. Texts in
    `params` that come from the file are cut short and hold no control characters.
    """

    where: str
    code: FaultCode
    params: Mapping[str, Param] = field(default_factory=dict)


class ClinicFileFaults(ValueError):
    """The file is refused whole; `faults` holds everything that was found, in the file's order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{fault.where}: {fault.code}" for fault in faults[:20]))
        self.faults = faults


class FaultList:
    """Collects faults while a file is read."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, path: Path, code: FaultCode, /, **params: object) -> None:
        """Note one fault; every text parameter is made safe to print.

        `options` are our own words to choose from, and are not cut short.
        """
        safe: dict[str, Param] = {}
        for name, value in params.items():
            text = str(value) if name == "options" else shown(value)
            safe[name] = value if type(value) is int else text
        self.found.append(Fault(path_text(path), code, safe))


def path_text(path: Path) -> str:
    """The path as TOML writes keys; unusual ones are quoted, control characters replaced."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
            continue
        key = part if BARE_KEY.fullmatch(part) else f'"{shown(part)}"'
        text += f".{key}" if text else key
    return text


def shown(value: object) -> str:
    """A value of the file as a sentence may print it: one short line without control characters."""
    text = {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""
    if isinstance(value, dict):
        text = "{...}"
    elif isinstance(value, list):
        text = "[...]"
    text = text or str(value)
    text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like `word`, or an empty text."""
    if len(word) > LONGEST_SHOWN:  # comparing costs the product of the lengths
        return ""
    by_folded = {name.casefold(): name for name in known}
    matches = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[matches[0]] if matches else ""
