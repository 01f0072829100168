"""Which resources of a problem nobody can tell apart."""

from datetime import date

from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.problem import Problem


def interchangeable(
    problem: Problem, free: dict[tuple[str, date], tuple[Interval, ...]]
) -> tuple[dict[str, str], dict[str, int]]:
    """For each resource the first one that is like it, and how many are like that one.

    Resources are alike if they have the same `free` time on every day, and are alternatives of the
    same needs on the same terms.
    """
    terms: dict[str, list[object]] = {resource.id: [] for resource in problem.resources}
    for number, request in enumerate(problem.requests):
        for of_step, step in enumerate(request.steps):
            for of_need, need in enumerate(step.needs):
                for item in need.one_of:
                    windows = None if item.windows is None else tuple(item.windows.items())
                    terms[item.resource].append(
                        (number, of_step, of_need, item.minutes, item.penalty, windows)
                    )
    first: dict[object, str] = {}
    group: dict[str, str] = {}
    size: dict[str, int] = {}
    for resource in problem.resources:
        times = tuple(free[resource.id, day] for day in problem.days)
        group[resource.id] = first.setdefault((times, tuple(terms[resource.id])), resource.id)
        size[group[resource.id]] = size.get(group[resource.id], 0) + 1
    return group, size
