"""The day on paper: a sheet for each practitioner, by keys, looked at and written as a PDF."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.on_the_day import note_purpose
from clinicdesk.ui.documents.paper.pages import layout_of, paint_on, pdf_of, pictures_of
from clinicdesk.ui.documents.paper.print_layer import PrintLayer
from clinicdesk.ui.documents.paper.sheet_painter import Printout
from clinicdesk.ui.kit.sheet import Sheet, SheetColumn, SheetFoot
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle
from tests.ui.waiting import until

CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier
CARVER, DUNNE = ("Dr. Carver", "Room 1"), ("Dr. Dunne", "Room 2")


def text_of(data: bytes) -> list[str]:
    """The words of each page, in the order of reading."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    # Letters that are joined are one sign in a PDF.
    return [" ".join(normalize("NFKC", page).split()) for page in pages]


@pytest.fixture
def booked(main: Rig) -> Rig:
    """Two patients with Carver and one with Dunne, on Monday."""
    other = main.other
    ann = other.book_at("Adjustment", other.patient("Able").number, 540, CARVER).visit
    other.book_at("Adjustment", other.patient("Baker", "Bo").number, 600, CARVER)
    other.book_at("Adjustment", other.patient("Cole", "Cy").number, 540, DUNNE)
    (step,) = other.visit(ann).steps
    note_purpose(other.context, other.database, step.number, comes_for="stiff neck", note="films")
    main.desk.catch_up()
    settle(main.desk)
    return main


def layer(main: Rig) -> PrintLayer:
    (found,) = (each for each in main.window.findChildren(PrintLayer) if type(each) is PrintLayer)
    until(lambda: found.pages.count() > 0)
    return found


def printed(main: Rig, folder: Path) -> list[str]:
    """What is shown, written as a PDF and read back."""
    shown, path = layer(main), folder / "day.pdf"
    shown.write(path)
    until(path.exists)
    until(lambda: "Written" in shown.notice.text)
    return text_of(path.read_bytes())


def test_a_practitioners_day_is_printed_from_their_column(booked: Rig, tmp_path: Path) -> None:
    (first, _) = booked.window.day_page.appointments()[:2]
    booked.window.day_page.focus_appointment(first.number)
    booked.window.day_page.setFocus()
    booked.press(Key.Key_P, CTRL)
    (page,) = printed(booked, tmp_path)
    assert page.startswith("Dr. Carver Monday Mar 1 2027 Harbor Spine Practice here time patient")
    rows = (
        "9:00 am ABLE, Ann 04-May-1980 P-10001 Adjustment Room 1 stiff neck; films",
        "10:00 am BAKER, Bo 04-May-1980 P-10002 Adjustment Room 1",
    )
    assert [row for row in rows if row not in page] == [], page
    assert "COLE" not in page
    foot = "Confidential: names of patients. Printed Mon Mar 1 2027 6:00 am. Page 1 of 1"
    assert page.endswith(foot)


def test_from_ones_own_page_the_day_that_it_shows_is_printed(booked: Rig, tmp_path: Path) -> None:
    other, tuesday = booked.other, MONDAY + timedelta(days=1)
    other.book_at("Adjustment", other.patient("Dale").number, 540, DUNNE, day=tuesday)
    booked.desk.catch_up()
    booked.press(Key.Key_2, CTRL)
    page = booked.window.my_day_page
    page.who.setCurrentIndex(page.who.findText("Dr. Dunne"))
    page.show_day(tuesday)
    settle(booked.desk)
    booked.press(Key.Key_P, CTRL)
    (sheet_of_dunne,) = printed(booked, tmp_path)
    assert sheet_of_dunne.startswith("Dr. Dunne Tuesday Mar 2 2027")
    assert "DALE" in sheet_of_dunne


def test_from_ones_own_page_the_week_is_printed_on_one_page(booked: Rig, tmp_path: Path) -> None:
    other, tuesday = booked.other, MONDAY + timedelta(days=1)
    for place in range(24):
        patient = other.patient("Dale", f"Dee {place}").number
        other.book_at("Adjustment", patient, 480 + 15 * place, CARVER, day=tuesday)
    booked.desk.catch_up()
    booked.press(Key.Key_2, CTRL)
    booked.press(Key.Key_W, CTRL | Modifier.AltModifier)
    (page,) = printed(booked, tmp_path)
    assert page.startswith(
        "Dr. Carver Sun Feb 28 2027 – Sat Mar 6 2027 Harbor Spine Practice"
        " Mon Mar 1 Tue Mar 2 Wed Mar 3 Thu Mar 4 Fri Mar 5"
        " 9:00 am Adjustment 8:00 am Adjustment ABLE, Ann DALE, Dee 0"
        " 04-May-1980 P-10001 04-May-1980 P-10004"
    )
    assert page.count("DALE, Dee") == 24
    assert "COLE" not in page


def test_the_whole_day_has_a_page_for_each_practitioner_who_is_in(
    booked: Rig, tmp_path: Path
) -> None:
    booked.press(Key.Key_Q, CTRL | SHIFT)
    pages = printed(booked, tmp_path)
    assert [page.split(" Monday")[0] for page in pages] == [
        "Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk",
    ]  # fmt: skip
    assert "Nobody is booked." in pages[2]


def test_the_rooms_are_printed_by_room_and_time(booked: Rig, tmp_path: Path) -> None:
    booked.press(Key.Key_R, CTRL | Modifier.AltModifier)
    (page,) = printed(booked, tmp_path)
    assert [room.split(" ")[0] for room in page.split("Room ")[1:]] == ["1", "1", "2"]


def test_everybody_is_printed_by_time_on_one_list(booked: Rig, tmp_path: Path) -> None:
    booked.press(Key.Key_Q, CTRL | Modifier.AltModifier)
    (page,) = printed(booked, tmp_path)
    assert page == (
        "Everybody who is expected Monday Mar 1 2027 Harbor Spine Practice"
        " here time patient born, number what with where done"
        " 9:00 am ABLE, Ann 04-May-1980 P-10001 Adjustment Dr. Carver Room 1"
        " 9:00 am COLE, Cy 04-May-1980 P-10003 Adjustment Dr. Dunne Room 2"
        " 10:00 am BAKER, Bo 04-May-1980 P-10002 Adjustment Dr. Carver Room 1"
        " Confidential: names of patients. Printed Mon Mar 1 2027 6:00 am. Page 1 of 1"
    )


def test_the_call_list_is_printed_as_it_stands_in_its_panel(booked: Rig, tmp_path: Path) -> None:
    other = booked.other
    first = min(other.day(MONDAY), key=lambda item: item.number)
    other.move(Move(first.number, start=660))
    booked.desk.catch_up()
    booked.press(Key.Key_N, CTRL | Modifier.AltModifier)
    head = "Harbor Spine Practice called patient, born, number telephone, last call to say "
    foot = "Confidential: names of patients. Printed Mon Mar 1 2027 6:00 am. Page 1 of 1"
    able = "\N{BALLOT BOX} ABLE, Ann 555-0100"
    said = "Moved: Mon Mar 1, 11:00 am instead of 9:00 am, with Dr. Carver 04-May-1980 P-10001"
    (page,) = printed(booked, tmp_path)
    assert page == f"To call: changed since told {head}{able} {said} {foot}"
    booked.press(Key.Key_Escape)
    booked.press(Key.Key_L, CTRL | SHIFT)
    booked.press(Key.Key_3)
    booked.press(Key.Key_N, CTRL | Modifier.AltModifier)
    (page,) = printed(booked, tmp_path)
    assert page.startswith("To call: cancelled Harbor Spine Practice ")
    assert "ABLE" not in page


def test_the_next_open_day_is_one_key_away(booked: Rig, tmp_path: Path) -> None:
    other = booked.other
    tuesday = MONDAY + timedelta(days=1)
    other.book_at("Adjustment", other.patient("Dale").number, 540, CARVER, day=tuesday)
    booked.desk.catch_up()
    booked.press(Key.Key_P, CTRL | Modifier.AltModifier)
    pages = printed(booked, tmp_path)
    assert pages[0].startswith("Dr. Carver Tuesday Mar 2 2027")
    assert "DALE" in pages[0]


def test_escape_closes_it_and_the_keyboard_is_where_it_was(booked: Rig) -> None:
    before = QApplication.focusWidget()
    booked.press(Key.Key_Q, CTRL | SHIFT)
    shown = layer(booked)
    assert shown.isVisible()
    booked.press(Key.Key_Escape)
    assert not shown.isVisible()
    assert QApplication.focusWidget() is before


def test_no_page_is_shown_while_names_are_hidden(booked: Rig) -> None:
    booked.press(Key.Key_F9)
    booked.press(Key.Key_Q, CTRL | SHIFT)
    shown = layer(booked)
    assert (shown.area.isVisible(), shown.notice.text) == (
        False,
        "Names are hidden (F9); what is printed shows them.",
    )
    booked.desk.privacy.use(False)
    assert shown.area.isVisible()


def test_the_pages_are_turned_by_keys(booked: Rig) -> None:
    booked.press(Key.Key_Q, CTRL | SHIFT)
    bar = layer(booked).area.verticalScrollBar()
    until(lambda: bar.maximum() > 0)
    places = []
    for key in (Key.Key_PageDown, Key.Key_End, Key.Key_PageUp, Key.Key_Home):
        booked.press(key)
        places.append(bar.value())
    page, end = bar.pageStep(), bar.maximum()
    assert places == [page, end, end - page, 0]


def test_a_file_that_is_no_pdf_is_not_replaced(booked: Rig, tmp_path: Path) -> None:
    path = tmp_path / "notes.pdf"
    path.write_text("mine")
    booked.press(Key.Key_Q, CTRL | SHIFT)
    shown = layer(booked)
    shown.write(path)
    until(lambda: bool(shown.notice.text))
    assert (path.read_text(), "is no PDF" in shown.notice.text) == ("mine", True)


def test_a_day_on_which_nobody_is_in_says_so_on_one_page(booked: Rig, tmp_path: Path) -> None:
    booked.press(Key.Key_PageUp)
    assert booked.window.day_page.day == MONDAY - timedelta(days=1)
    booked.press(Key.Key_Q, CTRL | SHIFT)
    (page,) = printed(booked, tmp_path)
    assert page.startswith("Sunday Feb 28 2027 Harbor Spine Practice Nobody is booked.")


def test_where_no_open_day_is_near_the_key_says_so(
    qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]
) -> None:
    days = (MONDAY + timedelta(days=n) for n in range(1, 90))
    closed = ", ".join(f'{{ date = {day}, name = "Rebuilding" }}' for day in days)
    file = f"{harbor_file().decode()}\n[holidays]\ndays = [{closed}]\n".encode()
    with main_window(qtbot, tmp_path, make_clinic(file), Clock()) as main:
        main.press(Key.Key_P, CTRL | Modifier.AltModifier)
        assert main.window.toast.isVisible()
        assert main.window.toast.text == (
            "No open day is near. Go to the day that you want, and print it from there."
        )


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_named_and_the_pages_stay(
    booked: Rig, tmp_path: Path
) -> None:
    booked.press(Key.Key_Q, CTRL | SHIFT)
    shown, printer = layer(booked), QPrinter(QPrinter.PrinterMode.HighResolution)
    assert shown.printout is not None
    printer.setOutputFileName(str(tmp_path / "missing" / "day.pdf"))
    shown.print_on(printer, shown.printout)
    until(lambda: bool(shown.notice.text))
    assert (shown.isVisible(), shown.notice.text) == (
        True,
        "Nothing was printed: the printer, or the file, did not take it.",
    )
    printer.setOutputFileName(str(tmp_path / "day.pdf"))
    shown.print_on(printer, shown.printout)
    until(lambda: not shown.isVisible())
    assert len(text_of((tmp_path / "day.pdf").read_bytes())) == 4


def test_a_folder_that_is_not_there_is_named_and_nothing_lost(booked: Rig, tmp_path: Path) -> None:
    booked.press(Key.Key_Q, CTRL | SHIFT)
    shown = layer(booked)
    shown.write(tmp_path / "missing" / "day.pdf")
    until(lambda: bool(shown.notice.text))
    assert ("missing" in shown.notice.text, shown.isVisible()) == (True, True)


def test_closed_it_keeps_no_picture_of_a_name(booked: Rig) -> None:
    booked.press(Key.Key_Q, CTRL | SHIFT)
    shown = layer(booked)
    booked.press(Key.Key_Escape)
    assert (shown.pages.count(), shown.printout) == (0, None)


def sheet(rows: int) -> Printout:
    columns = (SheetColumn("here", 1, ticks=True), SheetColumn("time", 2), SheetColumn("who", 4))
    names = tuple((f"{n // 60 + 7}:{n % 60:02}", f"PATIENT-{n}") for n in range(rows))
    foot = SheetFoot("Confidential.", lambda page, pages: f"{page}/{pages}")
    return Printout((Sheet("Dr. Carver", "Monday", columns, names, "Nobody."),), foot)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (45, 1), (46, 2), (91, 3)])
def test_up_to_45_rows_stand_on_a_page(rows: int, pages: int) -> None:
    texts = text_of(pdf_of(sheet(rows)))
    assert len(texts) == pages
    found = [word for text in texts for word in text.split() if word.startswith("PATIENT-")]
    assert found == [f"PATIENT-{n}" for n in range(rows)]
    assert all(text.endswith(f"{n}/{pages}") for n, text in enumerate(texts, start=1))


@pytest.mark.usefixtures("qapp")
def test_a_printer_gets_the_same_pages(tmp_path: Path) -> None:
    printout, path = sheet(46), tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(layout_of(printout))
    printer.setFullPage(True)
    paint_on(printer, printout)
    assert text_of(path.read_bytes()) == text_of(pdf_of(printout))


def test_a_page_is_shown_as_it_is_printed() -> None:
    (picture,) = pictures_of(sheet(45), 700)
    ratio = picture.height() / picture.width()
    assert (picture.width(), round(ratio, 1)) == (700, 1.4)
