"""Where an arrow key leads from one place of the day to the next."""

from dataclasses import replace

from clinicdesk.ui.day.layout.arrangement import Arrangement, DayBlock, Place

VERTICAL = {"up": -1, "down": 1}
HORIZONTAL = {"left": -1, "right": 1}


def first_place(plan: Arrangement, minute: float) -> Place | None:
    """Where the keyboard begins: in the first column that has anything, at that minute."""
    for column in range(len(plan.columns)):
        found = nearest_place(plan, column, minute)
        if found is not None:
            return found
    return None


def first_to_come(plan: Arrangement, minute: float) -> Place | None:
    """The first appointment that begins at that minute or later, else the day's first at all."""
    busy = [block for block in plan.blocks if not block.idle]
    if not busy:
        return first_place(plan, minute)
    coming = [block for block in busy if block.start >= minute]
    return place_of(min(coming or busy, key=lambda block: (block.start, block.column)))


def next_place(plan: Arrangement, place: Place, direction: str) -> Place:
    """The next place `up`, `down`, `left` or `right`, or the column's `first` or `last` one.

    The place itself where there is no other.
    """
    if direction in HORIZONTAL:
        column = place.column + HORIZONTAL[direction]
        while 0 <= column < len(plan.columns):
            found = nearest_place(plan, column, place.start)
            if found is not None:
                return found
            column += HORIZONTAL[direction]
        return place
    places = plan.places(place.column)
    if not places:
        return place
    if direction in VERTICAL:
        index = _index(places, place) + VERTICAL[direction]
        return places[min(max(index, 0), len(places) - 1)]
    return places[0] if direction == "first" else places[-1]


def nearest_place(plan: Arrangement, column: int, minute: float) -> Place | None:
    """The place of a column in which the minute is, else the one nearest to it."""
    places = plan.places(column)

    def farness(place: Place) -> tuple[float, bool, bool, int]:
        inside = place.start <= minute < place.end
        distance = 0.0 if inside else min(abs(place.start - minute), abs(place.end - minute))
        idle = place.block is not None and place.block.idle
        return distance, place.block is None, idle, abs(place.start - round(minute))

    return min(places, key=farness, default=None)


def place_of(block: DayBlock, number: int | None = None) -> Place:
    """The place of an appointment in its block; without a number, of the block's first."""
    numbers = [member.number for member in block.members]
    member = numbers.index(number) if number in numbers else 0
    return Place(block.column, block.start, block.end, block, member)


def in_same_column(plan: Arrangement, former: Arrangement, before: Place) -> Place:
    """The place of the former plan, counted by where its resource's column stands now."""
    if before.column >= len(former.columns):
        return before
    number = former.columns[before.column].resource.id
    numbers = [column.resource.id for column in plan.columns]
    return replace(before, column=numbers.index(number)) if number in numbers else before


def same_place(plan: Arrangement, before: Place) -> Place | None:
    """Where the keyboard is after the day was laid out anew: at the same appointment or minute."""
    if before.appointment is not None:
        number = before.appointment.number
        found = [b for b in plan.blocks if any(m.number == number for m in b.members)]
        if found:
            nearest = min(found, key=lambda block: abs(block.column - before.column))
            return place_of(nearest, number)
    if before.column >= len(plan.columns):
        return first_place(plan, before.start)
    return nearest_place(plan, before.column, before.start)


def _index(places: list[Place], place: Place) -> int:
    for index, other in enumerate(places):
        if (other.start, other.block, other.member) == (place.start, place.block, place.member):
            return index
    return min(range(len(places)), key=lambda i: abs(places[i].start - place.start))
