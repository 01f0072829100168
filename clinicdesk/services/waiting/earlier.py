"""Who of the waitlist could come now, and when, and giving them that time as one change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.models.database import Database
from clinicdesk.models.waiting import WaitlistEntry, WaitOutcome
from clinicdesk.scheduling import Plan, Problem, find_plans
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, VisitTypeInfo
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.options import Option, option_of, plans_by_day
from clinicdesk.services.planning.problem.inputs import ProblemInputs
from clinicdesk.services.planning.problem.problem_building import problem_of, problems_of
from clinicdesk.services.planning.requests import (
    StepRequest,
    VisitRequest,
    request_from_template,
)
from clinicdesk.services.visits.another_time import moves_to, read_visit_to_move
from clinicdesk.services.visits.booking import Booked, book_within
from clinicdesk.services.visits.moving import move_within
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_rows import appointment_row
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, Seen, refuse_if_changed
from clinicdesk.services.visits.telling import note_told
from clinicdesk.services.visits.writing import writing
from clinicdesk.services.waiting.entries import Waiting, entry_row, refuse_former_patient
from clinicdesk.services.waiting.gaps import Gap

MOST_DAYS = 366
"""So many days ahead an earlier time is looked for at most, and a first one."""

PEOPLE = frozenset({"practitioner", "assistant"})
"""Kinds of resources whom a patient knows: who waits would rather come to the same."""


@dataclass(frozen=True)
class Earlier:
    """The best earlier time of one who waits: the request for it, and the option."""

    entry: int
    visit_request: VisitRequest
    option: Option
    in_gap: tuple[int, ...] = ()
    """The positions of the steps that take what a gap gives; without it nothing is as good."""


def find_earlier(
    thinking: Thinking, entries: Sequence[Waiting], gap: Gap | None = None
) -> tuple[Earlier, ...]:
    """For each who waits the best time that is earlier than is booked, in their order.

    Each is told once it is found, first of those whom the `gap` may serve. It serves who has
    nothing as good without it; the others are offered what they have without it. Their own time
    counts as free; the visit stays one visit, by the rules that it was booked with. Who has no
    earlier time is left out.
    """
    concerned = _concerned(thinking, entries, gap)
    others = [entry for entry in entries if entry not in concerned]
    places = {entry.number: place for place, entry in enumerate(entries)}
    found: tuple[Earlier, ...] = ()
    for earlier in _search(thinking, [*concerned, *others], gap):
        found = tuple(sorted((*found, earlier), key=lambda each: places[each.entry]))
        thinking.tell(found)
    return found


def find_served(thinking: Thinking, entries: Sequence[Waiting], gap: Gap) -> tuple[Earlier, ...]:
    """Only whom the gap serves, in their order; nobody else is looked for."""
    concerned = _concerned(thinking, entries, gap)
    return tuple(each for each in _search(thinking, concerned, gap) if each.in_gap)


def _concerned(
    thinking: Thinking, entries: Sequence[Waiting], gap: Gap | None
) -> Sequence[Waiting]:
    """Those of whose steps one may take somebody, or something, that the gap gives."""
    if gap is None:
        return ()
    setup = thinking.availability.setup()
    if not gap.resources.isdisjoint(setup.interpreters):
        return entries
    return [entry for entry in entries if _may_take(setup, entry, gap)]


def _may_take(setup: ClinicSetup, entry: Waiting, gap: Gap) -> bool:
    return any(
        candidate.resource in gap.resources
        for kind in _kinds(setup, entry)
        for need in kind.needs
        for candidate in need.one_of
    )


def _kinds(setup: ClinicSetup, entry: Waiting) -> Iterator[VisitTypeInfo]:
    """The visit types of what an entry's patient waits for, as far as the clinic has them."""
    if entry.visit is not None:
        numbers = [s.visit_type_id or 0 for s in entry.visit.steps if s.status.takes_place]
    else:
        assert entry.wanted is not None
        template = setup.templates.get(entry.wanted.template or 0)
        numbers = [step.visit_type for step in template.steps] if template else []
        numbers.append(entry.wanted.visit_type or 0)
    yield from (setup.visit_types[number] for number in numbers if number in setup.visit_types)


def _search(thinking: Thinking, entries: Sequence[Waiting], gap: Gap | None) -> Iterator[Earlier]:
    for entry in entries:
        if thinking.stop():
            return
        asked = _asked(thinking, entry)
        earlier = None if asked is None else _earlier(thinking, entry.number, asked, gap)
        if earlier is not None:
            yield earlier


@dataclass(frozen=True)
class _Best:
    """The best plan of a request, and of which problem it is one."""

    problem: Problem
    plan: Plan

    @property
    def worth(self) -> tuple[int, date]:
        """The less, the better; in which of the rooms it is counts for nothing."""
        return self.plan.cost - self._of_places(), self.plan.day

    def _of_places(self) -> int:
        """What it costs where it is, and with which equipment."""
        places = {one.id for one in self.problem.resources if one.kind not in PEOPLE}
        steps = {step.id: step for step in self.problem.requests[0].steps}
        return sum(
            candidate.penalty
            for placed in self.plan.steps
            for need, name in zip(steps[placed.step].needs, placed.resources, strict=True)
            for candidate in need.one_of
            if candidate.resource == name and name in places
        )

    @property
    def end(self) -> int:
        return max(step.end for step in self.plan.steps)


def _earlier(
    thinking: Thinking, number: int, asked: VisitRequest, gap: Gap | None
) -> Earlier | None:
    inputs = thinking.availability.problem_inputs(asked)
    best = _best(thinking, inputs, asked)
    in_gap: tuple[int, ...] = ()
    if best is not None and gap is not None:
        best, in_gap = _with_gap(thinking, inputs, asked, gap, best)
    if best is None:
        return None
    return Earlier(
        number, asked, option_of(inputs.setup, asked, 1, best.plan, inputs.classes), in_gap
    )


def _with_gap(
    thinking: Thinking, inputs: ProblemInputs, asked: VisitRequest, gap: Gap, best: _Best
) -> tuple[_Best, tuple[int, ...]]:
    """The best with its steps in the gap; without any, where they have as good a one without it.

    As good is what costs no more, on no later day, and ends no later.
    """
    in_gap = gap.steps_in(best.problem, best.plan)
    if not in_gap:
        return best, ()
    closed = replace(inputs, resources=gap.closed_in(inputs.resources))
    anyway = _best(thinking, closed, asked)
    if anyway is not None and anyway.worth == best.worth and anyway.end > best.end:
        anyway = _best(thinking, closed, replace(asked, latest=best.end))
    if anyway is None or anyway.worth > best.worth:
        return best, in_gap
    return anyway, ()


def _best(thinking: Thinking, inputs: ProblemInputs, asked: VisitRequest) -> _Best | None:
    problems = problems_of(inputs, asked)
    answers = [find_plans(problem, top=1, stop=thinking.stop) for problem in problems]
    plan = next(iter(plans_by_day(answers, 1).plans), None)
    return None if plan is None else _Best(problem_of(problems, plan), plan)


def _asked(thinking: Thinking, entry: Waiting) -> VisitRequest | None:
    """The request for the days that suit, before the visit's own; None if there are none.

    None too where a visit cannot go, or what is wanted is not offered any more.
    """
    asked = _first_request(thinking, entry) if entry.visit is None else _moved(thinking, entry)
    if asked is None:
        return None
    suits = entry.suits
    first = max(asked.first_day, suits.first or asked.first_day)
    ends = [MOST_DAYS if entry.day is None else (entry.day - first).days]
    if suits.last is not None:
        ends.append((suits.last - first).days + 1)
    days = min(MOST_DAYS, *ends)
    if days < 1:
        return None
    return replace(
        asked,
        first_day=first,
        days=days,
        weekdays=suits.weekdays,
        earliest=suits.earliest,
        latest=suits.latest,
        notice=suits.notice,
    )


def _moved(thinking: Thinking, entry: Waiting) -> VisitRequest | None:
    """The booked visit at another time, from today on; None if it cannot go whole, as booked."""
    assert entry.visit is not None
    context, database = thinking.context, thinking.availability.database
    try:
        found = read_visit_to_move(context, database, entry.visit.number)
    except Refused:
        return None
    asked = found.visit_request
    return asked if asked.joining is None and not found.must_be else None


def _first_request(thinking: Thinking, entry: Waiting) -> VisitRequest | None:
    """What is wanted, from today on; None if it is not offered any more."""
    setup, wanted, patient = thinking.availability.setup(), entry.wanted, entry.patient.number
    today, _ = thinking.availability.wall_clock()
    assert wanted is not None
    template = setup.templates.get(wanted.template or 0)
    kind = setup.visit_types.get(wanted.visit_type or 0)
    if template is not None:
        asked = request_from_template(template, patient, today)
    elif kind is not None:
        step = StepRequest(kind.id, kind.minutes)
        asked = VisitRequest(patient, (step,), today, transfer_minutes=setup.transfer_minutes)
    else:
        return None
    if not all(setup.visit_types[step.visit_type].offered for step in asked.steps):
        return None
    steps = (replace(step, practitioner=wanted.practitioner) for step in asked.steps)
    return replace(asked, steps=tuple(steps))


def serve_entry(
    context: Context,
    database: Database,
    number: int,
    earlier: Earlier,
    *,
    seen: Seen | None = None,
) -> Booked:
    """Give one who waits the time that was found, and take them off, as one change.

    A booked visit is moved there, and one that was wanted booked. The patient, with whom it was
    agreed on the telephone, knows. Raises as `move_appointments` and `book_visit` do, NotFound if
    the patient waits no more, Refused if they have died or are barred.
    """
    with writing(context, database) as transaction:
        entry = entry_row(transaction.session, number)
        refuse_former_patient(transaction.session, entry.patient_id)
        give = _book if earlier.visit_request.moved is None else _move
        return give(transaction, entry, earlier, seen)


def _move(
    transaction: Transaction, entry: WaitlistEntry, earlier: Earlier, seen: Seen | None
) -> Booked:
    moved = earlier.visit_request.moved
    assert moved is not None
    moves = tuple(moves_to(earlier.visit_request, earlier.option.plan))
    session = transaction.session
    rows = [appointment_row(session, move.appointment) for move in moves]
    refuse_if_changed(session, seen, rows, PLACE_AND_STATUS)
    with transaction.change(ChangeCode.VISIT_MOVED, visits=[moved.visit]) as change:
        going = move_within(change, moves)
        change.params["appointments"] = sorted({row.id for row in going})
        entry.outcome = WaitOutcome.SERVED
        note_told(change, moved.visit)
    return Booked(moved.visit, change.done())


def _book(
    transaction: Transaction, entry: WaitlistEntry, earlier: Earlier, _seen: Seen | None
) -> Booked:
    """What came of the wait stays with the entry."""
    with transaction.change(ChangeCode.VISIT_BOOKED, patient=entry.patient_id) as change:
        asked, plan = earlier.visit_request, earlier.option.plan
        visit = book_within(change, asked, plan, Purpose(entry.note))
        change.params["visit"] = visit
        entry.outcome, entry.visit_id = WaitOutcome.SERVED, visit
        change.affect(patients=[entry.patient_id])
    return Booked(visit, change.done())
