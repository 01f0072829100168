"""On which days a request may have a plan, by its starts alone: quick, and never too few.

Dozens of questions about one request (what if this gap were longer?) differ in little. What they
share is worked out once, for the whole horizon in one integer: the starts of each step by itself.
A question then costs a few operations (`days_side_by_side.py`). What is left is for the search to
decide.
"""

from collections.abc import Collection, Sequence
from datetime import date

from clinicdesk.scheduling.core.intervals import merge_intervals
from clinicdesk.scheduling.core.problem import Problem, Request, Step, Windows
from clinicdesk.scheduling.core.same_resource import ways_of
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.precedence import Precedence
from clinicdesk.scheduling.why_not.days_side_by_side import DaysSideBySide
from clinicdesk.scheduling.why_not.step_starts import StepStarts


class PossibleDays:
    """Answers for one request, changed in many ways, of a problem that may have other resources.

    Whatever is the same object is worked out once.
    """

    def __init__(self, problem: Problem, poll: Poll) -> None:
        self.starts = StepStarts(problem, poll)
        self._horizon = self.starts.horizon
        self._poll = poll
        self._kept: list[object] = []
        """What is known by its id, which nothing else may be given meanwhile."""
        self._ways: dict[tuple[int, int], tuple[tuple[Step, ...], ...]] = {}
        self._precedence: dict[tuple[int, int, int], Precedence] = {}
        self._one_of_each_day: dict[int, list[Windows]] = {}

    def of(
        self, problem: Problem, request: Request, within: Sequence[date] | None = None
    ) -> tuple[date, ...]:
        """Every day that has a plan of the request, and perhaps some that have none.

        `within`: ascending, no other has a plan, as the caller knows.
        """
        among: Sequence[int] | None = None
        if within is not None:
            among = [self._horizon.position_of[day] for day in within]
        positions: set[int] = set()
        for windows in self.windows_of(request):
            for steps in self.ways_of(request):
                starts = [self.starts.of(problem, request, windows, step) for step in steps]
                days = DaysSideBySide(self._horizon, starts, among)
                self.drop_impossible(request, days)
                positions.update(days.positions)
        return self.days_at(positions)

    @staticmethod
    def are_sure(request: Request) -> bool:
        """Whether each of the days that `of` gives has a plan of the request."""
        if len(request.steps) > 1 or request.longest_stay is not None or request.same:
            return False
        names = [
            item.resource for step in request.steps for need in step.needs for item in need.one_of
        ]
        return len(set(names)) == len(names)

    def days_at(self, positions: Collection[int]) -> tuple[date, ...]:
        """The days at these positions of the horizon."""
        return tuple(self._horizon.days[position] for position in sorted(positions))

    def windows_of(self, request: Request) -> Sequence[Windows | None]:
        """The patient's windows; of a visit in one of them, the first of each day, and so on."""
        windows = request.windows
        if windows is None or not request.one_window:
            return (windows,)
        if id(windows) not in self._one_of_each_day:
            self._kept.append(windows)
            self._one_of_each_day[id(windows)] = _one_of_each_day(windows)
        return self._one_of_each_day[id(windows)]

    def ways_of(self, request: Request) -> tuple[tuple[Step, ...], ...]:
        """The steps with the choice of a resource that several needs take, one by one."""
        if not request.same:
            return (request.steps,)
        key = id(request.steps), id(request.same)
        if key not in self._ways:
            self._kept += [request.steps, request.same]
            # A step that is the same in all ways stays the same object: its starts are known.
            self._ways[key] = tuple(
                tuple(
                    stated if step == stated else step
                    for step, stated in zip(way.steps, request.steps, strict=True)
                )
                for way in ways_of(request)
            )
        return self._ways[key]

    def drop_impossible(self, request: Request, days: DaysSideBySide) -> None:
        """Leave the days on which these starts of all steps may lead to a plan of the request."""
        self._poll()
        precedence, stay = self._precedence_of(request), request.longest_stay
        days.drop_impossible(precedence, stay, self._poll)
        if stay is None or len(request.steps) < 3 or not days.positions:
            return
        found: set[int] = set()
        for some in days.by_beginning(stay):
            some.drop_impossible(precedence, stay, self._poll)
            found.update(some.positions)
        days.leave(found)

    def _precedence_of(self, request: Request) -> Precedence:
        key = id(request.steps), id(request.sequence), request.transfer_minutes
        if key not in self._precedence:
            self._kept += [request.steps, request.sequence]
            self._precedence[key] = Precedence(request)
        return self._precedence[key]


def _one_of_each_day(windows: Windows) -> list[Windows]:
    merged = {day: merge_intervals(spaces) for day, spaces in windows.items()}
    most = max(map(len, merged.values()), default=0)
    return [
        {day: (spaces[place],) for day, spaces in merged.items() if place < len(spaces)}
        for place in range(most)
    ]
