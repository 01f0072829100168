"""Calendars kept up to date by what a booking touched equal calendars made anew."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.scheduling.core.intervals import MIDNIGHT, Interval
from clinicdesk.scheduling.core.problem import Resource, Windows
from clinicdesk.scheduling.search.free_time.calendars import TakenMinutes, replace_times
from tests.scheduling.calendar_masks import masks
from tests.scheduling.engine_values import Scaled

FIRST = date(2026, 11, 23)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    begin = draw(st.integers(0, MIDNIGHT - 1))
    minutes = draw(st.one_of(st.integers(1, 60), st.integers(60, MIDNIGHT)))
    return begin, min(begin + minutes, MIDNIGHT)


def windows(days: list[date]) -> st.SearchStrategy[Windows]:
    """Some intervals on some of the days, in any order, touching and overlapping ones too."""
    return st.dictionaries(
        st.sampled_from(days), st.lists(intervals(), max_size=5).map(tuple), max_size=len(days)
    )


@st.composite
def some_of(draw: st.DrawFn, days: list[date]) -> list[date]:
    """A stretch of the days, now and then with holes in it."""
    first = draw(st.integers(0, len(days) - 1))
    stretch = days[first : draw(st.integers(first + 1, len(days)))]
    return draw(st.just(stretch) | st.just(stretch[::2]) | st.just(stretch[:2] + stretch[3:]))


class LookedAt(dict[date, tuple[Interval, ...]]):
    """Windows that note which days are asked for."""

    def __init__(self, windows: Windows) -> None:
        super().__init__(windows)
        self.asked: list[date] = []

    def get(self, day: date, default: Any = None) -> Any:
        self.asked.append(day)
        return super().get(day, default)


@st.composite
def cuts(draw: st.DrawFn, days: int) -> tuple[TakenMinutes, ...]:
    found = draw(st.lists(st.tuples(st.integers(0, days - 1), intervals()), max_size=3))
    return tuple((position, begin, end) for position, (begin, end) in found)


def test_updated_calendars_equal_new_ones_and_leave_the_old_alone(scaled: Scaled) -> None:
    @settings(
        max_examples=scaled(40, 5_000),
        database=None,
        derandomize=scaled(0, 1) == 0,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        days = [FIRST + timedelta(3 * offset) for offset in range(data.draw(st.integers(1, 20)))]
        grid = data.draw(st.sampled_from((1, 5, 7, 10, 15, 60)))
        short = data.draw(st.sampled_from((0, 1, 2, 15, 90)))
        some_cuts = data.draw(cuts(len(days)))
        first = Resource("r", "practitioner", data.draw(windows(days)), data.draw(windows(days)))
        one = first
        before = masks(one, days, grid, short, some_cuts)
        for _ in range(data.draw(st.integers(1, 3))):
            free = data.draw(st.none() | windows(days))
            one = replace_times(one, free=free, busy=data.draw(windows(days)))
            fresh = Resource(one.id, one.kind, one.free, one.busy)
            for asked in (some_cuts, ()):
                assert masks(one, days, grid, short, asked) == masks(
                    fresh, days, grid, short, asked
                )
        assert masks(first, days, grid, short, some_cuts) == before

    holds()


def test_a_calendar_of_days_that_were_partly_asked_about_equals_a_new_one(scaled: Scaled) -> None:
    @settings(
        max_examples=scaled(40, 5_000),
        database=None,
        derandomize=scaled(0, 1) == 0,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        every_day = [FIRST + timedelta(offset) for offset in range(30)]
        grid = data.draw(st.sampled_from((5, 7, 15)))
        one = Resource("r", "room", data.draw(windows(every_day)), data.draw(windows(every_day)))
        for _ in range(data.draw(st.integers(2, 7))):
            days = data.draw(some_of(every_day))
            some_cuts = data.draw(st.just(()) | cuts(len(days)))
            fresh = Resource(one.id, one.kind, one.free, one.busy)
            assert masks(one, days, grid, 15, some_cuts) == masks(fresh, days, grid, 15, some_cuts)
            if data.draw(st.booleans()):
                one = replace_times(one, busy=data.draw(windows(every_day)))

    holds()


def test_a_stretch_that_begins_a_day_later_looks_at_the_day_it_adds_only() -> None:
    days = [FIRST + timedelta(offset) for offset in range(5)]
    busy = LookedAt(dict.fromkeys(days, ((500, 520),)))
    one = Resource("r", "room", dict.fromkeys(days, ((480, 600),)), busy)
    masks(one, days[:4], 5, 15)
    busy.asked.clear()
    masks(one, days[1:], 5, 15)
    assert busy.asked == [days[4]]


def test_a_day_that_no_calendar_shows_changes_nothing() -> None:
    elsewhere = FIRST + timedelta(1)
    one = Resource("r", "practitioner", {FIRST: ((480, 600),)})
    before = masks(one, [FIRST], 5, 15)
    later = replace_times(one, busy={elsewhere: ((0, MIDNIGHT),)})
    assert masks(later, [FIRST], 5, 15) == before
    assert later.busy == {elsewhere: ((0, MIDNIGHT),)}
