"""From nothing to the first booked visit: three steps, by the keyboard alone."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk import first_run
from clinicdesk.app import Application
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.first_run import FirstRun
from clinicdesk.services.visits.reading.visit_reading import read_day
from clinicdesk.ui.frame.first_steps.new_clinic import NewClinic
from clinicdesk.ui.setup.setup_page import SetupPage
from tests.ui.frame import test_other_clinics
from tests.ui.frame.test_other_clinics import CTRL_SHIFT, LONG, shown
from tests.ui.main_rig import Key, Modifier, Window
from tests.ui.settling import settle

home, begin = test_other_clinics.home, test_other_clinics.begin
"""The same fixtures."""


GROUPS, KEYS = 19, 138
"""What it takes from the first window to the first booked visit."""


@pytest.fixture(autouse=True)
def one_word(qapp: QApplication) -> Iterator[None]:
    """On a busy computer too the letters that are typed into a list of choices are one word."""
    before = qapp.keyboardInputInterval()
    qapp.setKeyboardInputInterval(60_000)
    yield
    qapp.setKeyboardInputInterval(before)


class Typist:
    """Counts what somebody does: a field typed with its Enter or Tab is one group of keys."""

    def __init__(self) -> None:
        self.groups = self.keys = 0

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def is_at(self, widget: QWidget) -> bool:
        """Whether the keyboard is there."""
        return QApplication.focusWidget() is widget

    def press(self, *keys: Key, modifiers: Modifier = Modifier.NoModifier) -> None:
        for key in keys:
            QTest.keyClick(self.focus, key, modifiers)
            self.groups += 1
            self.keys += 1

    def type(self, text: str, end: Key) -> None:
        QTest.keyClicks(self.focus, text)
        QTest.keyClick(self.focus, end)
        self.groups += 1
        self.keys += len(text) + 1


def begun(application: Application, qtbot: QtBot) -> NewClinic:
    """The first step, once it is known what can be ticked."""
    window = application.window
    assert isinstance(window, FirstRun)
    window.activateWindow()
    window.welcome.empty.setFocus()
    QTest.keyClick(window.welcome.empty, Key.Key_Return)
    qtbot.waitUntil(window.new_clinic.next.isEnabled, timeout=LONG)
    window.new_clinic.clinic.show_zone("America/Chicago")
    return window.new_clinic


def test_a_clinic_of_ones_own_is_made_and_its_first_visit_booked_by_keys(
    begin: Callable[[Path], Application], home: Path, qtbot: QtBot
) -> None:
    own = home / "data" / "clinicdesk" / "clinic.db"
    application = begin(own)
    steps, typist = begun(application, qtbot), Typist()
    typist.groups += 1
    typist.type("Harbor Spine", Key.Key_Return)
    typist.type("Dr. Ada Holm", Key.Key_Tab)
    typist.type("physiat", Key.Key_Tab)
    typist.type("Bo Lind", Key.Key_Tab)
    typist.type("physical", Key.Key_Tab)
    typist.type("Mia Cole", Key.Key_Tab)
    typist.type("medical", Key.Key_Tab)
    typist.type("Raj Nair", Key.Key_Tab)
    typist.type("x-ray", Key.Key_Return)
    assert steps.offer.chosen_templates == {"new-spine-assessment", "numbness-work-up"}
    assert steps.said.text() == ""
    typist.press(Key.Key_Return)
    window = shown(application, qtbot, own)
    assert window.windowTitle() == "Harbor Spine – ClinicDesk"
    qtbot.waitUntil(lambda: window.findChild(SetupPage) is not None, timeout=LONG)
    page = window.findChild(SetupPage)
    assert page is not None
    qtbot.waitUntil(lambda: len(page.entries.rows.texts) == 2, timeout=LONG)
    assert (page.part, page.parts.hasFocus()) == (Part.PRACTITIONERS, True)
    assert (page.lacking.isVisible(), page.entries.rows.texts[0][:12]) == (False, "Dr. Ada Holm")
    assert book_first(window, typist, qtbot) == ["Spine X-ray", "Physiatry, new", "PT evaluation"]
    assert (typist.groups, typist.keys) == (GROUPS, KEYS)


def book_first(window: Window, typist: Typist, qtbot: QtBot) -> list[str]:
    """Type a new patient, choose the combined visit, take the first plan; what is booked then."""
    settle(window.desk)
    typist.press(Key.Key_N, modifiers=CTRL_SHIFT)
    settle(window.desk)
    for text in ("Featherstone", "Ida", "4 May 1978"):
        typist.type(text, Key.Key_Tab)
    typist.type("312 555 0100", Key.Key_Return)
    settle(window.desk)
    typist.type("new spine", Key.Key_Return)
    settle(window.desk)
    qtbot.waitUntil(lambda: bool(window.booking.form.options.current), timeout=LONG)
    typist.press(Key.Key_Return)
    settle(window.desk)
    typist.press(Key.Key_Return)
    settle(window.desk)
    database, today = window.desk.database, window.desk.today()
    days = (read_day(database, today + timedelta(days=number)) for number in range(14))
    return [step.visit_type for day in days for step in day]


def test_what_nobody_does_yet_is_said_and_founds_all_the_same(
    begin: Callable[[Path], Application], home: Path, qtbot: QtBot
) -> None:
    own = home / "data" / "clinicdesk" / "clinic.db"
    application = begin(own)
    steps, typist = begun(application, qtbot), Typist()
    typist.type("Harbor Spine", Key.Key_Return)
    typist.type("Bo Lind", Key.Key_Tab)
    typist.type("physical", Key.Key_Return)
    steps.offer.templates.boxes["conservative-day"].click()
    assert {name: count for name, count in steps.offer.room_counts.items() if count} == {
        "treatment": 2, "pt-table": 2, "gym": 1, "classroom": 1,
    }  # fmt: skip
    assert steps.said.text() == (
        "These come along, as ticked combined visits have them: Chiropractic adjustment, PT"
        " session, Traction.\nNot here yet: Chiropractic, Therapy aide."
        " Until that is added these cannot be booked: Chiropractic adjustment, PT session,"
        " Traction."
    )
    for box in steps.offer.rooms.values():
        field = box.lineEdit()
        assert field.width() > field.fontMetrics().horizontalAdvance("99") + 8
    last_field = steps.clinic.hours["saturday"]
    ends = [
        widget.mapTo(steps, widget.rect().topRight()).x() for widget in (last_field, steps.next)
    ]
    assert ends[0] == ends[1]
    typist.press(Key.Key_Return)
    window = shown(application, qtbot, own)
    names = {each.name for each in window.desk.setup.templates.values()}
    assert names == {"Conservative day"}


def test_each_step_says_what_is_wrong_at_its_field_and_keeps_what_was_typed(
    begin: Callable[[Path], Application],
    home: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(first_run, "local_zone", lambda: "")
    application = begin(home / "data" / "clinicdesk" / "clinic.db")
    window = application.window
    assert isinstance(window, FirstRun)
    window.activateWindow()
    window.welcome.empty.click()
    steps = window.new_clinic
    qtbot.waitUntil(steps.next.isEnabled, timeout=LONG)
    typist = Typist()
    typist.press(Key.Key_Return)
    assert steps.steps.currentIndex() == 0
    assert typist.is_at(steps.clinic.name.edit)
    typist.type("Harbor", Key.Key_Return)
    zone = steps.clinic.zone
    assert (typist.is_at(zone.edit), zone.said.text()) == (
        True,
        "This computer does not say in which time zone it is; type the clinic's city, then go on.",
    )
    typist.type("chi", Key.Key_Return)
    assert (typist.is_at(zone.edit), zone.said.text()[:46]) == (
        True,
        "More than one: Asia/Chita, America/Chicago, Eu",
    )
    typist.type("cago", Key.Key_Tab)
    assert (zone.said.text(), steps.asked.zone) == ("America/Chicago", "America/Chicago")
    monday = steps.clinic.hours["monday"]
    monday.edit.setText("8-noon, 1-5")
    assert monday.said.text() == "08:00-12:00, 13:00-17:00"
    assert steps.asked.opening["monday"] == "08:00-12:00, 13:00-17:00"
    monday.edit.setText("9-")
    typist.press(Key.Key_Return)
    assert typist.is_at(steps.clinic.hours["monday"].edit)
    assert monday.said.text().startswith("9- is not a stretch of time")
    tops = {steps.clinic.hours[day].y() for day in ("monday", "tuesday", "wednesday")}
    captions = {steps.clinic.hours[day].caption.y() for day in ("monday", "tuesday", "wednesday")}
    assert (len(tops), len(captions)) == (1, 1)
    steps.clinic.hours["monday"].edit.setText("09:00-12:00, 13:00-17:00")
    typist.press(Key.Key_Return)
    assert steps.steps.currentIndex() == 1
    typist.press(Key.Key_Return)
    assert steps.trouble.text() == (
        "A clinic needs somebody who sees patients: type one name at least."
    )
    typist.type("Bo Lind", Key.Key_Return)
    assert steps.people.lines[0].name.said.text() == "Choose what they are."
    assert typist.is_at(steps.people.lines[0].specialty)
    typist.press(Key.Key_Escape)
    assert (steps.steps.currentIndex(), steps.clinic.name.text) == (0, "Harbor")
    typist.press(Key.Key_Escape)
    assert window.welcome.isVisible()
    assert not (home / "data").exists()
