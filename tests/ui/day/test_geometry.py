"""Where times, columns and blocks stand, in plain numbers."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.ui.day.layout.geometry import (
    Box,
    Scale,
    Slot,
    column_edges,
    day_span,
    least_width,
    link_lines,
    side_by_side,
    usual_density,
)

slots = st.lists(
    st.builds(
        lambda start, minutes, idle: Slot(start, start + minutes, idle),
        st.integers(0, 600),
        st.integers(5, 120),
        st.booleans(),
    ),
    max_size=14,
)


def test_scale_turns_minutes_into_pixels_and_back() -> None:
    scale = Scale(480, 1020, 1, 1.5)
    assert (scale.y(480), scale.y(600), scale.height, scale.row) == (0, 180, 810, 30)
    assert scale.minute(180) == 600
    assert scale.lines()[:3] == [480, 510, 540]


def test_day_span_goes_out_to_whole_hours() -> None:
    assert day_span([(485, 720), (780, 1025)]) == (480, 1080)
    assert day_span([]) == (480, 1080)
    assert day_span([(0, 1440)]) == (0, 1440)


def test_twelve_columns_fit_a_large_screen_beside_the_panel_and_six_a_small_one() -> None:
    large, small = 1920 - 84 - 360 - 60, 1366 - 84 - 360 - 60
    assert column_edges(12, large)[-1] == large
    assert column_edges(6, small)[-1] == small
    assert column_edges(0, 500) == [0]


def test_columns_that_do_not_fit_keep_their_least_width() -> None:
    edges = column_edges(40, 1000)
    assert {b - a for a, b in pairwise(edges)} == {112}


def test_a_larger_font_asks_for_wider_columns() -> None:
    assert (least_width(14), least_width(15), least_width(20)) == (112, 112, 148)
    assert column_edges(3, 100, 148) == [0, 148, 296, 444]


def test_a_quarter_of_an_hour_has_room_for_a_line() -> None:
    assert usual_density(20) * 15 >= 20 + 4


def test_overlapping_appointments_share_the_width() -> None:
    places = side_by_side([Slot(600, 630), Slot(615, 645), Slot(645, 660)], 10, 100)
    assert places == [(10, 50), (60, 50), (10, 100)]


def test_a_cancelled_one_stands_thin_beside_the_one_that_took_its_time() -> None:
    places = side_by_side([Slot(600, 630, idle=True), Slot(600, 630)], 0, 100)
    assert places == [(83, 17), (0, 83)]
    assert side_by_side([Slot(600, 630, idle=True)], 0, 100) == [(0, 100)]


def test_a_cancelled_one_takes_nothing_from_those_it_does_not_meet() -> None:
    found = [Slot(600, 660, idle=True), Slot(600, 630), Slot(660, 690), Slot(570, 600)]
    assert side_by_side(found, 0, 100) == [(83, 17), (0, 83), (0, 100), (0, 100)]


def test_several_cancelled_ones_leave_two_thirds_to_the_busy_one() -> None:
    found = [Slot(600, 630), *(Slot(600, 630, idle=True) for _ in range(4))]
    assert side_by_side(found, 0, 96) == [(0, 64), (64, 8), (72, 8), (80, 8), (88, 8)]


def test_the_day_is_tall_enough_for_a_name_in_its_shortest_work_within_bounds() -> None:
    line = 15
    assert usual_density(line, 15) == usual_density(line, 60) == usual_density(line)
    assert usual_density(line, 5) * 5 >= line * 0.9
    assert usual_density(line, 1) == 2 * usual_density(line)


@given(slots)
def test_no_block_covers_another(found: list[Slot]) -> None:
    places = side_by_side(found, 0, 120)
    for i, (slot, (x1, w1)) in enumerate(zip(found, places, strict=True)):
        assert x1 >= 0 and w1 >= 1 and x1 + w1 <= 120
        for other, (x2, w2) in zip(found[i + 1 :], places[i + 1 :], strict=True):
            if slot.start < other.end and other.start < slot.end:
                assert x1 + w1 <= x2 or x2 + w2 <= x1


def test_a_link_line_runs_across_where_no_name_is() -> None:
    first, then, name = Box(0, 0, 100, 40), Box(300, 100, 100, 40), Box(120, 50, 80, 30)
    (line,) = link_lines([then, first], [name])
    across = {y for _, y in line[2:4]}
    assert len(across) == 1
    assert not name.y <= across.pop() <= name.bottom
    assert line[0][0] == first.right and line[-1][0] == then.x
