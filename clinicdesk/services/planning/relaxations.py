"""What could give way so that a wish can be met, each tried for real, as wishes of their own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clinicdesk.scheduling import Plan, Relaxation, Request, find_relaxations
from clinicdesk.services.clinic.clinic_setup import ClinicBook, Rule
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import Option, option_of
from clinicdesk.services.planning.requests import VisitRequest, spare_of, time_at_most

MOST = 6

GIVING_WAY = frozenset(
    {
        "max-gap",
        "min-gap",
        "transfer",
        "rule",
        "person",
        "window-earlier",
        "window-later",
        "window-days",
        "left-out",
        "two-days",
    }
)
"""What a desk and its patient decide alone. Opening hours, sessions and working hours are the
clinic's: to pass over them asks for a role and a reason."""


@dataclass(frozen=True)
class WayOut:
    """One thing that gives way: `code` and `params` for whoever words it, and what it opens.

    `wish` asks for just that, so that its best plan is the first option's; of two days it asks for
    the first one alone.
    """

    code: str
    params: Mapping[str, object]
    wish: VisitRequest
    options: tuple[Option, ...]


def ways_out(
    availability: Availability,
    wish: VisitRequest,
    *,
    stop: Callable[[], bool] | None = None,
) -> tuple[WayOut, ...]:
    """The cheapest first, as many as were found before `stop` said True; never at a past time."""
    book = availability.book()
    around = availability.surroundings(wish)
    found = [
        relaxation
        for problem in availability.problems(wish)
        for relaxation in find_relaxations(
            problem,
            spare=spare_of(around, wish),
            kinds=GIVING_WAY,
            within=time_at_most(around, wish),
            stop=stop,
        )
    ]
    found.sort(key=lambda relaxation: relaxation.worth)
    return tuple(_way(book, wish, relaxation) for relaxation in found[:MOST])


def _way(book: ClinicBook, wish: VisitRequest, relaxation: Relaxation) -> WayOut:
    options = tuple(
        option_of(book, wish, rank, plan) for rank, plan in enumerate(relaxation.plans, start=1)
    )
    eased, told = wish, []
    for kind, params in _parts(relaxation):
        eased = _eased(eased, kind, params, relaxation.plans[0])
        told.append((_code(kind, params), _named(book, wish, params)))
    eased = _as_wish(eased, relaxation.problems[0].requests[0])
    if len(told) == 1:
        return WayOut(*told[0], eased, options)
    (one, one_params), (two, two_params) = told
    both = {"one": one, "one_params": one_params, "two": two, "two_params": two_params}
    return WayOut("way.both", both, eased, options)


def _parts(relaxation: Relaxation) -> Sequence[tuple[str, Mapping[str, object]]]:
    parts = relaxation.params.get("parts")
    if isinstance(parts, tuple):
        return parts
    return [(relaxation.kind, relaxation.params)]


def _code(kind: str, params: Mapping[str, object]) -> str:
    return f"way.{kind}-apart" if params.get("given_up") else f"way.{kind}"


def _eased(wish: VisitRequest, kind: str, params: Mapping[str, object], plan: Plan) -> VisitRequest:
    """The wish with what the request does not tell: who, when, and that it is one of two days."""
    if kind == "person":
        return _with_person(wish, int(str(params["step"])), int(str(params["resource"])))
    if kind == "two-days":
        return replace(wish, first_day=plan.day, days=1, target=None)
    if kind.startswith("window-"):
        return _at_other_times(wish, plan)
    return wish


def _as_wish(wish: VisitRequest, request: Request) -> VisitRequest:
    """The wish for the steps that the request has, with its rules and transfer."""
    kept = {step.id: position for position, step in enumerate(request.steps)}
    return replace(
        wish,
        steps=tuple(wish.steps[int(name)] for name in kept),
        rules=tuple(
            Rule(kept[rule.first], kept[rule.then], rule.min_gap, rule.max_gap)
            for rule in request.sequence
        ),
        transfer_minutes=request.transfer_minutes,
        template=wish.template if len(kept) == len(wish.steps) else None,
    )


def _with_person(wish: VisitRequest, position: int, practitioner: int) -> VisitRequest:
    steps = list(wish.steps)
    steps[position] = replace(steps[position], practitioner=practitioner)
    return replace(wish, steps=tuple(steps))


def _at_other_times(wish: VisitRequest, plan: Plan) -> VisitRequest:
    return replace(
        wish,
        weekdays=wish.weekdays | {plan.day.weekday()},
        earliest=min(wish.earliest, *(step.start for step in plan.steps)),
        latest=max(wish.latest, *(step.end for step in plan.steps)),
    )


def _named(book: ClinicBook, wish: VisitRequest, params: Mapping[str, object]) -> dict[str, object]:
    """The engine's params with the clinic's names."""

    def name(position: Any) -> str:
        return book.visit_types[wish.steps[int(position)].visit_type].name

    named: dict[str, object] = {}
    for key, value in params.items():
        if key in ("step", "first", "then"):
            named[key] = name(value)
        elif key in ("earlier", "later") and isinstance(value, tuple):
            named[key] = tuple(map(name, value))
        elif key == "resource":
            named[key] = book.resources[int(str(value))].name
        else:
            named[key] = value
    return named
