"""Names in a problem: its requests looked up, and whether all that it names is there."""

from collections.abc import Collection, Iterator
from operator import attrgetter
from weakref import ref

from clinicdesk.scheduling.core.problem import BookedStep, Problem, Request


class UnknownName(ValueError, KeyError):
    """A problem, or a question about one, names something that the problem does not have.

    The message says where, by the names of the problem format, and what:
    `requests[0].steps[1].needs[0].one_of: unknown resource "dr-li"`. A ValueError because such a
    problem makes no sense, a KeyError because nothing has that name.
    """

    def __str__(self) -> str:
        return ValueError.__str__(self)  # a KeyError would put quotes around the message


_checked: list[ref[Problem]] = []
"""The problem that was found sound last: further questions about it do not check it again."""

_ID, _RESOURCE = attrgetter("id"), attrgetter("resource")


def check_names(problem: Problem) -> None:
    """Raise UnknownName unless every name in the problem is the name of something that it has.

    Alternatives and booked steps name resources; booked steps also requests, steps and days;
    sequence rules name steps, groups of the same resource needs, targets days. Whether a booked
    resource qualifies is another matter.
    """
    if _checked and _checked[0]() is problem:
        return
    for fault in _faults(problem):
        raise UnknownName(fault)
    _checked[:] = [ref(problem)]


def find_request(problem: Problem, request_id: str | None) -> Request:
    """The request of that id, the first one for None. Raises UnknownName where there is none."""
    for request in problem.requests:
        if request_id is None or request.id == request_id:
            return request
    raise UnknownName("no requests" if request_id is None else f'unknown request "{request_id}"')


def patient_name(request: Request) -> str:
    """The same for all requests of one patient; a request without a patient is its own."""
    return f"request {request.id}" if request.patient is None else f"patient {request.patient}"


def check_resource(problem: Problem, resource: str, where: str) -> None:
    """Raise UnknownName unless the problem has the resource, which is named at `where`."""
    if resource not in map(_ID, problem.resources):
        raise UnknownName(_unknown(where, "resource", resource))


def check_booked(problem: Problem, booked: Collection[BookedStep]) -> None:
    """Raise UnknownName unless the problem has all that these booked steps name, days left out."""
    resources = set(map(_ID, problem.resources))
    for fault in _faults_of_booked(problem, booked, resources):
        raise UnknownName(fault)


def _faults(problem: Problem) -> Iterator[str]:
    resources = set(map(_ID, problem.resources))
    for index, request in enumerate(problem.requests):
        if request.target is not None and request.target not in problem.days:
            yield _unknown(f"requests[{index}].target", "day", request.target.isoformat())
        yield from _faults_of_request(request, index, resources)
    if problem.booked:
        yield from _faults_of_booked(problem, problem.booked, resources)
        days = set(problem.days)
        for index, booked in enumerate(problem.booked):
            if booked.day not in days:
                yield _unknown(f"booked[{index}].day", "day", booked.day.isoformat())


def _faults_of_request(request: Request, index: int, resources: set[str]) -> Iterator[str]:
    for number, step in enumerate(request.steps):
        for position, need in enumerate(step.needs):
            # One pass over most needs: this is asked at every keystroke of a desk.
            if not resources.issuperset(map(_RESOURCE, need.one_of)):
                where = f"requests[{index}].steps[{number}].needs[{position}].one_of"
                unknown = (name for name in map(_RESOURCE, need.one_of) if name not in resources)
                yield from (_unknown(where, "resource", name) for name in unknown)
    if not request.sequence and not request.same:
        return
    steps = {step.id: len(step.needs) for step in request.steps}
    for number, rule in enumerate(request.sequence):
        for end, name in (("first", rule.first), ("then", rule.then)):
            if name not in steps:
                yield _unknown(f"requests[{index}].sequence[{number}].{end}", "step", name)
    for number, group in enumerate(request.same):
        for position, place in enumerate(group):
            where = f"requests[{index}].same[{number}].needs[{position}]"
            if place.step not in steps:
                yield _unknown(f"{where}.step", "step", place.step)
            elif not 0 <= place.need < steps[place.step]:
                yield f'{where}.need: step "{place.step}" has no need {place.need}'


def _faults_of_booked(
    problem: Problem, booked: Collection[BookedStep], resources: set[str]
) -> Iterator[str]:
    steps = {request.id: set(map(_ID, request.steps)) for request in problem.requests}
    for index, item in enumerate(booked):
        if item.request not in steps:
            yield _unknown(f"booked[{index}].request", "request", item.request)
        elif item.step not in steps[item.request]:
            yield _unknown(f"booked[{index}].step", "step", item.step)
        if not resources.issuperset(item.resources):
            unknown = (name for name in item.resources if name not in resources)
            yield from (_unknown(f"booked[{index}].resources", "resource", n) for n in unknown)


def _unknown(where: str, what: str, name: str) -> str:
    return f'{where}: unknown {what} "{name}"'
