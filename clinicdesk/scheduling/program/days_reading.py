"""The days that a problem file lists, and times on them: free time, busy time, windows."""

from datetime import date

from clinicdesk.scheduling.core.intervals import MIDNIGHT, Interval
from clinicdesk.scheduling.core.problem import Windows
from clinicdesk.scheduling.program.fields import Node, as_day, quoted, shown


class ListedDays:
    """The listed days; those that cannot be read are faults, and are known by their text alone."""

    def __init__(self, node: Node) -> None:
        self._days: dict[str, date] = {}
        self._texts: set[str] = set()
        latest: date | None = None
        for item in node.items():
            text = item.text()
            self._texts.add(text)
            day = as_day(text)
            if day is None:
                if isinstance(item.value, str):
                    item.refuse(f'must be a day such as "2026-11-23", not {quoted(text)}')
            elif latest is not None and day <= latest:
                item.refuse(f"must be after {latest}, which stands before it, not {day}")
            else:
                self._days[text] = latest = day

    @property
    def days(self) -> tuple[date, ...]:
        """Ascending."""
        return tuple(self._days.values())

    def listed_day(self, node: Node) -> date | None:
        """The day at a node, None where it is not one of the listed days (or was no day itself)."""
        text = node.text()
        if isinstance(node.value, str) and text not in self._texts:
            node.refuse(f"unlisted day {quoted(text)}")
        return self._days.get(text)

    def times(self, node: Node) -> Windows:
        """Intervals by day; those of days that are not listed are not looked at."""
        if not node.is_object():
            return {}
        times = {}
        for text, day in self._days.items():
            listed = node.given(text)
            if listed is not None:
                times[day] = tuple(_read_interval(item) for item in listed.items())
        return times

    def windows(self, owner: Node) -> Windows | None:
        """The `windows` of a request, step or alternative; None where they are left out."""
        node = owner.optional("windows")
        return None if node is None else self.times(node)


def _read_interval(node: Node) -> Interval:
    """An interval `[start, end)` with 0 <= start < end <= 1440."""
    match node.value:
        # Nearly all of a file is intervals, so sound ones are recognized at once.
        case [int(start), int(end)] if 0 <= start < end <= MIDNIGHT:
            if not isinstance(start, bool) and not isinstance(end, bool):
                return (start, end)
    ends = node.items()
    if len(ends) != 2:
        if isinstance(node.value, list):
            node.refuse(f"must be a start and an end, not {shown(node.value)}")
        return (0, MIDNIGHT)
    known = len(node.faults)
    start, end = ends[0].whole(least=None), ends[1].whole(least=None)
    if len(node.faults) == known and not 0 <= start < end <= MIDNIGHT:
        node.refuse(f"must be a start before an end within 0 to 1440, not {shown(node.value)}")
    return (start, end)
