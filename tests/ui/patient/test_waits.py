"""What somebody waits for stands on their page: when it suits is corrected there, or taken off."""

from datetime import timedelta

import pytest

from clinicdesk.services.waiting.entries import FirstVisit, Waiting, read_waits_of
from clinicdesk.services.waiting.listing import wait_for_earlier, wait_for_first
from clinicdesk.services.waiting.suits import Suits
from clinicdesk.ui.patient.parts import Part
from clinicdesk.ui.patient.patient_panel import PatientPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

CTRL = Modifier.ControlModifier
THURSDAY = MONDAY + timedelta(days=3)


@pytest.fixture
def page(main: Rig) -> PatientPanel:
    """The page of somebody who waits for an earlier time and for a first visit."""
    other = main.other
    patient, names = other.patient("Able").number, ("Dr. Carver", "Room 1")
    visit = other.book_at("Adjustment", patient, 600, names, day=THURSDAY).visit
    wait_for_earlier(other.context, other.database, visit)
    wanted = FirstVisit(other.setup.template_named("Day").id)
    suits = Suits(notice=120)
    wait_for_first(other.context, other.database, patient, wanted, suits, urgent=True)
    main.desk.catch_up()
    main.press(Key.Key_F, CTRL)
    main.enter("able")
    found = main.window.findChild(PatientPanel)
    assert isinstance(found, PatientPanel)
    return found


def said(page: PatientPanel) -> list[str]:
    return [row.part.said for row in page.parts.rows if row.part.key.part is Part.WAITS]


def waits(main: Rig, page: PatientPanel) -> list[Waiting]:
    assert page.patient is not None
    return list(read_waits_of(main.desk.context, main.desk.database, page.patient.number))


def go_to(page: PatientPanel, place: int) -> None:
    """To the first or second of what they wait for."""
    rows = [n for n, row in enumerate(page.parts.rows) if row.part.key.part is Part.WAITS]
    page.parts.setFocus()
    page.parts.setCurrentRow(rows[place])


DAY = "Day, not booked yet; waits since Mon Mar 1; at least 2 hours before"
EARLIER = "Adjustment, booked Thu Mar 4, 10:00 am; waits since Mon Mar 1"


def test_when_it_suits_is_typed_there_and_the_notice_stays(main: Rig, page: PatientPanel) -> None:
    assert said(page) == [DAY, EARLIER]
    go_to(page, 0)
    main.press(Key.Key_Return)
    main.enter("tue 8-12 until 3/9")
    assert waits(main, page)[0].suits == Suits(
        frozenset({1}), 480, 720, None, MONDAY + timedelta(days=8), 120
    )
    assert said(page)[0] == (
        "Day, not booked yet; waits since Mon Mar 1; Tue 8:00 am-12:00 pm until 03/09/2027, at"
        " least 2 hours before"
    )
    main.press(Key.Key_Z, CTRL)
    assert said(page) == [DAY, EARLIER]


def test_del_takes_them_off_and_undo_puts_them_back(main: Rig, page: PatientPanel) -> None:
    go_to(page, 1)
    main.press(Key.Key_Delete)
    assert said(page) == [DAY]
    assert len(waits(main, page)) == 1
    main.press(Key.Key_Z, CTRL)
    assert said(page) == [DAY, EARLIER]


def test_what_means_nothing_says_what_would(main: Rig, page: PatientPanel) -> None:
    go_to(page, 0)
    main.press(Key.Key_Return)
    main.enter("soon")
    assert page.editor.said.text().startswith("Write days, hours and dates such as")
    assert waits(main, page)[0].suits == Suits(notice=120)


def test_hidden_names_hide_it_too(main: Rig, page: PatientPanel) -> None:
    main.press(Key.Key_F9)
    assert said(page) == []
