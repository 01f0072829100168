"""How long a step may last, and which alternatives of its needs go with each duration."""

from collections.abc import Iterator

from clinicdesk.scheduling.core.problem import Alternative, Step


def durations_of(step: Step) -> Iterator[tuple[int, tuple[tuple[Alternative, ...], ...]]]:
    """Pairs of minutes that the step may last and, for each need, the alternatives that allow it.

    Every choice of alternatives is found under the minutes that it gives the step. Either none of
    those chosen states minutes, or one need's states exactly these and no other's states more; so
    the same minutes may come once for each need that can state them.
    """
    none_stated = tuple(
        tuple(item for item in need.one_of if item.minutes is None) for need in step.needs
    )
    if all(none_stated):
        yield step.minutes, none_stated
    for position, need in enumerate(step.needs):
        for minutes in sorted({item.minutes for item in need.one_of if item.minutes is not None}):
            yield (
                minutes,
                tuple(
                    tuple(
                        item
                        for item in other.one_of
                        if item.minutes == minutes
                        or (
                            other_position != position
                            and (item.minutes is None or item.minutes < minutes)
                        )
                    )
                    for other_position, other in enumerate(step.needs)
                ),
            )
