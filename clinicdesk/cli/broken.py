"""What a change of the set-up is in the way of, as the command line names it: by day and time."""

from collections.abc import Iterable, Iterator

from clinicdesk.services.setup.broken_visits import BrokenVisit
from clinicdesk.services.setup.meeting_rows import LeftOut
from clinicdesk.wording import say


def broken_texts(breaks: Iterable[BrokenVisit]) -> Iterator[str]:
    """A line for each rule that each of them breaks."""
    for one in breaks:
        info = one.appointment
        number = info.group if one.is_class else info.number
        for rule in one.rules:
            params = {"appointment": number, "day": info.day, "start": info.start, "rule": rule}
            yield say("setup.class-breaks" if one.is_class else "setup.breaks", params)


def left_out_texts(left_out: Iterable[LeftOut]) -> Iterator[str]:
    """A line for each time at which a meeting is not held."""
    for meeting, time in left_out:
        params = {"meeting": meeting, "day": time.day, "start": time.start}
        yield say("said.clinic-left-out-time", params)


def listed(head: str, texts: Iterable[str]) -> Iterator[str]:
    """The head's sentence with their count, and the texts below it; nothing if there are none."""
    lines = [f"  {text}" for text in texts]
    if lines:
        yield say(head, {"count": len(lines)})
        yield from lines
