"""A sheet of rows to be printed: what stands above them, their columns, and their texts. Pure."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SheetColumn:
    """A column: its caption, and its share of the page's width."""

    caption: str
    share: float
    ticks: bool = False
    """Whether it is an empty box to be ticked by hand."""
    strong: bool = False


@dataclass(frozen=True)
class Sheet:
    """One list on pages of its own; each row has a text for each column that is not ticked."""

    title: str
    subtitle: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    nothing: str = ""
    """What stands there where there are no rows."""
    together: int = 1
    """How many rows belong to each other: a line is drawn above each such group."""
    on_one_page: bool = False
    """Whether all of it stands on one page, however small its rows become."""


@dataclass(frozen=True)
class SheetFoot:
    """What stands at the foot of each page, beside which page of how many it is."""

    left: str
    page_of: Callable[[int, int], str]
    """The words for that page of so many."""
