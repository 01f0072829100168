"""What was asked for stands in sight, however low the window is."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.main_rig import Key, Rig
from tests.ui.settling import settle


@pytest.mark.parametrize("opened", [False, True])
def test_the_newest_of_the_history_is_seen_at_once(main: Rig, opened: bool) -> None:
    visit = main.other.book_first("Day", main.other.patient().number, days=1)
    main.desk.catch_up()
    main.window.resize(1366, 700)
    page = main.window.day_page
    page.setFocus()
    page.focus_visit(visit)
    settle(main.desk)
    if opened:
        main.press(Key.Key_O)
        page.grid.setFocus()
    main.press(Key.Key_H)
    settle(main.desk)
    title, newest, *_ = main.window.visit.history.findChildren(QLabel)
    for label in (title, newest):
        assert label.visibleRegion().boundingRect() == label.rect(), label.text()
