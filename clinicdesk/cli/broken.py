"""What a change of the set-up is in the way of, as the command line names it: by day and time."""

from collections.abc import Iterable, Iterator, Mapping

from clinicdesk.services.setup.broken_visits import BrokenVisit
from clinicdesk.services.setup.meeting_rows import LeftOut
from clinicdesk.services.setup.repairs import Repair, Repairs
from clinicdesk.wording import say


def broken_texts(breaks: Iterable[BrokenVisit], repairs: Repairs | None = None) -> Iterator[str]:
    """A line for each rule that each of them breaks; behind the last, where the visit could go."""
    for one in breaks:
        info = one.appointment
        number = info.group if one.is_class else info.number
        texts = [
            say(
                "setup.class-breaks" if one.is_class else "setup.breaks",
                {"appointment": number, "day": info.day, "start": info.start, "rule": rule},
            )
            for rule in one.rules
        ]
        yield from texts[:-1]
        yield texts[-1] + _repair_text(one, repairs)


def _repair_text(one: BrokenVisit, repairs: Repairs | None) -> str:
    info, (found, without) = one.appointment, _parts(repairs)
    repair = next((each for each in found if info.visit in each.visits), None)
    if repair is not None:
        own = [step for step in repair.steps if step.appointment.number == info.number]
        place = (own or repair.steps)[0]
        return say("setup.could-go", {"day": place.day, "start": place.start})
    why = without.get(info.visit)
    return "" if why is None else say("setup.cannot-go", {"why": why})


def _parts(repairs: Repairs | None) -> tuple[tuple[Repair, ...], Mapping[int, str]]:
    return ((), {}) if repairs is None else (repairs.found, repairs.without)


def left_out_texts(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """A line for each time at which a meeting is not held."""
    for meeting, time in left_out:
        params = {"meeting": meeting, "day": time.day, "start": time.start}
        yield say("said.clinic-left-out-time", params)


def listed(head: str, texts: Iterable[str], count: int | None = None) -> Iterator[str]:
    """The head's sentence with their count, and the texts below it; nothing if there are none.

    `count` is of what they are about, where one has several lines.
    """
    lines = [f"  {text}" for text in texts]
    if lines:
        yield say(head, {"count": len(lines) if count is None else count})
        yield from lines
