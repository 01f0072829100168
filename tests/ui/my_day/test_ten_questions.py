"""What a practitioner asks of their own page between two patients, and what it answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.flow.delays import note_delay
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.changing import change_status
from clinicdesk.services.visits.on_the_day import begin_step, note_purpose, room_patient
from clinicdesk.ui.my_day.encounter_card import EncounterCard
from clinicdesk.ui.my_day.my_day_page import MyDayPage
from clinicdesk.ui.my_day.now_and_next import Place
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle

ZONE = "America/Chicago"
CARVER = ("Dr. Carver", "Room 1")
SPLIT = '[{ days = ["monday-friday"], time = ["08:00-12:00", "13:00-17:00"] }]'
Answers = dict[str, list[str]]

THURSDAY = "In again on Thu Mar 4 2027 from 8:00 am: nobody is booked."
TIMES = f"In from 8:00 am to 5:00 pm. Break 12:00 pm – 1:00 pm. Not in tomorrow. {THURSDAY}"
HEALS = (
    "Dr. Carver runs 20 min late: 1 appointment waits, 0 of these with others."
    " It heals if 1 starts later, by 15 min at most."
)
AT_NINE = {
    "whom do I have now": ["9:00 am – 9:10 am", "ABLE, Ann", "NOW"],
    "who is next, when": ["9:30 am – 9:40 am", "BAKER, Ann", "NEXT"],
    "where, what for": [
        "Adjustment  ·  Room 1  ·  04-May-1980  ·  P-10005",
        "Adjustment  ·  Room 1  ·  04-May-1980  ·  P-10001",
    ],
    "are they here, how long": ["arrived, Room 1 · with Dr. Carver, 0 min", "booked"],
    "where do they go after, by when": ["then Exercise at 9:20 am with Pia Thorn, Room 2"],
    "break, end, off, tomorrow": [TIMES],
}
LATE = {
    "whom do I have now": ["10:00 am – 10:10 am", "CASTLE, Ann", "NOW"],
    "who is next, when": ["10:30 am – 10:40 am", "EADS, Ann", "NEXT"],
    "where, what for": [
        "Adjustment  ·  Room 1  ·  04-May-1980  ·  P-10002",
        "Adjustment  ·  Room 1  ·  04-May-1980  ·  P-10006",
    ],
    "are they here, how long": [
        "arrived, Room 1 · with Dr. Carver, 5 min",
        "arrived, waits 35 min",
    ],
    "why do they come": ["numb foot"],
    "who saw them before, what is done": [
        "comes from Exercise with Pia Thorn, until 10:25 am (completed)"
    ],
    "what did the desk write": ["note: bring films"],
    "am I late, whom does it meet": [
        HEALS,
        "about 10:45 am: Dr. Carver runs late",
    ],
    "break, end, off, tomorrow": [TIMES],
}
AT_NOON = {
    "who is next, when": ["1:00 pm – 1:10 pm", "FINCH, Ann", "NEXT"],
    "where, what for": ["Adjustment  ·  Room 1  ·  04-May-1980  ·  P-10004"],
    "are they here, how long": ["booked"],
    "break, end, off, tomorrow": [f"On a break until 1:00 pm. {TIMES}"],
}
OFF = {
    "break, end, off, tomorrow": [
        f"Off until Wed Mar 3 2027: course. {THURSDAY}",
    ]
}


def with_lunch() -> bytes:
    """The practice, whose people are away from twelve to one."""
    hours = '[{ days = ["monday-friday"], time = ["08:00-17:00"] }]'
    return harbor_file().decode().replace(hours, SPLIT).encode()


class Scene:
    """Carver's Monday, told as it goes on: noted by another desk, read on Carver's own page."""

    def __init__(self, rig: Rig) -> None:
        self.rig, self.other = rig, rig.other
        self.steps: dict[str, int] = {}
        for name, minute in (("Baker", 570), ("Castle", 600), ("Dole", 615), ("Finch", 780)):
            booked = self.other.book_at("Adjustment", self.patient(name), minute, CARVER)
            self.steps[name] = self.other.visit(booked.visit).steps[0].number
        for name, first, second in (("Able", 540, 560), ("Eads", 630, 595)):
            patient = self.patient(name)
            with_thorn = ("Pia Thorn", "Ada Hale", "Room 2")
            booked = self.other.book_at("Exercise", patient, second, with_thorn)
            self.steps[f"{name} before"] = self.other.visit(booked.visit).steps[0].number
            booked = self.other.book_at("Adjustment", patient, first, CARVER)
            self.steps[name] = self.other.visit(booked.visit).steps[0].number
        note_purpose(
            self.other.context,
            self.other.database,
            self.steps["Castle"],
            comes_for="numb foot",
            note="bring films",
        )
        tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
        carver = self.other.resource("Dr. Carver")
        take_time_off(
            self.other.context, self.other.database, carver, tuesday, wednesday, reason="course"
        )

    def patient(self, family: str) -> int:
        return self.other.patient(family).number

    def at(self, hour: int, minute: int) -> None:
        self.rig.clock.set_wall(ZONE, MONDAY, hour, minute)

    def come(self, name: str) -> None:
        number = self.steps[name]
        change_status(self.other.context, self.other.database, [number], Status.ARRIVED)

    def begin(self, name: str) -> None:
        number, room = self.steps[name], self.other.resource("Room 1")
        room_patient(self.other.context, self.other.database, number, room)
        begin_step(self.other.context, self.other.database, number)

    def end(self, name: str) -> None:
        number = self.steps[name]
        change_status(self.other.context, self.other.database, [number], Status.FULFILLED)

    def until_late(self) -> None:
        """Until 10:25: Castle came late and is inside, Dole has not come, Eads waits."""
        self.at(9, 12)
        self.end("Able")
        self.come("Baker")
        self.begin("Baker")
        self.at(9, 50)
        self.end("Baker")
        self.come("Eads before")
        self.come("Eads")
        self.at(10, 7)
        self.come("Castle")
        self.at(10, 20)
        self.begin("Castle")
        self.end("Eads before")
        self.at(10, 25)

    def until_noon(self) -> None:
        """Until 12:10: whoever came has gone."""
        self.end("Castle")
        self.begin("Eads")
        self.at(10, 50)
        self.end("Eads")
        note_delay(self.other.context, self.other.database, self.other.resource("Dr. Carver"), 0)
        self.at(12, 10)

    def see(self) -> MyDayPage:
        """Carver's page, once it has heard of everything."""
        self.rig.desk.catch_up()
        settle(self.rig.desk)
        self.rig.press(Key.Key_2, Modifier.ControlModifier)
        page = self.rig.window.my_day_page
        page.who.setCurrentText("Dr. Carver")
        settle(self.rig.desk)
        return page


def answers(page: MyDayPage) -> Answers:
    """To each question what stands on the page, as it is written there; left out where nothing."""
    now = [card for card in page.cards.cards if card.place is Place.NOW]
    following = [card for card in page.cards.cards if card.place is Place.NEXT]
    both = [_texts(card) for card in (*now, *following)]
    said = [text for texts in both for text in texts]

    def begins(*words: str) -> list[str]:
        return [text for text in said if text.startswith(words)]

    found = {
        "whom do I have now": [text for card in now for text in _texts(card)[:3]],
        "who is next, when": [text for card in following for text in _texts(card)[:3]],
        "where, what for": [text for text in said if "  Room 1  " in text],
        "are they here, how long": [texts[3] for texts in both],
        "why do they come": [text for text in said if text == "numb foot"],
        "who saw them before, what is done": begins("comes from"),
        "where do they go after, by when": begins("then"),
        "what did the desk write": begins("note"),
        "am I late, whom does it meet": [*_shown(page.late), *begins("about")],
        "break, end, off, tomorrow": _shown(page.times),
    }
    return {question: texts for question, texts in found.items() if texts}


def _texts(card: EncounterCard) -> list[str]:
    """When, who, NOW or NEXT, how they are, and every line below."""
    return [label.text() for label in card.findChildren(QLabel)]


def _shown(label: QLabel) -> list[str]:
    return [label.text()] if label.isVisible() else []


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Scene]:
    clock = Clock()
    with main_window(qtbot, tmp_path, make_clinic(with_lunch()), clock) as rig:
        yield Scene(rig)


def test_the_page_answers_them_at_nine_late_at_noon_and_on_a_day_off(scene: Scene) -> None:
    scene.at(8, 50)
    scene.come("Able")
    scene.at(9, 0)
    scene.begin("Able")
    at_nine = answers(scene.see())
    scene.until_late()
    page = scene.see()
    scene.rig.press(Key.Key_L)
    scene.rig.enter("20")
    late = answers(page)
    scene.rig.window.resize(960, 600)
    settle(scene.rig.desk)
    assert page.cards.horizontalScrollBar().maximum() == 0, "no card is wider than the page"
    scene.rig.window.resize(1400, 900)
    scene.until_noon()
    at_noon = answers(scene.see())
    page.show_day(MONDAY + timedelta(days=1))
    settle(scene.rig.desk)
    off = answers(page)
    assert (at_nine, late, at_noon, off) == (AT_NINE, LATE, AT_NOON, OFF)


def test_with_the_keyboard_at_no_card_the_keys_are_for_whom_they_have_now(scene: Scene) -> None:
    scene.at(9, 0)
    scene.come("Able")
    page = scene.see()
    page.who.setFocus()
    scene.rig.press(Key.Key_W)
    now = page.cards.now
    assert now is not None and now.text is not None
    assert (now.text.name, now.text.status) == ("ABLE, Ann", "arrived, with Dr. Carver, 0 min")


def test_one_key_each_begins_ends_and_goes_back(scene: Scene) -> None:
    scene.at(9, 0)
    scene.come("Able")
    page = scene.see()
    page.setFocus()
    found = []
    for key in (Key.Key_W, Key.Key_F, Key.Key_B, Key.Key_F, Key.Key_Down):
        scene.rig.press(key)
        focused = page.cards.focused
        assert focused is not None and focused.text is not None
        found.append((focused.text.name, focused.text.status))
    assert found == [
        ("ABLE, Ann", "arrived, with Dr. Carver, 0 min"),
        ("ABLE, Ann", "done at 9:00 am"),
        ("ABLE, Ann", "checked in, with Dr. Carver, 0 min"),
        ("ABLE, Ann", "done at 9:00 am"),
        ("BAKER, Ann", "booked"),
    ]
