"""One appointment being dragged: where it would go, what that breaks, and who may allow it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinicdesk.scheduling import MIDNIGHT, Rule
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.rules.clinic_rules import short_rule_code
from clinicdesk.services.visits.rules.overrides import roles_that_may
from clinicdesk.services.visits.rules.visit_rules import Broken
from clinicdesk.services.visits.seen import Seen, seen_of
from clinicdesk.services.visits.trying import MoveTrial
from clinicdesk.ui.day.layout.arrangement import Arrangement, DayBlock
from clinicdesk.wording import say, word_text

MOST_WORDS = 8
"""How long a reason beside the ghost may be."""


@dataclass(frozen=True)
class Target:
    """Where the appointment would go; `along`: the visit's other steps shift by as much.

    `column` counts those of the day that is shown, `start` is in minutes after midnight.
    """

    column: int
    start: int
    minutes: int
    along: bool = False


@dataclass(frozen=True)
class Verdict:
    """What would come of dropping it: `look` is `allowed`, `reason` (with one) or `refused`.

    It is `unknown` until what decides has been read.
    """

    look: str
    words: str
    """Why, in eight words at most."""
    who: str = ""
    """Who may allow it, or what is asked for."""
    minutes: int | None = None
    """How long it would last there, if that is known."""


class Drag:
    """Begins where the appointment is; `aim` leads it elsewhere, `verdict` says what of it.

    What decides is read once, by whoever drags, and given with `know`: each target is answered
    from these values.
    """

    def __init__(self, context: Context, plan: Arrangement, block: DayBlock) -> None:
        self._context, self._plan = context, plan
        self.block = block
        self.item = block.appointment
        """The appointment; of a class the first member's."""
        self.begin = Target(block.column, self.item.start, self.item.end - self.item.start)
        self.target = self.begin
        self._trial: MoveTrial | Refused | DatabaseRefused | None = None
        self._known: dict[Target, Verdict] = {}

    def know(self, trial: MoveTrial | Refused | DatabaseRefused) -> None:
        """What decides, or why it could not be read."""
        self._trial = trial
        self._known.clear()

    @property
    def moved(self) -> bool:
        """Whether it would be anywhere else."""
        return replace(self.target, along=False) != self.begin

    @property
    def resource(self) -> int:
        """The number of whom it would go to."""
        return self._plan.columns[self.target.column].resource.id

    @property
    def shift(self) -> int:
        """By how many minutes it would start later; less than 0: earlier."""
        return self.target.start - self.begin.start

    def again(self, plan: Arrangement) -> "Drag | None":
        """The same in a day that was read anew: its people, whatever columns they stand in now.

        None if the appointment is not where it was, or if whom it would go to is not shown.
        """
        columns = [column.resource.id for column in plan.columns]
        here, there = (
            self._plan.columns[place.column].resource.id for place in (self.begin, self.target)
        )
        block = next(
            (
                block
                for block in plan.blocks
                if block.appointment.number == self.item.number and columns[block.column] == here
            ),
            None,
        )
        if block is None or block.appointment.start != self.item.start or there not in columns:
            return None
        drag = Drag(self._context, plan, block)
        drag.aim(replace(self.target, column=columns.index(there)))
        return drag

    def anew(self, plan: Arrangement) -> "Drag | None":
        """The same move of the appointment from where others have put it in a day read anew.

        What it would not have changed stays as it is now. None if the appointment does not stand
        in a column of the same kind any more, or if whom it would go to is not shown.
        """
        columns = [column.resource for column in plan.columns]
        numbers = [resource.id for resource in columns]
        old = self._plan.columns[self.begin.column].resource
        blocks = [
            block
            for block in plan.blocks
            if block.appointment.number == self.item.number
            and columns[block.column].kind == old.kind
        ]
        if not blocks or self.resource not in (old.id, *numbers):
            return None
        block = next((block for block in blocks if numbers[block.column] == old.id), blocks[0])
        drag = Drag(self._context, plan, block)
        before, meant, now = self.begin, self.target, drag.begin
        column = now.column if self.resource == old.id else numbers.index(self.resource)
        start = now.start if meant.start == before.start else meant.start
        minutes = now.minutes if meant.minutes == before.minutes else meant.minutes
        drag.aim(Target(column, start, minutes, meant.along))
        return drag

    @property
    def grid(self) -> int:
        """The clinic's grid in minutes."""
        return self._plan.day.setup.grid_minutes

    def siblings(self) -> list[AppointmentInfo]:
        """The visit's other steps that are still to come or under way."""
        if self.block.is_class:
            return []
        return [
            item
            for item in self._plan.day.appointments
            if item.visit == self.item.visit and item.number != self.item.number and item.busy
        ]

    def shifted(self, item: AppointmentInfo) -> bool:
        """Whether a sibling would move along."""
        return self.target.along and item.status.movable and item.group is None

    def aim(self, target: Target) -> None:
        """Lead it there; kept within the day and on the clinic's grid."""
        minutes = max(self.grid, min(target.minutes, MIDNIGHT))
        start = round(target.start / self.grid) * self.grid
        start = max(0, min(start, MIDNIGHT - minutes))
        if target.start == self.begin.start:
            start = target.start
        self.target = replace(target, start=start, minutes=minutes)

    def push(self, minutes: int = 0, longer: int = 0, *, along: bool) -> None:
        """By the keyboard: later or earlier, longer or shorter."""
        now = self.target
        start, length = now.start + minutes, now.minutes + longer
        self.aim(Target(now.column, start, length, along))

    def sideways(self, step: int, *, along: bool) -> None:
        """By the keyboard: to the next column of the same kind."""
        columns = self._plan.columns
        kind = columns[self.begin.column].resource.kind
        column = self.target.column + step
        while 0 <= column < len(columns):
            if columns[column].resource.kind == kind:
                self.aim(replace(self.target, column=column, along=along))
                return
            column += step

    def moves(self) -> list[Move]:
        """What the services are asked to do: its own move, and those of what moves along."""
        return [
            self._own_move(),
            *(
                Move(item.number, start=item.start + self.shift)
                for item in self.siblings()
                if self.shift and self.shifted(item)
            ),
        ]

    def seen(self) -> Seen:
        """What of these appointments is shown."""
        shown = {item.number: item for item in (self.item, *self.siblings())}
        return seen_of(*(shown[move.appointment] for move in self.moves()))

    def _own_move(self) -> Move:
        before, now = self.begin, self.target
        return Move(
            self.item.number,
            start=None if now.start == before.start else now.start,
            minutes=None if now.minutes == before.minutes else now.minutes,
            resources=None if now.column == before.column else self._exchanged(),
        )

    def _exchanged(self) -> tuple[int, ...]:
        columns = self._plan.columns
        old, new = (columns[place.column].resource.id for place in (self.begin, self.target))
        own = {old, *self._plan.day.setup.lanes.get(old, ())}
        return tuple(new if number in own else number for number in self.item.resources)

    def verdict(self) -> Verdict:
        """What would come of dropping it now."""
        if self.target not in self._known:
            self._known[self.target] = self._asked(self._trial)
        return self._known[self.target]

    @property
    def minutes(self) -> int:
        """How long it would last at its target: some need longer for it than others."""
        minutes = self.verdict().minutes
        return self.target.minutes if minutes is None else minutes

    def _asked(self, trial: MoveTrial | Refused | DatabaseRefused | None) -> Verdict:
        columns = self._plan.columns
        begin, now = (columns[t.column].resource for t in (self.begin, self.target))
        if begin.kind != now.kind:
            return _refused("drag.other-kind", {"kind": begin.kind})
        if not self.item.status.movable:
            return _refused("drag.not-movable", {"status": self.item.status})
        if not self.moved:
            return Verdict("allowed", say("drag.as-it-is"))
        if trial is None:
            return Verdict("unknown", say("drag.unknown"))
        if not isinstance(trial, MoveTrial):
            return _short(trial, now.name)
        try:
            tried = trial.tried(self._context, self.moves())
        except Refused as refused:
            return _short(refused, now.name)
        return replace(self._judged(tried.broken), minutes=tried.minutes[self.item.number])

    def _judged(self, broken: Sequence[Broken]) -> Verdict:
        if not broken:
            return Verdict("allowed", say("drag.allowed"))
        first = min(broken, key=lambda one: not one.hard)
        words = in_few_words(say(short_rule_code(first.rule), first.params))
        if first.hard:
            return Verdict("refused", words)
        may = roles_that_may(each.rule for each in broken)
        if self._context.role in may:
            return Verdict("reason", words, say("drag.reason-wanted"))
        roles = [word_text(role.value) for role in may]
        who = say("drag.who-may", {"roles": roles}) if roles else say("drag.nobody-may")
        return Verdict("refused", words, who)


_SHORT_REFUSALS: dict[str, str] = {
    RefusalCode.VISIT_PAST: "drag.past",
    RefusalCode.VISIT_NOT_MOVABLE: "drag.not-movable",
    RefusalCode.VISIT_CLASS_MEMBER: "drag.class-member",
    RefusalCode.VISIT_RESOURCE_UNQUALIFIED: "drag.unqualified",
    RefusalCode.VISIT_RESOURCE_BUSY: "drag.busy",
    RefusalCode.VISIT_PATIENT_BUSY: short_rule_code(Rule.PATIENT_OVERLAP),
    RefusalCode.APPOINTMENT_PAST_MIDNIGHT: "drag.past-midnight",
    RefusalCode.APPOINTMENT_TIME_SKIPPED: "drag.clock",
    RefusalCode.APPOINTMENT_TIME_TWICE: "drag.clock",
}


def _short(refused: Refused | DatabaseRefused, resource: str) -> Verdict:
    """A refusal in few words; `resource` is whom it would go to."""
    code = _SHORT_REFUSALS.get(refused.code) if isinstance(refused, Refused) else None
    return _refused(code or "drag.not-here", {**refused.params, "resource": resource})


def _refused(code: str, params: dict[str, object]) -> Verdict:
    return Verdict("refused", in_few_words(say(code, params)))


def in_few_words(text: str, most: int = MOST_WORDS) -> str:
    """A text of at most so many words; one that had to be cut ends in an ellipsis."""
    words = text.split()
    return " ".join(words) if len(words) <= most else " ".join(words[:most]) + "…"
