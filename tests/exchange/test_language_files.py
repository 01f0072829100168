"""What the program says to patients: which language, dates and times in it, and faulty files."""

import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from clinicdesk.exchange.language_files import LanguageFileFaulty, patient_words
from clinicdesk.exchange.patient_words import SECTIONS, Document, clock_text, filled
from clinicdesk.resource_files import resource_file

ENGLISH = resource_file("languages", "en.toml").read_text("utf-8")
SPANISH = resource_file("languages", "es.toml").read_text("utf-8")
DAY = date(2027, 1, 12)


@pytest.mark.parametrize("path", sorted(resource_file("languages").glob("*.toml")), ids=str)
def test_each_language_of_the_program_says_everything(path: Path) -> None:
    words = patient_words([path.stem])
    assert words.language == path.stem
    for name, section in SECTIONS.items():
        said, english = getattr(words, name), getattr(patient_words(["en"]), name)
        for field in fields(section):
            text, like = getattr(said, field.name), getattr(english, field.name)
            assert isinstance(text, str) == (field.type is str)
            assert len(text) == len(like) or isinstance(text, str)
    assert (len(words.dates.weekdays), len(words.dates.months)) == (7, 12)


def test_a_day_in_words_is_in_the_order_of_language_and_clinic() -> None:
    english, spanish = patient_words(["en"]).dates, patient_words(["es"]).dates
    assert english.day(DAY, "MDY") == "Tuesday, January 12, 2027"
    assert english.day(DAY, "DMY") == english.day(DAY, "YMD") == "Tuesday, 12 January 2027"
    assert spanish.day(DAY, "MDY") == spanish.day(DAY, "DMY") == "martes 12 de enero de 2027"


@pytest.mark.parametrize(
    ("minutes", "long", "short"),
    [
        (0, "00:00", "12:00 am"), (65, "01:05", "1:05 am"), (720, "12:00", "12:00 pm"),
        (895, "14:55", "2:55 pm"), (1440, "24:00", "12:00 am"),
    ],
)  # fmt: skip
def test_a_time_in_either_style(minutes: int, long: str, short: str) -> None:
    said = [clock_text(minutes, twelve_hour=twelve) for twelve in (False, True)]
    assert said == [long, short]


@pytest.mark.parametrize(
    ("asked", "language", "word"),
    [
        (["es"], "es", "Cita"),
        (["es-MX", "en"], "es-MX", "Cita"),
        (["pl", "es"], "es", "Cita"),
        (["pl", "de"], "en", "Appointment"),
        ([], "en", "Appointment"),
        (["../languages/es"], "en", "Appointment"),
        (["ES/../es"], "en", "Appointment"),
    ],
)
def test_the_first_language_that_there_is(asked: list[str], language: str, word: str) -> None:
    words = patient_words(asked)
    assert (words.language, words.calendar.untitled) == (language, word)


def test_a_clinic_adds_a_language_and_says_things_its_own_way(tmp_path: Path) -> None:
    (tmp_path / "pl.toml").write_text(ENGLISH.replace('"Appointment"', '"Wizyta"'), "utf-8")
    (tmp_path / "es.toml").write_text(SPANISH.replace('"Cita"', '"Turno"'), "utf-8-sig")
    said = {code: patient_words([code], tmp_path).calendar.untitled for code in ("pl", "es", "en")}
    assert said == {"pl": "Wizyta", "es": "Turno", "en": "Appointment"}
    assert patient_words(["es"]).calendar.untitled == "Cita"


@pytest.mark.parametrize(
    ("pattern", "instead", "wrong"),
    [
        (r'\nthen = ".*"', "", "calendar.then"),
        (r'"Monday", ', "", "dates.weekdays"),
        (r"arrive by \{time\}", "arrive", "calendar.arrive"),
        (r"arrive by \{time\}", "arrive by {clock}", "calendar.arrive"),
        (r'"By video"', '" "', "calendar.by_video"),
        (r'"By video"', "7", "calendar.by_video"),
        (r'"By video"', r'"By \\u202evideo"', "calendar.by_video"),
        (r'"By video"', '"By video"\nby_mail = "x"', "calendar.by_mail"),
        (r"\[calendar\]", "[calender]", "calender"),
        (r"\[dates\]", "[dates", ""),
        (r"\[dates\]", "deep = " + "[" * 90_000, ""),
        (r"\[dates\]", "a." * 60_000 + "b = 1", ""),
    ],
)
def test_a_faulty_file_names_the_place(
    tmp_path: Path, pattern: str, instead: str, wrong: str
) -> None:
    text, times = re.subn(pattern, instead, ENGLISH, count=1)
    assert times == 1
    (tmp_path / "pl.toml").write_text(text, "utf-8")
    with pytest.raises(LanguageFileFaulty) as faulty:
        patient_words(["pl"], tmp_path)
    assert (faulty.value.path, faulty.value.wrong) == (tmp_path / "pl.toml", wrong)


@pytest.mark.parametrize("lacks", sorted(SECTIONS))
def test_a_file_from_before_a_section_serves_what_does_without_it(
    tmp_path: Path, lacks: str
) -> None:
    """Else a new section would keep a clinic with words of its own from writing anything."""
    older = re.sub(rf"(?ms)^\[{lacks}\].*?(?=^\[|\Z)", "", SPANISH).replace('"Cita"', '"Turno"')
    (tmp_path / "es.toml").write_text(older, "utf-8")
    (tmp_path / "pl.toml").write_text(older, "utf-8")
    for document in Document:
        own = lacks not in document.value
        words = patient_words(["es"], tmp_path, document)
        assert (words.calendar.untitled, words.language) == ("Turno" if own else "Cita", "es")
        words = patient_words(["pl", "en"], tmp_path, document)
        assert (words.language, words.calendar.untitled) == (
            ("pl", "Turno") if own else ("en", "Appointment")
        )


def test_a_file_that_is_no_text_is_faulty(tmp_path: Path) -> None:
    (tmp_path / "pl.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "cs.toml").mkdir()
    for code in ("pl", "cs"):
        with pytest.raises(LanguageFileFaulty):
            patient_words([code], tmp_path)


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert (
        filled("With {name} at {time}.", name="{time}", time="{name}") == "With {time} at {name}."
    )
