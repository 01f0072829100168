"""Pictures of what a front desk does with somebody who is already here, in the order of a call."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.wording.machine.dates import birth_date
from tests.journeys.picture_keys import focus, keep, press, settle
from tests.ui.main_rig import Window

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def take_at_the_desk(window: Window, folder: Path, name: str) -> None:
    """Somebody's page, two records, a visit in the hand, who waits, and the flow of the day."""
    take_patient(window, folder, name)
    take_two_records(window, folder, name)
    take_visit_in_hand(window, folder, name)
    take_waitlist(window, folder, name)
    take_flow(window, folder, name)


def take_patient(window: Window, folder: Path, name: str) -> None:
    """Found from anywhere; the page; a number that is corrected, and a person who is added."""
    to_day(window)
    press(Qt.Key.Key_K, CTRL)
    QTest.keyClicks(focus(), "hallow")
    keep(window.grab, folder / f"palette-people-{name}.png")
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"patient-{name}.png")
    for digit in "5550199":
        # The first leads into the field.
        QTest.keyClicks(focus(), digit)
    keep(window.grab, folder / f"patient-number-{name}.png")
    press(Qt.Key.Key_Escape)
    # From the visits to what is kept of the patient.
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_End)
    keep(window.grab, folder / f"patient-end-{name}.png")
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"patient-part-{name}.png")
    press(Qt.Key.Key_Escape)


def take_two_records(window: Window, folder: Path, name: str) -> None:
    """The record that stays, whom it is asked for, and both side by side."""
    press(Qt.Key.Key_M, CTRL)
    keep(window.grab, folder / f"merge-who-{name}.png")
    QTest.keyClicks(focus(), "hallow")
    keep(window.grab, folder / f"merge-found-{name}.png")
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"merge-{name}.png")
    press(Qt.Key.Key_Escape)


def take_visit_in_hand(window: Window, folder: Path, name: str) -> None:
    """Opened, moved, done by somebody else, cancelled, booked again, and its history."""
    to_day(window)
    step = coming(window)
    at_step(window, step)
    press(Qt.Key.Key_M)
    QTest.keyClicks(focus(), "thu")
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"moving-{name}.png")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    for key, what in (
        (Qt.Key.Key_S, "somebody-else"),
        (Qt.Key.Key_U, "follow-up"),
        (Qt.Key.Key_R, "again"),
        (Qt.Key.Key_H, "history"),
    ):
        at_step(window, step)
        press(key)
        keep(window.grab, folder / f"{what}-{name}.png")
        press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_Escape)
    at_step(window, step)
    press(Qt.Key.Key_Delete, CTRL)
    keep(window.grab, folder / f"cancelling-{name}.png")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)


def take_waitlist(window: Window, folder: Path, name: str) -> None:
    """Who wants to come earlier, with what is free for them."""
    to_day(window)
    window.actions_table["go.waitlist"].trigger()
    keep(window.grab, folder / f"waitlist-{name}.png")
    press(Qt.Key.Key_Escape)


def take_flow(window: Window, folder: Path, name: str) -> None:
    """By where they are and by practitioner, late ones, a birth date, the closing list, tasks."""
    window.actions_table["go.flow"].trigger()
    keep(window.grab, folder / f"flow-{name}.png")
    press(Qt.Key.Key_V)
    keep(window.grab, folder / f"flow-practitioners-{name}.png")
    press(Qt.Key.Key_L)
    keep(window.grab, folder / f"late-{name}.png")
    QTest.keyClicks(focus(), "25")
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"flow-late-{name}.png")
    press(Qt.Key.Key_V)
    patient = coming(window).patient
    assert patient is not None
    press(Qt.Key.Key_I, CTRL | SHIFT)
    QTest.keyClicks(focus(), birth_date(patient.born))
    keep(window.grab, folder / f"check-in-{name}.png")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"flow-visit-{name}.png")
    press(Qt.Key.Key_Escape)
    for action in ("closing-list", "tasks"):
        window.actions_table[f"go.{action}"].trigger()
        keep(window.grab, folder / f"{action}-{name}.png")
        press(Qt.Key.Key_Escape)


def to_day(window: Window) -> None:
    """The day's page, today."""
    window.workspace.close_side()
    window.show_page("go.day")
    window.actions_table["go.today"].trigger()
    window.day_page.setFocus()
    settle()


def at_step(window: Window, step: AppointmentInfo) -> None:
    """The keyboard at that step in the day."""
    to_day(window)
    window.day_page.focus_appointment(step.number)
    window.day_page.grid.setFocus()
    settle()


def coming(window: Window) -> AppointmentInfo:
    """The first that is booked for this afternoon."""
    return next(
        item
        for item in window.day_page.appointments()
        if item.patient and item.status is Status.BOOKED and item.start >= 13 * 60
    )
