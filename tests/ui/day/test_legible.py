"""What stands on the day can be read: whole, not over each other, in sight, in any font size."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QFrame, QLabel

from clinicdesk.models.database import open_database
from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.services.visits.reading.clinic_day import DayInfo, read_whole_day
from clinicdesk.ui.day.columns.column_choice import usual
from clinicdesk.ui.day.grid.boxes import rect
from clinicdesk.ui.day.grid.day_painter import DayPainter
from clinicdesk.ui.day.grid.popup_position import position_beside
from clinicdesk.ui.day.layout.arrangement import arrange
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.day.text.fonts import fonts_of, shortened
from clinicdesk.ui.kit.look.theme import LIGHT
from tests.demo_template import DEMO_NOW, DEMO_TODAY, demo_context
from tests.ui.day.rig import ALT, DayRig, Key

MakeDay = Callable[..., DayRig]


@pytest.fixture
def busy_day(qapp: QApplication, demo_file: Path) -> DayInfo:
    """The demo clinic's fullest day; letters are measured where there is an application only."""
    assert qapp is not None
    return read_whole_day(demo_context(), open_database(demo_file), DEMO_TODAY)


def painter(day: DayInfo, points: float, zoom: int, *, private: bool = False) -> DayPainter:
    font = QFont(QApplication.font())
    font.setPointSizeF(points)
    plan = arrange(day, usual(day), zoom, fonts_of(font).name.height, 900)
    return DayPainter(plan, LIGHT, font, private=private, now=DEMO_NOW.timestamp())


def faults(painted: DayPainter) -> Iterator[tuple[str, Box]]:
    """Whatever is written outside its block or over something else that is written there."""
    for block in painted.plan.blocks:
        inside = rect(painted.plan.box(block)).adjusted(0, -2, 0, 2)
        written = [rect(box) for box in painted.block_text(block).boxes]
        name = str(block.appointment.number)
        yield from ((name, painted.plan.box(block)) for box in written if not inside.contains(box))
        yield from (
            (name, painted.plan.box(block))
            for text, other in combinations(written, 2)
            if text.adjusted(0, 3, 0, -3).intersects(other.adjusted(0, 3, 0, -3))
        )


@pytest.mark.parametrize("zoom", range(4))
@pytest.mark.parametrize("points", [9.0, 10.0, 14.0, 20.0])
def test_nothing_on_the_busy_day_is_cut_or_stands_over_another(
    busy_day: DayInfo, points: float, zoom: int
) -> None:
    assert list(faults(painter(busy_day, points, zoom))) == []


@pytest.mark.parametrize("points", [9.0, 10.0, 14.0])
def test_every_appointment_that_is_not_off_of_the_busy_day_has_its_name(
    busy_day: DayInfo, points: float
) -> None:
    painted = painter(busy_day, points, 1)
    nameless = [
        b.appointment.number
        for b in painted.plan.blocks
        if not b.idle and not painted.block_text(b).lines
    ]
    assert nameless == []


def test_every_card_with_room_has_its_start_time(busy_day: DayInfo) -> None:
    painted = painter(busy_day, 10.0, 1)
    for block in painted.plan.blocks:
        if painted.plan.box(block).height < 40 or block.idle:
            continue
        hour, minute = divmod(block.start, 60)
        start = f"{hour:02}:{minute:02}"
        texts = [line.text.text() for line in painted.block_text(block).lines]
        assert any(text.startswith(start) for text in texts[1:]), texts


def test_text_is_shortened_at_a_word() -> None:
    assert shortened("EMG and nerve conduction") == [
        "EMG and nerve conduction",
        "EMG and nerve…",
        "EMG and…",
    ]
    assert shortened("Chiropractic, new") == ["Chiropractic, new", "Chiropractic…"]
    assert shortened("PT session") == ["PT session"]


def test_work_of_five_minutes_is_told_by_name_at_the_usual_zoom(busy_day: DayInfo) -> None:
    usual_blocks = painter(busy_day, 10.0, 1).plan.blocks
    first = next(b.appointment for b in usual_blocks if not b.idle and b.appointment.patient)
    claims = tuple(replace(c, end=c.start + 5) for c in first.claims)
    short = replace(first, end=first.start + 5, claims=claims)
    others = tuple(short if a is first else a for a in busy_day.appointments)
    painted = painter(replace(busy_day, appointments=others), 10.0, 1)
    block = painted.plan.of_appointment(first.number)
    assert block is not None and block.end - block.start == 5
    assert painted.block_text(block).lines[0].text.text()


def test_the_name_of_a_long_appointment_stays_while_its_beginning_is_scrolled_out(
    make_day: MakeDay,
) -> None:
    day = make_day(size=(700, 360))
    number = day.other.book_first("Consult", day.other.patient("Smith", "John").number, days=1)
    day.catch_up()
    (block,) = day.grid.plan.of_visit(number)
    box = day.grid.plan.box(block)
    day.grid.verticalScrollBar().setMaximum(box.bottom)
    for above in (0, 8, box.height - 16):
        day.grid.verticalScrollBar().setValue(box.y + above)
        line = day.grid.day_painter.block_text(block).lines[0]
        assert line.text.text().startswith("SMITH")
        assert box.y + above <= line.box.y and line.box.bottom <= box.bottom + 2


def test_a_cancelled_appointment_beside_a_busy_one_is_labeled_on_its_side(day: DayRig) -> None:
    def book(family: str) -> int:
        patient = day.other.patient(family).number
        return day.other.book_at("Consult", patient, 600, ("Dr. Fisk", "Room 1")).visit

    gone = book("Able")
    cancel_visit(day.other.context, day.other.database, gone, "ill")
    came = book("Smith")
    day.catch_up()
    day.actions["view.zoom-in"].trigger()
    (thin,), (busy,) = day.grid.plan.of_visit(gone), day.grid.plan.of_visit(came)
    assert [
        (line.text.text(), line.turned) for line in day.grid.day_painter.block_text(thin).lines
    ] == [("ABLE", True)]
    assert day.grid.plan.box(thin).width * 4 < day.grid.plan.box(busy).width


def whole_labels(card: QFrame) -> list[str]:
    """The texts of a card that have all the room they need."""
    return [
        label.text()
        for label in card.findChildren(QLabel)
        if card.rect().contains(QRect(label.mapTo(card, QPoint()), label.size()))
        and label.height() >= label.heightForWidth(label.width())
        and (label.wordWrap() or label.width() >= label.sizeHint().width())
    ]


@pytest.mark.parametrize("size", [(1366, 700), (480, 360)])
def test_the_card_is_whole_and_beside_what_it_is_about(
    make_day: MakeDay, size: tuple[int, int]
) -> None:
    day = make_day(size=size)
    patient = day.other.patient("Smith", "John")
    number = day.other.book_first("Day", patient.number, days=1)
    day.catch_up()
    first = day.other.visit(number).steps[0].number
    day.page.focus_appointment(first)
    day.press(Key.Key_Space)
    card = day.page.card
    assert card.isVisible()
    assert whole_labels(card) == [label.text() for label in card.findChildren(QLabel)]
    assert day.grid.rect().contains(card.geometry())
    about = day.grid.on_screen(day.grid.plan.box(day.block(first)))
    assert not card.geometry().intersects(about)


def test_the_card_is_gone_while_something_is_moved_or_another_layer_is_open(
    day: DayRig,
) -> None:
    number = day.other.book_first("Adjustment", day.other.patient().number, days=1)
    day.catch_up()
    (block,) = day.grid.plan.of_visit(number)
    day.page.focus_appointment(block.appointment.number)
    day.press(Key.Key_Space)
    day.press(Key.Key_Down, ALT)
    assert day.page.moving.drag is not None
    assert not day.page.card.isVisible()
    day.press(Key.Key_Space)
    assert not day.page.card.isVisible()
    day.press(Key.Key_Escape)
    day.press(Key.Key_Space)
    assert day.page.card.isVisible()
    day.page.views.open_chooser()
    assert not day.page.card.isVisible()
    day.grid.card_wanted.emit(block)
    assert not day.page.card.isVisible()


@pytest.mark.parametrize(
    ("box", "at"),
    [
        (QRect(100, 100, 50, 50), QPoint(158, 100)),
        (QRect(900, 100, 50, 50), QPoint(692, 100)),
        (QRect(50, 100, 900, 50), QPoint(50, 158)),
        (QRect(50, 500, 900, 90), QPoint(50, 392)),
        (QRect(100, 560, 50, 30), QPoint(158, 500)),
    ],
)
def test_a_frame_stands_where_it_covers_nothing_of_its_box(box: QRect, at: QPoint) -> None:
    assert position_beside(QRect(0, 0, 200, 100), box, QRect(0, 0, 1000, 600)) == at


@pytest.mark.parametrize("top", [0, 400])
def test_keys_zoom_around_the_keyboards_place_even_if_it_was_scrolled_away(
    make_day: MakeDay, top: int
) -> None:
    day = make_day(size=(900, 500))
    number = day.other.book_at(
        "Adjustment", day.other.patient().number, 660, ("Dr. Carver", "Room 1")
    )
    day.catch_up()
    (block,) = day.grid.plan.of_visit(number.visit)
    day.page.focus_appointment(block.appointment.number)
    day.grid.verticalScrollBar().setValue(top)
    for action in ("view.zoom-in", "view.zoom-in", "view.zoom-out"):
        day.actions[action].trigger()
        y = day.grid.plan.scale.y(660) - day.grid.offset.y()
        assert 0 <= y < day.grid.viewport().height() - 10
