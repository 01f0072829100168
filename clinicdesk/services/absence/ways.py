"""The ways to mend a day: fewest sent home, fewest called, least moved; ever better ones.

The engine's front (`pack_front`) has the days that are worth a look. The best of these in each aim
are chosen here, after all was taken out of them that could not be written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from time import thread_time

from clinicdesk.scheduling import (
    MIDNIGHT,
    Absence,
    BookedStep,
    Disturbance,
    MovedStep,
    Problem,
    Request,
    Step,
    Way,
    broken_visits,
    days_that_fit,
    pack_front,
    repair_problem,
    replace_times,
    subtract_intervals,
)
from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.repaired_day import (
    RepairedDay,
    RepairQuestion,
    without_blocked_moves,
)

SECONDS = 20.0
"""How long the first look takes at most, each one after it twice as long as the one before: time of
the processor, so that whatever else a computer does takes nothing away."""

QUIET_ASKS = 80_000
"""Once each is proven the best in its own figure: so often, or as often as until then, the engine
asks whether to stop, and has nothing better in the others, before that is given up. About three
seconds of a day of 170 visits."""

NEAR = (0, 30, 60)
"""By how many minutes people are moved at most in the first looks."""

FIRST_SECONDS = 0.5
"""What is found sooner is not told yet: it is much worse than what comes within this time."""

WHOLE_DAY = ((0, MIDNIGHT),)


@dataclass(frozen=True)
class Ways:
    """For each aim the best day found, and how much that disturbs.

    `proven`: the aims in whose own figure no day can be better.
    """

    days: Mapping[Aim, RepairedDay]
    disturbances: Mapping[Aim, Disturbance]
    proven: frozenset[Aim]


Told = Callable[[Ways], object]


def ways_to_mend(
    question: RepairQuestion,
    furthest: int,
    tell: Told = lambda _ways: None,
    stop: Callable[[], bool] = lambda: False,
    look: int = 0,
) -> Ways:
    """The best ways found, until none can be better, or time is up, or `stop` says True.

    Nobody moves by more than `furthest` minutes. `tell` gets better ones as they are found. The
    first are whole whoever else waits: cut short, they would send home who has a place. Each `look`
    goes another way through the day than those numbered below it.
    """
    search = _Search(question, furthest, tell, look)
    search.run(stop)
    return search.ways()


class _Search:
    """What is known of one question's days, and what no day can undercut."""

    def __init__(self, question: RepairQuestion, furthest: int, tell: Told, look: int) -> None:
        self._question, self._furthest, self._tell = question, furthest, tell
        self._look = look
        self._began = thread_time()
        self._asked = 0
        """How often the engine has asked whether to stop."""
        self._day = question.problem.days[0]
        self._absent = _without(question.problem, question.absences)
        kept = question.fixed | self._broken_already()
        self._nowhere = self._without_place(kept)
        # Who cannot stay is as booked until somebody has called: nobody gets that place meanwhile.
        self._work = repair_problem(
            self._absent, self._day, question.from_minute, kept | self._nowhere
        )
        noticing = question.affected if self._practitioner_absent() else self._nowhere
        self._least = Disturbance(len(self._nowhere), len(question.told_patients(noticing)), 0)
        """No day disturbs less, in any of the three."""
        self._found: dict[Disturbance, RepairedDay] = {}
        self._weighed: set[tuple[Disturbance, int]] = set()
        self._told: Mapping[Aim, Disturbance] = {}
        self._best: Mapping[Aim, Disturbance] = {}
        self._newest = 0
        """How often it had asked when a best one came last."""
        self._proven = self._ended = False
        """Whether no day can be better in what it is named for, and whether in anything."""

    def run(self, stop: Callable[[], bool]) -> None:
        """Let the engine look for better days until none can be, or for as long as it may."""
        # Each places everybody once, as near as may be at first: to it every place is as good.
        for reach in (*(near for near in NEAR if near < self._furthest), self._furthest):
            if self._ended:
                return
            first: list[Sequence[Way]] = []
            self._pack(reach, first.append, partial(bool, first))
        self._pack(self._furthest, self._take, lambda: self._is_over() or stop())

    def _pack(
        self, furthest: int, tell: Callable[[Sequence[Way]], object], stop: Callable[[], bool]
    ) -> None:
        problem = self._work.problem
        # The time that counts is the processor's, and asked for here.
        front = pack_front(
            problem, furthest=furthest, seconds=inf, seed=self._look, stop=stop, tell=tell
        )
        self._weigh(front.ways)

    def ways(self) -> Ways:
        """Of the days found, the best for each aim."""
        best = {aim: min(self._found, key=aim.rank) for aim in Aim}
        proven = (aim for aim in Aim if aim.rank(best[aim])[0] <= aim.rank(self._least)[0])
        return Ways({aim: self._found[best[aim]] for aim in Aim}, best, frozenset(proven))

    @property
    def _gone(self) -> float:
        """Seconds of the processor since this began."""
        return thread_time() - self._began

    def _is_over(self) -> bool:
        self._asked += 1
        return self._ended or self._quiet() or self._gone > SECONDS * 2**self._look

    def _quiet(self) -> bool:
        return self._proven and self._asked - self._newest > max(QUIET_ASKS, self._newest)

    def _take(self, front: Iterable[Way]) -> None:
        self._weigh(front)
        ways = self.ways()
        if self._best != ways.disturbances:
            self._best, self._newest = ways.disturbances, self._asked
            self._proven = len(ways.proven) == len(Aim)
        if self._told != self._best and self._gone >= FIRST_SECONDS:
            self._told = self._best
            self._tell(ways)

    def _weigh(self, front: Iterable[Way]) -> None:
        """Keep each as a day that can be written, the first of those that disturb equally."""
        for way in front:
            key = (way.disturbance, way.packing.cost)
            if key not in self._weighed:
                self._weighed.add(key)
                day = without_blocked_moves(self._question, self._repaired(way))
                self._found.setdefault(self._question.disturbance(day), day)
        self._ended = self._least in self._found

    def _repaired(self, way: Way) -> RepairedDay:
        now = {(plan.request, step.step): step for plan in way.packing.plans for step in plan.steps}
        moved = []
        for name, booked in self._work.to_come.items():
            for item in booked:
                step = now.get((name, item.step))
                if step is not None and (step.start, step.resources) != (
                    item.start,
                    item.resources,
                ):
                    affected = name in self._question.affected
                    moved.append(MovedStep(item, step.start, step.resources, affected))
        unplaced = {*way.packing.unplaced, *self._nowhere}
        order = (request.id for request in self._question.problem.requests)
        return RepairedDay(tuple(moved), tuple(name for name in order if name in unplaced))

    def _broken_already(self) -> frozenset[str]:
        """The visits that break a rule without the absence: they do not move for another's sake."""
        question = self._question
        work = repair_problem(question.problem, self._day, question.from_minute, question.fixed)
        return frozenset(broken_visits(work) - question.affected)

    def _without_place(self, kept: frozenset[str]) -> frozenset[str]:
        """The affected visits that would have no place if no other had to be thought of."""
        work = repair_problem(self._absent, self._day, self._question.from_minute, kept)
        return frozenset(
            request.id
            for request in work.problem.requests
            if request.id in self._question.affected
            and not days_that_fit(_alone(work.problem, request, self._furthest))
        )

    def _practitioner_absent(self) -> bool:
        """Whether everybody affected notices: who loses a practitioner does, whatever is done."""
        absent = (absence.resource for absence in self._question.absences)
        return not self._question.practitioners.isdisjoint(absent)


def _without(problem: Problem, absences: Iterable[Absence]) -> Problem:
    """The problem without the time of what is absent."""
    resources = {resource.id: resource for resource in problem.resources}
    for absence in absences:
        resource = resources[absence.resource]
        left = tuple(subtract_intervals(resource.free.get(absence.day, ()), absence.minutes))
        resources[resource.id] = replace_times(resource, free={absence.day: left}, busy={})
    return replace(problem, resources=tuple(resources.values()))


def _alone(problem: Problem, request: Request, furthest: int) -> Problem:
    """The problem of this request, near its booked starts; the others are not there at all."""
    booked = {item.step: item for item in problem.booked if item.request == request.id}
    steps = (_near(step, booked[step.id], furthest) for step in request.steps)
    alone = replace(request, steps=tuple(steps))
    return replace(problem, requests=(alone,), booked=())


def _near(step: Step, booked: BookedStep, furthest: int) -> Step:
    """The step with its windows cut to so many minutes around its booked start, or a bit more.

    Where others take longer the window is long enough for them, and so somewhat late for the rest.
    """
    longest = max((a.minutes or 0 for need in step.needs for a in need.one_of), default=0)
    ends = booked.start + furthest + max(step.minutes, longest)
    far = subtract_intervals(WHOLE_DAY, [(max(0, booked.start - furthest), min(ends, MIDNIGHT))])
    windows = WHOLE_DAY if step.windows is None else step.windows.get(booked.day, ())
    return replace(step, windows={booked.day: tuple(subtract_intervals(windows, far))})
