"""What stands above a practitioner's day: when they are in, off or on a break, and what is next."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.visits.reading.own_times import DayIn, OffTime, OwnTimes
from clinicdesk.services.visits.reading.practitioner_day import Encounter
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import day_in_sentence


def times_text(
    times: OwnTimes, own: Sequence[Encounter], day: date, now: tuple[date, int], *, private: bool
) -> str:
    """When they are in and on a break that day, or why they are off, and when they are in next.

    `now` is the day and minute that it is; in private no reason is named.
    """
    minute = now[1] if day == now[0] else None
    parts = [*_off(times, day, private=private), *_in(times, own, minute)]
    if times.next_in is not None:
        parts += _next(times.next_in, day, now[0])
    return " ".join(parts)


def _off(times: OwnTimes, day: date, *, private: bool) -> Iterator[str]:
    if times.closed is not None:
        reason = readable(times.closed)
        yield say("my-day.closed-for", {"reason": reason}) if reason else say("my-day.closed")
    for off in times.off:
        yield _off_text(off, day, whole=not times.free, private=private)
    if not (times.free or times.off) and times.closed is None:
        yield say("my-day.not-in")


def _off_text(off: OffTime, day: date, *, whole: bool, private: bool) -> str:
    reason = "" if private else readable(off.reason)
    params: dict[str, object] = {"reason": reason}
    if whole:
        code = "my-day.off" if off.last_day == day else "my-day.off-until"
        params["day"] = day_in_sentence(off.last_day)
    else:
        code = "my-day.away"
        params["start"] = off.start if off.first_day == day else 0
        params["end"] = off.end if off.last_day == day else MIDNIGHT
    return say(f"{code}-for" if reason else code, params)


def _in(times: OwnTimes, own: Sequence[Encounter], minute: int | None) -> Iterator[str]:
    if not times.free:
        return
    begins, ends = times.free[0][0], times.free[-1][1]
    ends = max([ends, *(one.own[1] for one in own)])
    now = None if minute is None else times.on_break(minute)
    if now is not None:
        yield say("my-day.on-break", {"end": now[1]})
    yield say("my-day.in", {"start": begins, "end": ends})
    if times.breaks:
        spans = tuple(f"{time_text(a)} \N{EN DASH} {time_text(b)}" for a, b in times.breaks)
        yield say("my-day.breaks", {"times": spans})
    else:
        yield say("my-day.no-break")


def _next(one: DayIn, day: date, today: date) -> Iterator[str]:
    tomorrow = one.day == day + timedelta(days=1)
    if day == today and not tomorrow:
        yield say("my-day.not-tomorrow")
    code = "my-day.tomorrow" if tomorrow and day == today else "my-day.next-in"
    params = {"day": day_in_sentence(one.day), "start": one.start, "count": one.booked}
    if one.first is None:
        yield say(f"{code}-nobody", params)
    else:
        yield say(code, {**params, "first": one.first})
