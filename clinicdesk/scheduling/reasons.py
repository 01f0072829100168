"""Why nothing fits."""

from collections.abc import Callable

from clinicdesk.scheduling.problem import Problem, Reason, Request


def reasons_against(
    problem: Problem, request: Request, poll: Callable[[], None]
) -> tuple[Reason, ...]:
    return (Reason("no-combination"),)
