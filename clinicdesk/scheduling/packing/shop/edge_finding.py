"""Edge finding: which operations of a row must come after others, and when they can start then.

The operations of a row (of one job, or on one machine) never overlap, and all must end within a
given length. Take a set of them that must all be over by some minute. If another one fits neither
before nor among them, it comes after all of them (Carlier and Pinson 1990; here in the quadratic
form of Nuijten 1994). docs/packing.md has an example with its numbers.
"""

from collections.abc import Iterator, Sequence


class DeadEnd(Exception):
    """No schedule of the given length continues the present one."""


def later_starts(
    row: Sequence[int],
    ready: Sequence[int],
    after: Sequence[int],
    minutes: Sequence[int],
    length: int,
) -> dict[int, int]:
    """The operations of a row that must follow a set of others, with their new earliest starts.

    `row` holds operations by ascending earliest start. By operation: `ready` is its earliest start,
    `after` the minutes at least from its end to the end of the schedule, `minutes` its duration.
    All must be over after `length` minutes. Raises DeadEnd if some of them cannot.
    """
    found: dict[int, int] = {}
    longest = max([minutes[operation] for operation in row])
    for least_after in {after[operation] for operation in row}:
        # The set is that of the operations with at least so many minutes after them: all of it must
        # be over by `latest`. `ends` has, for each operation of the row from the last one back, the
        # earliest end of those of the set that start no earlier.
        latest = length - least_after
        load, all_end = 0, -1
        ends = []
        for operation in reversed(row):
            if after[operation] >= least_after:
                load += minutes[operation]
                end = ready[operation] + load
                if end > all_end:
                    all_end = end
            ends.append(all_end)
        if all_end > latest:
            raise DeadEnd
        if all_end + longest <= latest:
            continue
        for operation, start in _followers(row, ready, after, minutes, latest, least_after, ends):
            if start > found.get(operation, ready[operation]):
                found[operation] = start
    return found


def _followers(
    row: Sequence[int],
    ready: Sequence[int],
    after: Sequence[int],
    minutes: Sequence[int],
    latest: int,
    least_after: int,
    ends: list[int],
) -> Iterator[tuple[int, int]]:
    """Operations that must come after a set that ends by `latest`, with their new earliest start.

    The set is that of the operations with at least `least_after` minutes after them. `ends` has,
    from the last operation of the row back, the earliest end of those of the set that start no
    earlier.
    """
    all_end = ends[-1]
    load = sum([minutes[operation] for operation in row if after[operation] >= least_after])
    earlier_end = -1
    for operation in row:
        end = ends.pop()
        if after[operation] >= least_after:
            earlier_end = max(earlier_end, ready[operation] + load)
            load -= minutes[operation]
        elif earlier_end >= 0 and earlier_end + minutes[operation] > latest:
            yield operation, all_end
        elif load and ready[operation] + load + minutes[operation] > latest:
            yield operation, end
