"""One appointment being dragged: where it would go, what that breaks, and who may allow it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.seen import Seen, seen_of
from clinicdesk.services.visits.trying import MoveTrial
from clinicdesk.ui.day.drag.rest import Rest
from clinicdesk.ui.day.drag.verdict import Verdict, in_short, judged, refused
from clinicdesk.ui.day.layout.arrangement import Arrangement, DayBlock
from clinicdesk.wording import say


@dataclass(frozen=True)
class Target:
    """Where the appointment would go, and what the visit's other steps do then.

    `column` counts those of the day that is shown, `start` is in minutes after midnight.
    """

    column: int
    start: int
    minutes: int
    rest: Rest = Rest.STAYS


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
        self._rest: dict[Target, Sequence[Move] | None] = {}
        """By target the moves of the other steps that were looked for; None: there are none."""

    def know(self, trial: MoveTrial | Refused | DatabaseRefused) -> None:
        """What decides, or why it could not be read."""
        self._trial = trial
        self._known.clear()

    def know_rest(self, target: Target, moves: Sequence[Move] | None) -> None:
        """Where the other steps go if it goes there; None if they have no place then."""
        self._rest[target] = moves
        self._known.pop(target, None)

    @property
    def seeks_rest(self) -> bool:
        """Whether the other steps are to be looked for around it, and have not been found yet."""
        planned = self.target.rest is Rest.PLANNED
        return planned and self.moved and self.target not in self._rest

    def fixed(self) -> Move | None:
        """Its place in full, for the others to be looked for around it; None where it cannot be."""
        own = self._own_move()
        if not isinstance(self._trial, MoveTrial):
            return None
        try:
            tried = self._trial.tried(self._context, [own])
        except Refused:
            return None
        return replace(own, start=self.target.start, minutes=tried.minutes[self.item.number])

    @property
    def moved(self) -> bool:
        """Whether it would be anywhere else."""
        return replace(self.target, rest=Rest.STAYS) != self.begin

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
        drag.aim(Target(column, start, minutes, meant.rest))
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

    def led_to(self, item: AppointmentInfo) -> Move | None:
        """Where a sibling would go; None for one that stays."""
        if self.target.rest is Rest.PLANNED:
            found = self._rest.get(self.target) or ()
            return next((move for move in found if move.appointment == item.number), None)
        along = self.target.rest is Rest.ALONG and item.status.movable and item.group is None
        return Move(item.number, start=item.start + self.shift) if along and self.shift else None

    def aim(self, target: Target) -> None:
        """Lead it there; kept within the day and on the clinic's grid."""
        minutes = max(self.grid, min(target.minutes, MIDNIGHT))
        start = round(target.start / self.grid) * self.grid
        start = max(0, min(start, MIDNIGHT - minutes))
        if target.start == self.begin.start:
            start = target.start
        self.target = replace(target, start=start, minutes=minutes)

    def push(self, minutes: int = 0, longer: int = 0) -> None:
        """By the keyboard: later or earlier, longer or shorter."""
        now = self.target
        self.aim(replace(now, start=now.start + minutes, minutes=now.minutes + longer))

    def sideways(self, step: int) -> None:
        """By the keyboard: to the next column of the same kind."""
        columns = self._plan.columns
        kind = columns[self.begin.column].resource.kind
        column = self.target.column + step
        while 0 <= column < len(columns):
            if columns[column].resource.kind == kind:
                self.aim(replace(self.target, column=column))
                return
            column += step

    def moves(self) -> list[Move]:
        """What the services are asked to do: its own move, and those of what moves along."""
        led = (self.led_to(item) for item in self.siblings())
        return [self._own_move(), *(move for move in led if move is not None)]

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
            return refused("drag.other-kind", {"kind": begin.kind})
        if not self.item.status.movable:
            return refused("drag.not-movable", {"status": self.item.status})
        if not self.moved:
            return Verdict("allowed", say("drag.as-it-is"))
        if trial is None:
            return Verdict("unknown", say("drag.unknown"))
        if not isinstance(trial, MoveTrial):
            return in_short(trial, now.name)
        try:
            tried = trial.tried(self._context, self.moves())
        except Refused as refusal:
            return in_short(refusal, now.name)
        if self.seeks_rest:
            return Verdict("unknown", say("drag.unknown"))
        if self.target.rest is Rest.PLANNED and self._rest[self.target] is None:
            return refused("drag.no-rest", {})
        return replace(judged(self._context, tried.broken), minutes=tried.minutes[self.item.number])
