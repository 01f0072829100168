"""A plan to choose, shown on the day as numbered ghosts of its steps."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.ui.day.grid.boxes import Ghost
from clinicdesk.ui.day.layout.arrangement import Arrangement
from clinicdesk.ui.day.text.appointment_text import short_span
from clinicdesk.wording import readable

if TYPE_CHECKING:
    from clinicdesk.services.planning.options import Option, OptionStep

_BEST = ("practitioner", "room", "equipment", "assistant")
"""In whose column a step is drawn, the best first."""


def best_column(resources: Iterable[ResourceInfo]) -> ResourceInfo | None:
    """Of all that a step takes, the one whose column tells most."""
    return min(resources, key=lambda resource: _BEST.index(resource.kind), default=None)


def column_of(step: "OptionStep", shown: Sequence[int]) -> ResourceInfo | None:
    """The resource in whose column a step stands: one that is shown, else the best one."""
    seen = [resource for resource in step.resources if resource.id in shown]
    return best_column(seen or step.resources)


def missing_columns(option: "Option", shown: Sequence[int]) -> tuple[int, ...]:
    """Resources that must have a column so that every step of the option can be seen."""
    return tuple(number for number in option_columns(option, shown) if number not in shown)


def option_columns(option: "Option", shown: Sequence[int]) -> tuple[int, ...]:
    """Resources in whose columns the option's steps are drawn."""
    wanted = (column_of(step, shown) for step in option.steps)
    return tuple(dict.fromkeys(resource.id for resource in wanted if resource is not None))


def option_ghosts(option: "Option", plan: Arrangement) -> list[Ghost]:
    """The option's steps, numbered in the order of their time."""
    columns = {column.resource.id: index for index, column in enumerate(plan.columns)}
    ghosts = []
    for number, step in enumerate(option.steps, start=1):
        resource = column_of(step, list(columns))
        if resource is None or resource.id not in columns:
            continue
        ghosts.append(
            Ghost(
                plan.stretch(columns[resource.id], step.start, step.end),
                readable(step.visit_type),
                short_span(step.start, step.end),
                number,
            )
        )
    return ghosts
