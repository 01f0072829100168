"""Whom a visit is for: newcomers in the order of their numbers, and those under treatment."""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from random import Random

from clinicdesk.services.demo.day.demand import Course, Demand

ESTABLISHED = 0.3
"""How many of all patients had been here before the first day."""

NEVER_SEEN = 0.02
"""How many are registered but have no visit at all."""

LOOKED_AT = 3
"""How many of a course are asked before somebody else begins one."""

ONCE = Course()

Suits = Callable[[int], bool]
"""Whether a patient can have the visit; asked of the one who gets it last."""


def _anybody(_patient: int) -> bool:
    return True


class Caseload:
    """The patients of the clinic from day to day. No one comes twice on a day."""

    def __init__(self, random: Random, patients: Sequence[int], demand: Demand) -> None:
        known, last = int(len(patients) * ESTABLISHED), int(len(patients) * (1 - NEVER_SEEN))
        self._random, self._demand = random, demand
        self._known = list(patients[:known])
        self._unseen = deque(patients[known:last])
        self._unseen_left = last - known
        self._day = 0
        self._allowance = 0.0
        self._last: dict[int, int] = {}
        self._courses: Mapping[tuple[str, int | None], deque[tuple[int, int]]] = defaultdict(deque)
        self._sent: Mapping[str, deque[int]] = defaultdict(deque)

    def begin_day(self, day: int, part: float) -> None:
        """Go on to a day (its ordinal), on which `part` of those still unseen may come."""
        self._day = day
        self._allowance += self._unseen_left * part

    @property
    def newcomers(self) -> bool:
        """Whether somebody new may still come today."""
        return self._allowance >= 1 and self._unseen_left > 0

    def newcomer(self, what: str, suits: Suits = _anybody) -> int:
        """Somebody who has never been here; there must be `newcomers`, and one whom it suits."""
        self._allowance -= 1
        self._unseen_left -= 1
        patient = next(number for number in self._unseen if suits(number))
        self._unseen.remove(patient)
        self._known.append(patient)
        return self._comes(patient, what)

    def under_treatment(self, what: str, lead: int | None, suits: Suits = _anybody) -> int:
        """Whoever is due for the next visit of such a course with this practitioner."""
        course = self._courses[what, lead]
        rules = self._demand.courses.get(what, ONCE)
        for index in range(min(LOOKED_AT, len(course))):
            patient, left = course[index]
            if self._last.get(patient, 0) + rules.apart <= self._day and suits(patient):
                del course[index]
                if left > 1:
                    course.append((patient, left - 1))
                return self._comes(patient, what)
        patient = self._beginner(what, suits)
        if rules.times > 1:
            # Not all stay to the end, and at the first day most are in the middle of it.
            course.append((patient, self._random.randint(1, rules.times)))
        return self._comes(patient, what)

    def _beginner(self, what: str, suits: Suits) -> int:
        """Somebody who was sent here, or who comes back after a while."""
        sent = self._sent[what]
        for _ in range(min(LOOKED_AT, len(sent))):
            patient = sent.popleft()
            if self._last.get(patient, 0) < self._day and suits(patient):
                return patient
            sent.append(patient)
        while True:
            patient = self._random.choice(self._known)
            if self._last.get(patient, 0) < self._day and suits(patient):
                return patient

    def _comes(self, patient: int, what: str) -> int:
        self._last[patient] = self._day
        following = self._demand.next_steps.get(what, ())
        if following:
            self._sent[self._random.choice(following)].append(patient)
        return patient
