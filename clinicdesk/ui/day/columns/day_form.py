"""How a day is to be laid out, as values: any thread may do it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from clinicdesk.services.visits.reading.clinic_day import Column, DayInfo
from clinicdesk.ui.day.columns.column_choice import brought_together, chosen_columns
from clinicdesk.ui.day.layout.arrangement import Arrangement, arrange, fitted
from clinicdesk.ui.day.layout.geometry import column_edges, least_width


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
    together: tuple[int, ...] = ()
    """Resources whose columns stand beside each other, where the first of them would."""

    def arrange(self, info: DayInfo) -> Arrangement:
        """The day laid out like that."""
        columns = chosen_columns(info, self.chosen, self.besides, with_away=self.with_away)
        columns = brought_together(columns, self.together)
        return arrange(info, columns, self.zoom, self.line_height, self.width)

    def fit(self, plan: Arrangement, before: "DayForm") -> Arrangement:
        """A plan of the form `before`, laid out like this: what stands in its columns stays."""
        if self.columns != before.columns:
            return self.arrange(plan.day)
        return fitted(plan, self.zoom, self.line_height, self.width)

    @property
    def columns(self) -> tuple[object, ...]:
        """All that says which columns there are."""
        return self.chosen, self.with_away, self.besides, self.together

    def is_wider(self, columns: Sequence[Column], together: Collection[int]) -> bool:
        """Whether these columns do not stand in sight at once, as far apart as they are."""
        edges = column_edges(len(columns), self.width, least_width(self.line_height))
        places = [at for at, one in enumerate(columns) if one.resource.id in together]
        return len(places) > 1 and edges[places[-1] + 1] - edges[places[0]] > self.width
