"""The reschedule list on screen and the days chosen in it; what is left is looked up beside it."""

from collections.abc import Callable
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.absence.other_days import Choices
from clinicdesk.services.absence.proposal import Proposal, StrandedVisit
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.absence.absence_search import AbsenceSearch

NO_CHOICES: Choices = MappingProxyType({})


class OpenList(QObject):
    """A choice stands at once. One for another visit waits until what is left for it is known."""

    changed = Signal()
    chosen = Signal(int)
    """The visit for which something else was chosen."""
    gone = Signal()
    """A day was chosen that another visit of the list has taken meanwhile."""

    def __init__(self, search: AbsenceSearch) -> None:
        super().__init__(search)
        self._search = search
        self.proposal: Proposal | None = None
        self.choices: dict[int, Option] = {}
        """The days that were chosen for visits that cannot stay, by visit."""
        self.number = 0
        """Counts the lists that stood here; with other days for the same visits it stays one."""
        self._looked_up: int | None = None
        """The visit whose choice is so new that what is left for the others is not known yet."""
        self._before: tuple[Proposal | None, dict[int, Option]] = (None, {})
        """What stood before such a choice."""
        self._waiting: list[Callable[[], object]] = []

    def show(self, proposal: Proposal | None, choices: Choices = NO_CHOICES) -> None:
        """Another list, with the days that were chosen in it before; None for no list."""
        self._stand(proposal, dict(choices))

    def exchange(self, proposal: Proposal, choices: Choices) -> None:
        """Another list, with those of the days that are for somebody who cannot stay there either.

        It stands at once; where what is left for the others cannot be read, without these days.
        """
        stranded = [visit.visit for visit in proposal.stranded if visit.visit in choices]
        self._stand(proposal, {visit: choices[visit] for visit in stranded})
        if stranded:
            self._before = proposal, {}
            self._looked_up = stranded[0]
            self._look_up()

    def stranded(self, visit: int | None) -> StrandedVisit | None:
        """That visit, if it is one of those that cannot stay."""
        found = () if self.proposal is None else self.proposal.stranded
        return next((each for each in found if each.visit == visit), None)

    def offered(self, visit: int) -> tuple[Option, ...]:
        """The days to choose from; the chosen one is among them, though others may be better."""
        stranded, chosen = self.stranded(visit), self.choices.get(visit)
        options = () if stranded is None else stranded.options
        if chosen is None:
            return options
        others = [option for option in options if option.plan != chosen.plan]
        place = next((n for n, option in enumerate(options) if option.plan == chosen.plan), 0)
        return (*others[:place], chosen, *others[place:])

    def choose(self, visit: int, option: Option | None) -> None:
        """Choose a day for a visit; None: it stays as booked."""
        if self._looked_up not in (None, visit):
            self._waiting.append(partial(self.choose, visit, option))
            return
        if self.stranded(visit) is None or option == self.choices.get(visit):
            return
        if option is not None and option not in self.offered(visit):
            self.gone.emit()
            return
        if self._looked_up is None:
            self._before = self.proposal, self.choices
        self.choices = {each: day for each, day in self.choices.items() if each != visit}
        if option is not None:
            self.choices[visit] = option
        self._looked_up = visit
        self.changed.emit()
        self.chosen.emit(visit)
        self._look_up()

    def step(self, visit: int, by: int) -> None:
        """Choose what is offered next, or before; it stays at the ends."""
        if self._looked_up not in (None, visit):
            self._waiting.append(partial(self.step, visit, by))
            return
        offered = (None, *self.offered(visit))
        there = offered.index(self.choices.get(visit)) + by
        if 0 <= there < len(offered):
            self.choose(visit, offered[there])

    @property
    def is_behind(self) -> bool:
        """Whether choices were made that do not stand yet."""
        return bool(self._waiting)

    def once_chosen(self, act: Callable[[], object]) -> None:
        """Do this after every choice that was made and does not stand yet."""
        self._waiting.append(act)

    def look_up_again(self) -> None:
        """What was looked up last was dropped; if it was not known yet, ask again."""
        if self._looked_up is not None:
            self._look_up()

    def _look_up(self) -> None:
        assert self.proposal is not None
        take, fail = partial(self._take_days, self.number), partial(self._take_back, self.number)
        self._search.days(self.proposal, self.choices, take, fail)

    def _take_days(self, number: int, found: Proposal) -> None:
        if number != self.number:
            # Of a list that stood here before.
            return
        self.proposal, self._looked_up = found, None
        self.changed.emit()
        while self._waiting and self._looked_up is None:
            self._waiting.pop(0)()

    def _take_back(self, number: int) -> None:
        """Both or, where what is left for the others cannot be read, neither."""
        if number != self.number:
            return
        self._looked_up = None
        self._waiting.clear()
        self.proposal, self.choices = self._before
        self.changed.emit()

    def _stand(self, proposal: Proposal | None, choices: dict[int, Option]) -> None:
        self._looked_up = None
        self._waiting.clear()
        self.number += 1
        self.proposal, self.choices = proposal, choices
        self.changed.emit()
