"""The patient's page in the window: by key and button, in large type, printed, kept, noted."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from clinicdesk.exchange.language_files import patient_words
from clinicdesk.exchange.pages.itinerary import Itinerary, itinerary_page
from clinicdesk.exchange.pages.scanned_calendar import scanned_calendar
from clinicdesk.models.contacts import Contact
from clinicdesk.models.database import Database
from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.documents.itinerary.itinerary_layer import ItineraryLayer
from clinicdesk.ui.documents.itinerary.printed_page import itinerary_pdf
from clinicdesk.ui.documents.paper.html_pages import HtmlPages
from clinicdesk.ui.documents.paper.pages import pdf_of, pictures_of
from tests.exchange.calendar.samples import a_step, a_visit
from tests.exchange.pages.reading import lines_of_page, scanned
from tests.services.desk import Clock
from tests.services.documents.test_itinerary_export import FILE
from tests.ui.main_rig import Key, Modifier, Rig, main_window
from tests.ui.settling import settle
from tests.ui.waiting import until

VISIT = 1001


def text_of(data: bytes) -> list[str]:
    """The words of each page of a PDF, in the order of reading."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return [" ".join(normalize("NFKC", page).split()) for page in pages]


@pytest.fixture
def booked(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """One patient with Dr. Fisk on Monday, the keyboard on their appointment."""
    with main_window(qtbot, tmp_path, make_clinic(FILE), Clock()) as main:
        other = main.other
        visit = other.book_at("Consult", other.patient().number, 540, ("Dr. Fisk", "Room 1")).visit
        main.desk.catch_up()
        settle(main.desk)
        (step,) = other.visit(visit).steps
        main.window.day_page.focus_appointment(step.number)
        main.window.day_page.setFocus()
        yield main


def opened(main: Rig) -> ItineraryLayer:
    """The page of the appointment at the keyboard."""
    main.press(Key.Key_U, Modifier.ControlModifier)
    layer = main.window.findChild(ItineraryLayer)
    assert isinstance(layer, ItineraryLayer)
    until(lambda: layer.pages.count() > 0)
    return layer


def contacts(main: Rig) -> list[tuple[int, str, str, str]]:
    settle(main.desk)
    with main.desk.database.reading() as session:
        rows = session.scalars(select(Contact).where(Contact.active).order_by(Contact.id)).all()
        return [(row.edition, row.channel, row.outcome, row.form) for row in rows]


def test_by_its_key_it_is_shown_with_two_identifiers_and_kept_as_pdf_and_web_page(
    booked: Rig, tmp_path: Path
) -> None:
    layer = opened(booked)
    assert layer.title.text() == "Itinerary V-1001"
    assert layer.who.text() == "ABLE, Ann   04-May-1980   P-10001   555-0100"
    pdf, page = tmp_path / "page.pdf", tmp_path / "page.html"
    layer.write(pdf)
    until(lambda: "page.pdf" in layer.notice.text)
    layer.write_page(page)
    until(lambda: "page.html" in layer.notice.text)
    (text,) = text_of(pdf.read_bytes())
    assert text.startswith("Your appointment at Harbor Spine Practice Ann Able, P-10001, V-1001")
    assert lines_of_page(page.read_text("utf-8"))[1] == "Ann Able, P-10001, V-1001"
    assert contacts(booked) == [(0, "file", "handed-over", "visit")] * 2
    assert (pdf.stat().st_mode & 0o777, page.stat().st_mode & 0o777) == (0o600, 0o600)


def test_printed_it_is_noted_as_handed_over_on_paper_and_undo_takes_the_note_back(
    booked: Rig, tmp_path: Path
) -> None:
    layer, printer = opened(booked), QPrinter(QPrinter.PrinterMode.HighResolution)
    assert layer.printout is not None
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    layer.print_on(printer, layer.printout)
    until(lambda: not layer.isVisible())
    assert contacts(booked) == [(0, "paper", "handed-over", "visit")]
    booked.press(Key.Key_Z, Modifier.ControlModifier)
    assert contacts(booked) == []


def test_large_type_and_another_language_by_keys(booked: Rig, tmp_path: Path) -> None:
    layer = opened(booked)
    booked.press(Key.Key_L)
    until(lambda: layer.page is not None and layer.page.of.page.large)
    layer.language.setFocus()
    booked.type("Spanish")
    until(lambda: layer.page is not None and layer.page.of.page.words.language == "es")
    layer.write_page(tmp_path / "page.html")
    until(lambda: bool(layer.notice.text))
    html = (tmp_path / "page.html").read_text("utf-8")
    assert ("font-size: 18pt" in html, lines_of_page(html)[0]) == (
        True,
        "Su cita en Harbor Spine Practice",
    )
    assert (layer.large.isChecked(), layer.language.currentText()) == (True, "Spanish")


def test_while_it_is_shown_it_follows_what_others_change(booked: Rig) -> None:
    layer = opened(booked)
    (step,) = booked.other.visit(VISIT).steps
    booked.other.move(Move(step.number, start=600))
    booked.desk.catch_up()
    until(lambda: layer.page is not None and layer.page.of.edition == 1)
    assert layer.page is not None and "10:00&nbsp;am" in layer.page.web_page


def test_closed_it_keeps_nobodys_name(booked: Rig) -> None:
    layer = opened(booked)
    booked.press(Key.Key_F9)
    assert layer.who.text() == "A. A.   04-May-1980   P-10001"
    booked.press(Key.Key_Escape)
    assert (layer.page, layer.printout, layer.who.text()) == (None, None, "")


def test_the_button_of_an_opened_visit_shows_it(booked: Rig) -> None:
    booked.press(Key.Key_O)
    booked.window.visit.visit_actions.itinerary.click()
    settle(booked.desk)
    layer = booked.window.findChild(ItineraryLayer)
    assert isinstance(layer, ItineraryLayer) and layer.isVisible()


def test_a_pdf_for_a_message_is_the_same_page(booked: Rig) -> None:
    context, database = booked.desk.context, booked.desk.database
    (text,) = text_of(itinerary_pdf(context, database, VISIT))
    assert "9:00 am – 9:20 am Doctor's appointment With Dr. Fisk, MD. Where: Room 1." in text


def page_of(
    steps: int, language: str = "en", *, large: bool = False, letter: bool = True
) -> HtmlPages:
    """Steps of half an hour, each with its own advice."""
    words = patient_words([language])
    made = [
        a_step(n, start=480 + 30 * n, end=505 + 30 * n, public_name=f"Step {n}",
               instructions=f"Advice {n % 4}.")
        for n in range(steps)
    ]  # fmt: skip
    where = {"address": "12 Main Street\nSpringfield", "directions": "Over the bridge.\nRing."}
    visit = a_visit(*made, words=words.calendar, phone="+1 217 555 0100", **where)
    page = Itinerary(visit, words, "MDY", "Ann Able, P-10001", scanned=scanned_calendar(visit))
    sizes = (18.0,) if large else (11.0, 10.0, 9.0)
    return HtmlPages(
        title="V-1204", html=lambda points: itinerary_page(page, points), sizes=sizes, letter=letter
    )


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("letter", [True, False], ids=["letter", "a4"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_eight_steps_stand_on_one_page_in_the_order_of_reading(language: str, letter: bool) -> None:
    pages = page_of(8, language, letter=letter)
    (text,) = text_of(pdf_of(pages))
    assert text == " ".join(" ".join(lines_of_page(pages.html(11))).replace(" | ", " ").split())


@pytest.mark.usefixtures("qapp")
def test_in_large_type_nothing_is_lost_on_the_way_to_the_second_page() -> None:
    pages = page_of(8, large=True)
    first, second = text_of(pdf_of(pages))
    assert (first.endswith("1 / 2"), second.endswith("2 / 2")) == (True, True)
    whole = " ".join((first.removesuffix("1 / 2") + second.removesuffix("2 / 2")).split())
    assert whole == " ".join(" ".join(lines_of_page(pages.html(18))).replace(" | ", " ").split())


@pytest.mark.usefixtures("qapp")
def test_the_code_is_read_from_the_printed_page() -> None:
    """At 200 dots an inch, as a plain printer and a camera leave it."""
    (picture,) = pictures_of(page_of(4), 1700)
    read = scanned(picture)
    assert read is not None and read.startswith(b"BEGIN:VCALENDAR\r\n")
