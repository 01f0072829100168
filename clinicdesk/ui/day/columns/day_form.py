"""How a day is to be laid out, as values: any thread may do it."""

from dataclasses import dataclass

from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.ui.day.columns.column_choice import chosen_columns
from clinicdesk.ui.day.layout.arrangement import Arrangement, arrange, fitted


@dataclass(frozen=True)
class DayForm:
    """Which columns, how large, and how much room there is, in pixels."""

    chosen: tuple[int, ...] | None
    """Numbers of resources in their order; None for the usual ones."""
    with_away: bool
    besides: tuple[int, ...]
    """Resources that have a column besides."""
    zoom: int
    """An index of `ROWS`."""
    line_height: int
    """A name's."""
    width: int

    def arrange(self, info: DayInfo) -> Arrangement:
        """The day laid out like that."""
        columns = chosen_columns(info, self.chosen, self.besides, with_away=self.with_away)
        return arrange(info, columns, self.zoom, self.line_height, self.width)

    def fit(self, plan: Arrangement, before: "DayForm") -> Arrangement:
        """A plan of the form `before`, laid out like this: what stands in its columns stays."""
        if self.columns != before.columns:
            return self.arrange(plan.day)
        return fitted(plan, self.zoom, self.line_height, self.width)

    @property
    def columns(self) -> tuple[tuple[int, ...] | None, bool, tuple[int, ...]]:
        """All that says which columns there are."""
        return self.chosen, self.with_away, self.besides
