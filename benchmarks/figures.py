"""What benchmarks have in common: rows of figures, tables of them, and where they were measured."""

import platform
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count, getloadavg
from pathlib import Path
from typing import Protocol

from clinicdesk.scheduling.search.compiled_folder import is_compiled

Row = dict[str, object]
"""One measurement, as it is written to the file: plain values by name."""


@dataclass(frozen=True)
class Wanted:
    """How much is to be measured. `seconds`: how long CP-SAT may pack a day."""

    quick: bool = False
    seed: int = 1
    requests: int = 20
    seconds: float = 30.0


@dataclass(frozen=True)
class FigureTable:
    """Figures for people: the first column names the line, `note` says what to know of it."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    note: str = ""

    def as_text(self) -> str:
        """In columns of equal width, for a terminal."""
        every = [self.columns, *self.lines]
        widths = [max(map(len, column)) for column in zip(*every, strict=True)]
        shown = [
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in every
        ]
        return "\n".join([self.title, *shown, *([self.note] if self.note else [])])

    def as_markdown(self) -> str:
        """The same as a table of a document."""
        head = ["| " + " | ".join(self.columns) + " |"]
        rule = ["|" + "|".join(["---"] + ["---:"] * (len(self.columns) - 1)) + "|"]
        lines = ["| " + " | ".join(line) + " |" for line in self.lines]
        return "\n".join([*head, *rule, *lines, *(["", self.note] if self.note else [])])


class Benchmark(Protocol):
    """A module that measures one thing."""

    def rows(self, wanted: Wanted) -> Iterator[Row]:
        """Measurements, each as soon as it is there."""

    def tables(self, rows: Sequence[Row]) -> list[FigureTable]:
        """What they show."""


def machine() -> Row:
    """Where and when this was measured, and how busy the machine was with other things."""
    measured = datetime.now(UTC)  # noqa: TID251 - no Context here
    return {
        "date": measured.strftime("%Y-%m-%d %H:%M UTC"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": cpu_count(),
        "load": round(getloadavg()[0], 2),
        "ortools": version("ortools"),
        "search": "compiled" if is_compiled() else "plain Python",
    }


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.exists():
        for line in about.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def number(row: Mapping[str, object], name: str) -> float:
    """A figure of a row, which must be one."""
    value = row[name]
    assert isinstance(value, int | float)
    return value


def column(rows: Sequence[Row], name: str) -> list[float]:
    """A figure of every row that has it, ascending."""
    return sorted(number(row, name) for row in rows if row.get(name) is not None)


def at_share(ascending: Sequence[float], share: float) -> float:
    """The value that a share of all values do not exceed (0.5: the median)."""
    if share == 0.5:
        return statistics.median(ascending)
    return ascending[min(len(ascending) - 1, int(len(ascending) * share))]


def shown(value: float) -> str:
    """Three digits, without an exponent."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def of_benchmark(rows: Sequence[Row], name: str) -> list[Row]:
    """The rows that one benchmark made."""
    return [row for row in rows if row.get("benchmark") == name]
