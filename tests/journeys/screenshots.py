"""Pictures of every window, to be looked at: `make screenshots` writes them to `screenshots/`.

Light and dark, full and empty, small and large. They are no test: a layout is right when somebody
has looked at it.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.resource_files import resource_file
from clinicdesk.services.backups.in_background import asker_of
from clinicdesk.services.context import Context, Role
from clinicdesk.services.demo import make_demo
from clinicdesk.services.planning.fitting_days import Fit
from clinicdesk.services.setup.first_clinic import read_offers
from clinicdesk.services.setup.founding import found_clinic
from clinicdesk.services.storage import open_database
from clinicdesk.services.undoing.undo import undo
from clinicdesk.ui.booking.month.month_strip import MonthStrip
from clinicdesk.ui.day.layout.steering import nearest_place
from clinicdesk.ui.frame.first_steps.new_clinic import NewClinic
from clinicdesk.ui.frame.layers.welcome import Welcome
from clinicdesk.ui.frame.trouble_window import TroubleWindow
from clinicdesk.ui.kit.look.theme import Mode, ThemeKeeper
from clinicdesk.ui.setup.absences_page import AbsencesPage
from clinicdesk.ui.setup.entries_browser import PARTS
from clinicdesk.ui.setup.setup_page import SetupPage
from clinicdesk.wording import use_clinic_habits
from tests.journeys.at_the_desk import take_at_the_desk
from tests.journeys.picture_keys import focus, keep, press, settle
from tests.ui.main_rig import Window
from tests.ui.settling import settling_desk

NOW = datetime(2026, 11, 24, 10, 17, tzinfo=ZoneInfo("America/Chicago"))
TRIED = {Part.VISIT_TYPES: "needs", Part.TEMPLATES: "steps"}
"""The fields that are drawn of what can be tried."""

SIZES = ((1366, 768), (1920, 1080), (960, 540))
"""The last one is a large screen at 200 %."""

POINTS = (10.0, 14.0)
"""Sizes of the system's font."""


def main(folder: Path) -> None:
    """Write every picture into `folder`."""
    folder.mkdir(exist_ok=True)
    application = QApplication([])
    with tempfile.TemporaryDirectory() as scratch:
        settings = QSettings(f"{scratch}/window.ini", QSettings.Format.IniFormat)
        keeper = ThemeKeeper(application, settings)
        context = Context("m.alvarez", "Desk 2", Role.FRONT_DESK, lambda: NOW)
        full, empty = Path(scratch, "full.db"), Path(scratch, "empty.db")
        make_demo(context, full, seed=1, today=NOW.date())
        small = resource_file("clinics", "small.toml").read_bytes()
        found_clinic(context, empty, read_clinic_file(small))
        for mode in (Mode.LIGHT, Mode.DARK):
            keeper.use(mode)
            for points in POINTS:
                use_font_size(application, points)
                look = f"{points:g}pt-{mode}"
                welcome = Welcome(keeper)
                welcome.resize(1040, 640)
                keep(welcome.grab, folder / f"welcome-{look}.png")
                take_first_steps(folder, look)
                take_trouble(folder, scratch, look, context)
                for width, height in SIZES:
                    name = f"{width}-{look}"
                    with shown(empty, context, keeper, settings, (width, height)) as window:
                        keep(window.grab, folder / f"empty-{name}.png")
                        take_absences(window, folder, f"none-{name}")
                    copy = Path(scratch, "copy.db")
                    shutil.copyfile(full, copy)
                    with shown(copy, context, keeper, settings, (width, height)) as window:
                        take_pages(window, folder, name)


def take_first_steps(folder: Path, look: str) -> None:
    """A clinic of one's own, step by step, with somebody who is not said what they are."""
    steps = NewClinic({})
    steps.show_offers(read_offers())
    steps.resize(1040, 640)
    steps.show()
    steps.activateWindow()
    settle()
    steps.take_focus()
    QTest.keyClicks(focus(), "Harbor Spine")
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(focus(), "chicago")
    keep(steps.grab, folder / f"first-1-{look}.png")
    press(Qt.Key.Key_Return)
    for text in ("Dr. Ada Holm", "physiatry", "Mia Cole"):
        QTest.keyClicks(focus(), text)
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    keep(steps.grab, folder / f"first-2-{look}.png")
    QTest.keyClicks(focus(), "medical")
    press(Qt.Key.Key_Return)
    keep(steps.grab, folder / f"first-3-{look}.png")
    steps.close()


def take_trouble(folder: Path, scratch: str, look: str, context: Context) -> None:
    """A clinic that cannot be opened: damaged with backups, older, held by another program."""
    clinic, asker = Path(scratch, "trouble.db"), asker_of(context)
    for code in ("database.damaged", "database.older", "database.busy-reading"):
        window = TroubleWindow(clinic, code, {"path": str(clinic)}, lambda _: asker)
        window.resize(1040, 640)
        while not window.is_known:
            QApplication.processEvents()
        keep(window.grab, folder / f"{code.replace('.', '-')}-{look}.png")
        window.close()


def use_font_size(application: QApplication, points: float) -> None:
    """As when somebody changes the system's font."""
    font = application.font()
    font.setPointSizeF(points)
    application.setFont(font)
    settle()


def take_pages(window: Window, folder: Path, name: str) -> None:
    """The pages and layers of one window, in the order of a day's work."""
    keep(window.grab, folder / f"day-{name}.png")
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(), "hallow")
    keep(window.grab, folder / f"search-{name}.png")
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "new sp")
    press(Qt.Key.Key_Return)
    form = window.booking.form
    wait_for_days(form.month)
    keep(window.grab, folder / f"options-{name}.png")
    full = next((day for day in form.month.days if day.fit is Fit.FULL), None)
    if full is not None:
        full.click()
        keep(window.grab, folder / f"full-day-{name}.png")
        form.close_layer()
    request_form = form.request_form
    form.ask(replace(request_form, latest=9 * 60 + 20))
    form.what.setFocus()
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"nothing-fits-{name}.png")
    form.ask(request_form)
    form.options.take_focus()
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"booked-{name}.png")
    take_same_practitioner(window, folder, name)
    number = next(item.number for item in window.day_page.appointments() if item.patient)
    window.open_appointment(number)
    keep(window.grab, folder / f"visit-{name}.png")
    take_absence(window, folder, name)
    take_at_the_desk(window, folder, name)
    window.actions_table["help.palette"].trigger()
    keep(window.grab, folder / f"palette-{name}.png")
    press(Qt.Key.Key_Escape)
    window.actions_table["help.shortcuts"].trigger()
    keep(window.grab, folder / f"shortcuts-{name}.png")
    press(Qt.Key.Key_Escape)
    window.actions_table["view.privacy"].trigger()
    keep(window.grab, folder / f"private-{name}.png")
    window.actions_table["view.privacy"].trigger()
    take_set_up(window, folder, name)
    window.actions_table["go.directory"].trigger()
    QTest.keyClicks(focus(), "sciatica")
    keep(window.grab, folder / f"directory-{name}.png")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    window.show_page("go.my-day")
    window.my_day_page.who.setCurrentText("Dr. Amara Osei")
    keep(window.grab, folder / f"my-day-{name}.png")
    for span in ("week", "month"):
        window.my_day_page.turn_span()
        keep(window.grab, folder / f"my-{span}-{name}.png")
    window.my_day_page.turn_span()
    window.actions_table["clinic.own-time"].trigger()
    keep(window.grab, folder / f"own-time-{name}.png")
    press(Qt.Key.Key_Escape)


def take_same_practitioner(window: Window, folder: Path, name: str) -> None:
    """A study and the visit after it with whoever did it; then the shelf that it is put on."""
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(focus(), "hallow")
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "numbness")
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"same-practitioner-{name}.png")
    window.booking.close_booking()
    window.actions_table["visit.drafts"].trigger()
    keep(window.grab, folder / f"shelf-{name}.png")
    press(Qt.Key.Key_Escape)
    window.toast.hide()


def take_set_up(window: Window, folder: Path, name: str) -> None:
    """Each part of the set-up; a visit type and a combined visit tried; a closed day looked at."""
    window.actions_table["clinic.set-up"].trigger()
    settle()
    page = window.findChild(SetupPage)
    assert page is not None
    for part in PARTS:
        while page.part is not part:
            press(Qt.Key.Key_Down)
        keep(window.grab, folder / f"set-up-{part.replace('.', '-')}-{name}.png")
        if part in TRIED:
            press(Qt.Key.Key_Return)
            page.entries.enter(TRIED[part])
            press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
            keep(window.grab, folder / f"set-up-{TRIED[part]}-{name}.png")
            press(Qt.Key.Key_Escape)
            press(Qt.Key.Key_Escape)
    take_closed_day(window, page, folder, name)
    take_absences(window, folder, name)


def take_closed_day(window: Window, page: SetupPage, folder: Path, name: str) -> None:
    """What the edit breaks; then what is wrong with it."""
    while page.part is not Part.CLOSED:
        press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Insert)
    QTest.keyClicks(focus(), "next friday")
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"set-up-wrong-{name}.png")
    page.entries.enter("name")
    QTest.keyClicks(focus(), "Inventory")
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"set-up-breaks-{name}.png")
    for _ in range(3):
        press(Qt.Key.Key_Escape)


def take_absences(window: Window, folder: Path, name: str) -> None:
    """Those to come; one that is typed and looked at."""
    window.actions_table["clinic.absences"].trigger()
    settle()
    keep(window.grab, folder / f"absences-{name}.png")
    page = window.findChild(AbsencesPage)
    assert page is not None
    if not page.view.give_up.isEnabled():
        press(Qt.Key.Key_Insert)
    press(Qt.Key.Key_Return)
    keep(window.grab, folder / f"absence-looked-at-{name}.png")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)


def take_absence(window: Window, folder: Path, name: str) -> None:
    """A surgeon away today, a day chosen for who cannot stay, and the list written."""
    window.actions_table["go.today"].trigger()
    window.day_page.setFocus()
    plan = window.day_page.grid.plan
    names = [column.resource.name for column in plan.columns]
    window.day_page.grid.go_to(nearest_place(plan, names.index("Dr. Saoirse Whitcombe"), 640))
    press(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    while window.absence.proposal is None:
        settle()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Right)
    keep(window.grab, folder / f"absence-{name}.png")
    window.absence.accept()
    keep(window.grab, folder / f"rescheduled-{name}.png")
    take_call_list(window, folder, name)
    window.desk.write(undo)


def take_call_list(window: Window, folder: Path, name: str) -> None:
    """Whoever is rescheduled has to be called; who is to confirm; nobody was moved any more."""
    window.actions_table["go.call-list"].trigger()
    settle()
    keep(window.grab, folder / f"call-list-{name}.png")
    press(Qt.Key.Key_4)
    keep(window.grab, folder / f"to-confirm-{name}.png")
    press(Qt.Key.Key_3)
    keep(window.grab, folder / f"nobody-to-call-{name}.png")
    press(Qt.Key.Key_5)
    keep(window.grab, folder / f"cannot-take-place-{name}.png")


@contextmanager
def shown(
    path: Path, context: Context, keeper: ThemeKeeper, settings: QSettings, size: tuple[int, int]
) -> Iterator[Window]:
    """A main window on a clinic, closed when the block ends."""
    database = open_database(path)
    desk = settling_desk(context, database)
    setup = desk.setup
    use_clinic_habits(setup.date_order, twelve_hour=setup.twelve_hour)
    window = Window(desk, keeper, settings)
    window.show()
    window.resize(*size)
    settle()
    try:
        yield window
    finally:
        desk.stop()
        window.close()
        database.close()


def wait_for_days(month: MonthStrip) -> None:
    """Until every day that is shown tells what it is."""
    for _ in range(100):
        if all(day.fit is not None for day in month.days if day.isVisible()):
            return
        QTest.qWait(30)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))
