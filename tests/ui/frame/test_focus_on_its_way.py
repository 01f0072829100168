"""Where the keyboard goes when a panel goes on by itself: nowhere else on its way."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle


@contextmanager
def focus_watched() -> Iterator[list[QWidget]]:
    """Everything that gets the keyboard inside the block."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    had: list[QWidget] = []

    def note(_before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            had.append(now)

    application.focusChanged.connect(note)
    yield had
    application.focusChanged.disconnect(note)


def test_a_booking_goes_on_without_the_day_having_the_keyboard(main: Rig) -> None:
    main.other.patient("Able")
    main.press(Key.Key_N, Modifier.ControlModifier)
    booking = main.window.booking
    main.type("able")
    settle(main.window.desk)
    with focus_watched() as had:
        main.press(Key.Key_Return)
        booking.change_patient.setFocus()
        main.press(Key.Key_Space)
    assert booking.stage is booking.search
    assert [one for one in had if not booking.isAncestorOf(one)] == []
