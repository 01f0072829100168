"""Which columns the day shows, and the saved views of them, remembered at this workstation."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSettings

from clinicdesk.services.visits.reading.clinic_day import Column, DayInfo

VIEWS = 6
"""How many views of columns can be saved."""


class ColumnChoice:
    """The usual columns are the practitioners who are in, unless somebody has chosen others."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self.chosen: tuple[int, ...] | None = _numbers(settings.value("day/columns"))
        """Numbers of resources in their order; None for the usual ones."""
        self.with_away = False
        """Whether the usual ones include the practitioners who are away."""

    def columns(self, day: DayInfo, besides: Sequence[int] = ()) -> tuple[Column, ...]:
        """The columns to show of a day, and those of `besides`; ones that are gone are left out."""
        return chosen_columns(day, self.chosen, besides, with_away=self.with_away)

    def choose(self, numbers: Sequence[int] | None) -> None:
        """Show these columns, or the usual ones."""
        self.chosen = None if numbers is None else tuple(numbers)
        self._settings.setValue("day/columns", _text(self.chosen))

    def saved(self, view: int) -> tuple[int, ...] | None:
        """The columns of a saved view, 1 to 6; None if nothing is saved there."""
        return _numbers(self._settings.value(f"day/view-{view}"))

    def save(self, view: int, numbers: Sequence[int]) -> None:
        """Save columns as a view."""
        self._settings.setValue(f"day/view-{view}", _text(tuple(numbers)))


def chosen_columns(
    day: DayInfo, chosen: Sequence[int] | None, besides: Sequence[int] = (), *, with_away: bool
) -> tuple[Column, ...]:
    """The columns of these resources, or else of the practitioners who are in."""
    known = {column.resource.id: column for column in day.columns}
    shown = _shown(day, known, chosen, with_away=with_away)
    numbers = {column.resource.id for column in shown}
    return shown + tuple(known[n] for n in besides if n in known and n not in numbers)


def brought_together(columns: tuple[Column, ...], together: Sequence[int]) -> tuple[Column, ...]:
    """These resources' columns beside each other, in this order, from where the first stands."""
    known = {column.resource.id: column for column in columns}
    own = [known[number] for number in together if number in known]
    if not own:
        return columns
    first = min(columns.index(column) for column in own)
    others = [column for column in columns[first:] if column not in own]
    return (*columns[:first], *own, *others)


def _shown(
    day: DayInfo, known: Mapping[int, Column], chosen: Sequence[int] | None, *, with_away: bool
) -> tuple[Column, ...]:
    if chosen is not None:
        return tuple(known[number] for number in chosen if number in known)
    busy = {number for item in day.appointments for number in item.resources if item.busy}
    return tuple(
        column
        for column in usual(day)
        # Whoever has an appointment outside their hours is shown too: nothing may be hidden.
        if column.present or with_away or column.resource.id in busy
    )


def usual(day: DayInfo) -> tuple[Column, ...]:
    """The practitioners, second places for work-ins left out."""
    return tuple(
        column
        for column in day.columns
        if column.resource.kind == "practitioner" and column.resource.lane_of is None
    )


def away(day: DayInfo) -> tuple[Column, ...]:
    """The practitioners who are not in that day."""
    return tuple(column for column in usual(day) if not column.present)


def _text(numbers: tuple[int, ...] | None) -> str:
    return "" if numbers is None else ",".join(str(number) for number in numbers)


def _numbers(stored: object) -> tuple[int, ...] | None:
    """What `_text` wrote; None for anything else that stands in the settings."""
    if not isinstance(stored, str) or not stored:
        return None
    parts = stored.split(",")
    if not all(part.isascii() and part.isdigit() and len(part) <= 15 for part in parts):
        return None
    return tuple(dict.fromkeys(int(part) for part in parts))
