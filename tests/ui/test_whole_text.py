"""No text is cut or covered on any page or panel, on small screens and in large letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import open_database
from clinicdesk.ui.frame.rail import Rail
from tests.demo_template import DEMO_NOW
from tests.services.desk import Clock
from tests.ui.clipping import cut_texts
from tests.ui.main_rig import Key, Modifier, Rig, Window, main_window


@pytest.fixture
def letters(qapp: QApplication) -> Iterator[QApplication]:
    """The application, whose font a test may change; it has its own again afterwards."""
    before = qapp.font()
    yield qapp
    qapp.setFont(before)


def use(app: QApplication, points: float) -> None:
    """As when somebody changes the system's font."""
    font = app.font()
    font.setPointSizeF(points)
    app.setFont(font)
    settle()


def settle() -> None:
    for _ in range(6):
        QApplication.processEvents()


def states(rig: Rig) -> Iterator[str]:
    """Every page, panel and layer, in the order of a day's work."""
    window = rig.window
    yield "day"
    rig.press(Key.Key_Space)
    yield "card"
    rig.press(Key.Key_G, Modifier.ControlModifier)
    rig.enter("no date")
    yield "no date"
    rig.press(Key.Key_Escape)
    yield from booking(rig)
    yield from visit(window)
    window.actions_table["clinic.away"].trigger()
    yield "absence"
    rig.press(Key.Key_K, Modifier.ControlModifier)
    yield "palette"
    rig.press(Key.Key_Escape)
    window.show_page("go.my-day")
    yield "my day beside a panel"
    window.workspace.close_side()
    window.show_page("go.my-day")
    yield "my day"


def booking(rig: Rig) -> Iterator[str]:
    form = rig.window.booking.form
    rig.press(Key.Key_N, Modifier.ControlModifier)
    yield "search"
    rig.type("hall")
    yield "results"
    rig.press(Key.Key_Return)
    yield "what for"
    rig.enter("new sp")
    yield "options"
    form.preferences.summary.click()
    yield "preferences"
    form.preferences.latest.edit.setText("7:05")
    yield "nothing fits"
    form.preferences.latest.edit.clear()
    rig.window.booking.hold()
    yield "held"
    rig.window.booking.book()
    yield "booked"


def visit(window: Window) -> Iterator[str]:
    number = next(item.number for item in window.day_page.appointments() if item.patient)
    window.open_appointment(number)
    yield "visit"
    window.visit.ask_reason(whole=True)
    yield "why cancelled"


@pytest.mark.parametrize(
    ("size", "points"),
    [
        ((1366, 728), 14.0),
        ((960, 500), 10.0),
        ((960, 500), 14.0),
        ((800, 440), 10.0),
    ],
    ids=str,
)
def test_no_text_is_cut_or_covered(
    qtbot: QtBot,
    tmp_path: Path,
    demo_clinic: Path,
    letters: QApplication,
    size: tuple[int, int],
    points: float,
) -> None:
    use(letters, points)
    found = {}
    with main_window(qtbot, tmp_path, open_database(demo_clinic), Clock(DEMO_NOW)) as rig:
        rig.window.resize(*size)
        settle()
        for state in states(rig):
            settle()
            assert (rig.window.width(), rig.window.height()) == size, state
            if faults := cut_texts(rig.window):
                found[state] = faults
    assert found == {}


def test_everything_follows_the_systems_font_while_the_window_is_open(
    main: Rig, letters: QApplication
) -> None:
    """Twice as large, and back again."""
    window = main.window
    main.press(Key.Key_N, Modifier.ControlModifier)
    settle()

    field, rail = window.booking.search.findChild(QLineEdit), window.findChild(Rail)
    assert field is not None
    assert rail is not None

    def sizes() -> dict[str, int]:
        return {
            "field": field.height(),
            "title": window.day_page.bar.title.fontMetrics().height(),
            "rail": rail.width(),
            "heads": window.day_page.grid.heads.height(),
            "axis": window.day_page.grid.axis.width(),
            "hour": round(60 * window.day_page.grid.plan.scale.density),
            "side": window.workspace.side.minimumWidth(),
            "menu": window.menuBar().height(),
        }

    before = sizes()
    use(letters, letters.font().pointSizeF() * 2)
    larger = sizes()
    assert [name for name in before if larger[name] < before[name] * 1.3] == []
    use(letters, letters.font().pointSizeF() / 2)
    assert sizes() == before
