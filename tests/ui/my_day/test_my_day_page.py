"""A practitioner's day while its answers are on their way, and while nobody sees it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from clinicdesk.ui.my_day.my_day_page import MyDayPage
from clinicdesk.wording import use_clinic_habits
from tests.held_file import held
from tests.services.desk import MONDAY, Clock
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.settling import settle

TUESDAY = MONDAY + timedelta(days=1)


class Rig:
    """The page on a desk whose answers come when they come, and another desk of the clinic."""

    def __init__(self, page: MyDayPage, desk: Desk, other: OtherDesk, settings: QSettings) -> None:
        self.page, self.desk, self.other, self.settings = page, desk, other, settings
        self.refused: list[str] = []
        desk.refused.connect(self.refused.append)

    def book(self, start: int = 600, day: date = MONDAY) -> None:
        """An adjustment with Dr. Carver."""
        patient = self.other.patient("Smith", f"number {start} {day}").number
        self.other.book_at("Adjustment", patient, start, ("Dr. Carver", "Room 1"), day=day)

    def news(self) -> None:
        """Another look than one that had begun before."""
        settle(self.desk)
        self.desk.catch_up()
        settle(self.desk)

    def shown(self) -> tuple[str, str, int]:
        """Whose day, which one, and how many cards are seen of it."""
        cards = [card for card in self.page.findChildren(EncounterCard) if card.isVisible()]
        return self.page.who.currentText(), self.page.title.text(), len(cards)


def opened(qtbot: QtBot, folder: Path, database: Database) -> Rig:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    clock = Clock()
    desk = Desk(make_desk(database, clock, "east").context, database)
    use_clinic_habits(desk.setup.date_order, twelve_hour=desk.setup.twelve_hour)
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    page = MyDayPage(desk, ThemeKeeper(app, settings), settings)
    made = Rig(page, desk, make_desk(database, clock, "west"), settings)
    made.book()
    made.book(day=TUESDAY)
    page.resize(900, 600)
    qtbot.addWidget(page)
    desk.setParent(page)
    page.show()
    made.news()
    return made


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    made = opened(qtbot, tmp_path, make_clinic())
    yield made
    made.desk.stop()
    use_clinic_habits("YMD")


@pytest.fixture
def hasty(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """The same, and a file that is held is given up at once."""
    database = make_clinic()
    database.close()
    made = opened(qtbot, tmp_path, open_database(database.path, busy_seconds=0.01))
    yield made
    made.desk.stop()
    use_clinic_habits("YMD")


def test_the_former_day_stays_under_its_own_name_until_the_next_one_is_read(rig: Rig) -> None:
    assert rig.shown() == ("Dr. Carver", "Monday Mar 1 2027", 1)
    with held(rig.desk.database.path):
        rig.page.show_day(TUESDAY)
        rig.page.show_day(TUESDAY + timedelta(days=1))
        rig.page.show_day(TUESDAY)
        assert (rig.shown(), rig.page.day) == (("Dr. Carver", "Monday Mar 1 2027", 1), TUESDAY)
        assert rig.page.shown_day == MONDAY
    settle(rig.desk)
    assert rig.shown() == ("Dr. Carver", "Tuesday Mar 2 2027", 1)
    assert rig.page.shown_day == TUESDAY


def test_arrows_in_the_week_go_on_while_a_day_is_being_read(rig: Rig) -> None:
    with held(rig.desk.database.path):
        for _ in range(3):
            QTest.keyClick(rig.page.week, Qt.Key.Key_Right)
    settle(rig.desk)
    assert rig.page.shown_day == MONDAY + timedelta(days=3)


def test_nobodys_cards_stand_under_another_name(rig: Rig) -> None:
    with held(rig.desk.database.path):
        rig.page.who.setCurrentText("Dr. Dunne")
        assert rig.shown() == ("Dr. Dunne", "Monday Mar 1 2027", 0)
    settle(rig.desk)
    assert rig.shown() == ("Dr. Dunne", "Monday Mar 1 2027", 0)
    rig.page.who.setCurrentText("Dr. Carver")
    settle(rig.desk)
    assert rig.shown() == ("Dr. Carver", "Monday Mar 1 2027", 1)
    assert rig.settings.value("my-day/practitioner") == rig.other.resource("Dr. Carver")


def test_who_cannot_be_read_leaves_who_was_there(hasty: Rig) -> None:
    rig = hasty
    week = rig.page.week._days
    with held(rig.desk.database.path):
        rig.page.show_day(TUESDAY)
        rig.page.who.setCurrentText("Dr. Dunne")
        settle(rig.desk)
        assert (rig.page.day, len(rig.refused)) == (MONDAY, 1)
    settle(rig.desk)
    assert rig.shown() == ("Dr. Carver", "Monday Mar 1 2027", 1)
    assert (rig.page.week._days, rig.settings.value("my-day/practitioner")) == (week, None)


def test_nothing_is_read_while_nobody_sees_it(rig: Rig) -> None:
    rig.page.hide()
    cards = rig.page.findChildren(EncounterCard)
    rig.book(700)
    rig.news()
    assert rig.page.findChildren(EncounterCard) == cards
    rig.page.show()
    settle(rig.desk)
    assert rig.shown() == ("Dr. Carver", "Monday Mar 1 2027", 2)
