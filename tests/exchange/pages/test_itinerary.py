"""The patient's page: whole texts in two languages, hostile texts, and the code to be scanned."""

from dataclasses import replace
from typing import Any

import pytest

from clinicdesk.exchange.calendar.calendar_values import NotExportable, VisitForCalendar
from clinicdesk.exchange.language_files import patient_words
from clinicdesk.exchange.pages.itinerary import BEGINNING, Itinerary, itinerary_page
from clinicdesk.exchange.pages.scanned_calendar import (
    LARGEST,
    ScannedCalendar,
    qr_address,
    scanned_calendar,
)
from tests.exchange.calendar.samples import a_step, a_visit, called_off, said, the_event
from tests.exchange.pages.reading import elements_of, lines_of_page, picture_at, scanned

EXAM = a_step(41, public_name="Spine examination", practitioner="Dr. Amara Osei, DC")
XRAY = a_step(
    42, start=600, end=620, public_name="X-ray", practitioner="", room="X-ray", arrive_early=0,
    instructions="Please wear clothes without metal.",
)  # fmt: skip
TALK = a_step(43, start=660, end=690, public_name="Results", place="video", room="")
LAKESIDE: dict[str, Any] = {
    "address": "12 Main Street\nSpringfield",
    "directions": "Over the bridge.\nRing twice.",
    "phone": "+1 217 555 0100",
    "web": "https://lakeside.example",
}


def page(visit: VisitForCalendar, language: str = "en", **changes: Any) -> Itinerary:
    words = patient_words([language])
    spoken = replace(visit, words=words.calendar)
    made = Itinerary(spoken, words, "MDY", for_whom="Ann Able, P-10001")
    return replace(made, **changes)


def lines(visit: VisitForCalendar, language: str = "en", **changes: Any) -> list[str]:
    return lines_of_page(itinerary_page(page(visit, language, **changes)))


def test_a_visit_is_said_whole_in_english() -> None:
    visit = a_visit(TALK, XRAY, EXAM, twelve_hour=True, **LAKESIDE)
    assert lines(visit, scanned=ScannedCalendar("data:image/png;base64,", shortened=False)) == [
        "Your appointment at Lakeside Spine Center",
        "Ann Able, P-10001, V-1204",
        "Tuesday, January 12, 2027",
        "Please arrive by 8:40 am.",
        "Time | What, with whom and where",
        "9:00 am – 9:45 am | Spine examination",
        "With Dr. Amara Osei, DC. Where: Exam 3.",
        "10:00 am – 10:20 am | X-ray",
        "Where: X-ray.",
        "11:00 am – 11:30 am | Results",
        "With Dr. Amara Osei. By video",
        "2 h 50 min in all, until 11:30 am.",
        "How to prepare",
        "Please bring a list of your medicines.",
        "Please wear clothes without metal.",
        "How to get here",
        "Lakeside Spine Center, 12 Main Street, Springfield",
        "Over the bridge.",
        "Ring twice.",
        "If you are late, are ill or cannot come",
        "Please tell us: +1 217 555 0100, https://lakeside.example.",
        "In your calendar",
        "Point your phone's camera at the picture to put this appointment into your calendar.",
    ]


def test_and_in_spanish_of_what_takes_place_alone() -> None:
    visit = a_visit(EXAM, replace(XRAY, takes_place=False), TALK, edition=3, **LAKESIDE)
    assert lines(visit, "es", replaces=True) == [
        "Su cita en Lakeside Spine Center",
        "Ann Able, P-10001, V-1204",
        "Esta hoja reemplaza lo que se le entregó antes.",
        "martes 12 de enero de 2027",
        "Hora de llegada: 08:40.",
        "Hora | Qué, con quién y dónde",
        "09:00 – 09:45 | Spine examination",
        "Con Dr. Amara Osei, DC. Lugar: Exam 3.",
        "11:00 – 11:30 | Results",
        "Con Dr. Amara Osei. Por videollamada",
        "Duración total: 2 h 50 min. Fin: 11:30.",
        "Cómo prepararse",
        "Please bring a list of your medicines.",
        "Cómo llegar",
        "Lakeside Spine Center, 12 Main Street, Springfield",
        "Over the bridge.",
        "Ring twice.",
        "Si se le hace tarde, se enferma o no puede venir",
        "Avísenos, por favor: +1 217 555 0100, https://lakeside.example.",
    ]


def test_a_visit_that_is_cancelled_says_so_and_no_more() -> None:
    visit = called_off(a_visit(XRAY, EXAM, twelve_hour=True, **LAKESIDE))
    assert (lines(visit, replaces=True), lines(visit, "es")) == (
        [
            "Your appointment at Lakeside Spine Center",
            "Ann Able, P-10001, V-1204",
            "This replaces what you were given before.",
            "Your appointment on Tuesday, January 12, 2027 at 9:00 am is cancelled.",
            "Questions: +1 217 555 0100, https://lakeside.example.",
        ],
        [
            "Su cita en Lakeside Spine Center",
            "Ann Able, P-10001, V-1204",
            "Su cita del martes 12 de enero de 2027, 9:00 am, fue cancelada.",
            "Preguntas: +1 217 555 0100, https://lakeside.example.",
        ],
    )
    assert scanned_calendar(visit) is None


def test_nobody_is_told_to_come_for_what_is_by_telephone_alone() -> None:
    call = a_step(place="phone", room="", instructions="", practitioner="")
    assert lines(a_visit(call, demo=True, **LAKESIDE)) == [
        "This is a demo: nobody has this appointment.",
        "Your appointment at Lakeside Spine Center",
        "Ann Able, P-10001, V-1204",
        "Tuesday, January 12, 2027",
        "Time | What, with whom and where",
        "09:00 – 09:45 | Appointment",
        "By phone",
        "45 min in all, until 09:45.",
        "If you are late, are ill or cannot come",
        "Please tell us: +1 217 555 0100, https://lakeside.example.",
    ]


def test_what_is_only_held_says_so() -> None:
    assert "This time is held for you. It is not booked yet." in lines(a_visit(a_step(held=True)))


def test_the_page_is_complete_in_itself_and_made_for_a_screen_reader() -> None:
    visit = a_visit(EXAM, XRAY, **LAKESIDE)
    html = itinerary_page(page(visit, "es", scanned=scanned_calendar(visit)))
    assert html.encode().upper().startswith(BEGINNING)
    elements = elements_of(html)
    assert elements[0] == ("html", {"lang": "es", "dir": "ltr"})
    assert [tag for tag, _ in elements if tag in ("script", "link", "iframe", "a", "form")] == []
    addresses = [said.get("src", "") + said.get("href", "") for _, said in elements]
    assert [each[:22] for each in addresses if each] == ["data:image/png;base64,"]
    assert [tag for tag, _ in elements if tag.startswith("h") and len(tag) == 2] == [
        "h1", "h2", "h2", "h2", "h2", "h2",
    ]  # fmt: skip
    scopes = [said["scope"] for tag, said in elements if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
    assert [said["alt"] for tag, said in elements if tag == "img"] == [
        "Código QR: esta cita como archivo de calendario"
    ]


def test_a_language_that_runs_the_other_way_does_so() -> None:
    words = replace(patient_words(["en"]), language="ar")
    html = itinerary_page(page(a_visit(), words=words))
    assert elements_of(html)[0] == ("html", {"lang": "ar", "dir": "rtl"})


HOSTILE = "<script>x</script><img src=http://x.example onerror=x>&lt;\"'\u202e\x00\x85{time}</td>"


def test_hostile_texts_stay_texts() -> None:
    step = a_step(public_name=HOSTILE, practitioner=HOSTILE, room=HOSTILE, instructions=HOSTILE)
    texts = dict.fromkeys(("clinic_name", "address", "directions", "phone", "web"), HOSTILE)
    usual, hostile = a_visit(**dict.fromkeys(texts, "x")), a_visit(step, **texts)
    expected = [tag for tag, _ in elements_of(itinerary_page(page(usual)))]
    html = itinerary_page(page(hostile, for_whom=HOSTILE))
    assert [tag for tag, _ in elements_of(html) if tag != "br"] == [
        tag for tag in expected if tag != "br"
    ]
    assert not any(sign in html for sign in "\u202e\x00\x85")
    shown = "<script>x</script><img src=http://x.example onerror=x>&lt;\"'"
    assert sum(shown in line for line in lines_of_page(html)) >= 7
    gone = called_off(hostile)
    assert "script" not in [tag for tag, _ in elements_of(itinerary_page(page(gone)))]


def test_the_larger_type_is_the_same_page() -> None:
    visit = a_visit(EXAM, XRAY, **LAKESIDE)
    usual, large = (itinerary_page(page(visit, large=large)) for large in (False, True))
    assert lines_of_page(usual) == lines_of_page(large)
    assert ("font-size: 11pt" in usual, "font-size: 18pt" in large) == (True, True)


def test_the_code_is_the_visits_calendar_file() -> None:
    visit = a_visit(EXAM, XRAY, **LAKESIDE)
    found = scanned_calendar(visit)
    assert found is not None
    read = scanned(picture_at(found.address))
    assert read is not None
    event = the_event(read)
    assert (str(event["UID"]), event.decoded("SEQUENCE")) == ("9f3c2a7e5d-V-1204@clinicdesk", 2)
    assert "Over the bridge." in said(read)
    assert not found.shortened


def test_where_it_does_not_fit_whole_the_way_and_advice_are_on_the_page_alone() -> None:
    visit = a_visit(EXAM, XRAY, **{**LAKESIDE, "directions": "Over the bridge. " * 40})
    found = scanned_calendar(visit)
    assert found is not None and found.shortened
    read = scanned(picture_at(found.address))
    assert read is not None
    assert said(read) == [
        "Please arrive by 08:40.",
        "09:00 Spine examination, Dr. Amara Osei, DC, Exam 3",
        "10:00 X-ray, X-ray",
        "Where: Lakeside Spine Center, 12 Main Street, Springfield.",
        "Questions: +1 217 555 0100, https://lakeside.example.",
    ]
    shown = lines(visit, scanned=found)
    assert shown[-1].endswith("How to prepare and how to get here are only on this page.")


def test_where_it_does_not_fit_at_all_the_page_is_without_it() -> None:
    visit = a_visit(*(a_step(n, start=n, end=n + 1, public_name="x" * 90) for n in range(40)))
    assert scanned_calendar(visit) is None
    assert "In your calendar" not in lines(visit)


@pytest.mark.parametrize(("size", "fits"), [(1_273, True), (1_274, False)])
def test_no_code_is_larger_than_a_camera_reads(size: int, fits: bool) -> None:
    """Of version 25 level L holds 1,273 bytes (ISO/IEC 18004, table 7)."""
    address = qr_address(b"x" * size)
    assert (address is not None) == fits
    if address is not None:
        picture = picture_at(address)
        assert picture.width() == (17 + 4 * LARGEST + 8) * 6
        assert scanned(picture) == b"x" * size


def test_a_false_visit_has_no_code() -> None:
    with pytest.raises(NotExportable):
        scanned_calendar(a_visit(clinic_id="no identifier"))
