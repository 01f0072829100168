"""How long a step may last, and which alternatives of its needs go with each length."""

from collections.abc import Iterator

from clinicdesk.scheduling.core.problem import Alternative, Step


def ways_to_last(step: Step) -> Iterator[tuple[int, tuple[tuple[Alternative, ...], ...]]]:
    """The minutes that the step may last, and the alternatives of each need that go with it.

    Every choice of alternatives is found under its own minutes: either none of them carries any,
    or one need's carry exactly these and no other's more.
    """
    plain = tuple(
        tuple(alternative for alternative in need.one_of if alternative.minutes is None)
        for need in step.needs
    )
    if all(plain):
        yield step.minutes, plain
    for place, need in enumerate(step.needs):
        for minutes in sorted(
            {alternative.minutes for alternative in need.one_of if alternative.minutes is not None}
        ):
            yield (
                minutes,
                tuple(
                    tuple(
                        alternative
                        for alternative in other.one_of
                        if alternative.minutes == minutes
                        or (
                            index != place
                            and (alternative.minutes is None or alternative.minutes < minutes)
                        )
                    )
                    for index, other in enumerate(step.needs)
                ),
            )
