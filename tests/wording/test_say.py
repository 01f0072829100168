"""`say`: sentences filled in any language, never failing, nothing hostile printed back."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk import wording
from clinicdesk.wording import DateOrder, catalog, say, worded
from clinicdesk.wording.machine import filling, language
from clinicdesk.wording.machine.dates import short_day, shorter_days
from clinicdesk.wording.machine.marking import P_
from clinicdesk.wording.machine.phones import phone_text


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    wording.use_languages([])
    wording.use_clinic_habits(DateOrder.YEAR_FIRST)


BUSY = {"resource": "Exam 3", "day": date(2026, 11, 2), "start": 545, "end": 1440}


@pytest.mark.parametrize(
    ("order", "day"),
    [
        (DateOrder.YEAR_FIRST, "2026-11-02"),
        (DateOrder.MONTH_FIRST, "Mon Nov 2 2026"),
        (DateOrder.DAY_FIRST, "Mon 2 Nov 2026"),
    ],
)
def test_say_fills_times_and_writes_dates_as_the_clinic_does(order: DateOrder, day: str) -> None:
    wording.use_clinic_habits(order)
    assert say("visit.resource-busy", BUSY) == (
        f"Exam 3 is taken from 09:05 to 24:00 on {day}; nothing was changed. Choose another time."
    )


@pytest.mark.parametrize(
    ("minutes", "twelve", "twenty_four"),
    [
        (0, "12:00 am", "00:00"),
        (65, "1:05 am", "01:05"),
        (720, "12:00 pm", "12:00"),
        (785, "1:05 pm", "13:05"),
        (1440, "12:00 am", "24:00"),
    ],
)
def test_time_text_by_the_clinics_habit(minutes: int, twelve: str, twenty_four: str) -> None:
    assert wording.time_text(minutes) == twenty_four
    wording.use_clinic_habits("MDY", twelve_hour=True)
    assert wording.time_text(minutes) == twelve


def test_say_puts_the_sentence_of_an_inner_code_into_the_outer() -> None:
    inner = {"change": "hold.expired", "change_params": json.loads('{"visits": [4]}')}
    assert say("undo.row-differs", inner) == (
        '"end expired hold V-4" cannot be undone: what it wrote has changed since.'
        " Nothing was changed."
    )
    assert say("override.not-allowed", {"role": "front-desk", "rule": "rule-name.window"}) == (
        'The role "front desk" may not override this rule: the patient\'s hours. Nothing was'
        " changed; ask somebody whose role allows it."
    )


def test_say_reads_numbers_out_as_people_do() -> None:
    assert [
        say("visit.booked", {"visit": 12, "patient": 1204}),
        say("visit.moved", {"visits": [12, 13]}),
        say("visit.unknown", {"number": "V-9\x07"}),
    ] == [
        "book visit V-12 of P-1204",
        "move visits V-12, V-13",
        "There is no combined visit V-9?; nothing was changed. See the day's list.",
    ]


def test_say_takes_no_input_for_a_code() -> None:
    assert '"undo.nothing"' in say("template.unknown", {"name": "undo.nothing", "name_params": {}})


@pytest.mark.parametrize(("limit", "text"), [(None, "no limit"), (30, "30")])
def test_limit_field(limit: int | None, text: str) -> None:
    assert worded("at most: {most:limit}", {"most": limit}) == f"at most: {text}"


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("no.such-code", {}),
        ("no.such-code", {"day": 3}),
        ("visit.resource-busy", {}),
        ("visit.resource-busy", {**BUSY, "start": "nine"}),
        ("visit.resource-busy", {**BUSY, "start": None}),
    ],
)
def test_say_names_the_code_where_it_has_no_words(
    code: str, params: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        said = say(code, params)
    assert said == f"ClinicDesk has no words for this; please tell whoever looks after it: {code}."
    assert caplog.messages == [f"no sentence for code {code}"]


def test_say_prints_no_control_character_of_an_input_back() -> None:
    hostile = "a\x1b[2Jb\r\nc\x00d\u202ee\u2066f\x9bg\udc80h\u2028i\u200bj"
    assert say("database.absent", {"path": hostile}).startswith(
        "There is no clinic at a?[2Jb  c?d?e?f?g?h i?j; "
    )


def test_readable_keeps_names_as_people_write_them() -> None:
    names = ["Nguyễn Thị Ánh", "O’Brien-Sørensen", "نیل‌سان", "क्‍ष", "李 小龍", "Ünal, José"]
    assert [wording.readable(name) for name in names] == names


def test_readable_cuts_a_text_that_would_flood_the_screen() -> None:
    assert wording.readable("x" * 100_000) == "x" * 197 + "..."


def test_whole_field_is_never_cut_but_still_only_readable() -> None:
    path = "/a" * 300
    assert worded("{path:whole}|{path}", {"path": path + "\x1b"}) == f"{path}?|{path[:197]}..."


def test_a_long_path_loses_its_middle() -> None:
    path = "/begins" + "/a" * 2500 + "/ends.db"
    said = worded("{path:path}", {"path": path + "\x1b"})
    assert (said[:10], said[-11:], len(said)) == ("/begins/a/", "/a/ends.db?", 300)
    assert worded("{path:path}", {"path": path[:300]}) == path[:300]


@given(st.text(), st.dictionaries(st.text(), st.one_of(st.none(), st.integers(), st.text())))
def test_say_never_fails_and_answers_in_one_printable_line(
    code: str, params: dict[str, object]
) -> None:
    for known in (code, "visit.resource-busy"):
        assert say(known, params).replace("\u200c", "").replace("\u200d", "").isprintable()


@pytest.mark.parametrize(
    "sentence", ["{a.__class__}", "{a[0]}", "{a!r}", "{a:>99999999}", "{}", "{0}", "{", "{b}"]
)
def test_fill_refuses_whatever_is_more_than_a_plain_field(sentence: str) -> None:
    with pytest.raises(filling.Unfillable):
        filling.fill(sentence, {"a": "text", "0": "x"} if sentence == "{" else {"a": "text"})


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (121, "2 hours 1 minute"),
    ],
)
def test_length_text(minutes: int, text: str) -> None:
    assert wording.length_text(minutes) == text


def test_date_field_takes_the_text_that_a_journal_keeps() -> None:
    assert worded("{day:date}, {waiting:length}", {"day": "2026-03-01", "waiting": 61}) == (
        "2026-03-01, 1 hour 1 minute"
    )


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language with three plurals, and one translation that does not fit its parameters."""
    catalog = Catalog(locale="pl", domain="clinicdesk")
    catalog.add(
        ("{count} step", "{count} steps"), ("{count} krok", "{count} kroki", "{count} kroków")
    )
    catalog.add("{name} left", "{imię} poszedł")
    catalog.add("Monday", "poniedziałek")
    folder = tmp_path / "locale" / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "clinicdesk.mo").open("wb") as file:
        write_mo(file, catalog)
    monkeypatch.setattr(language, "resource_file", tmp_path.joinpath)
    wording.use_languages(["xx", "pl_PL.UTF-8", "de"])


@pytest.mark.usefixtures("polish")
def test_translations_have_their_own_plurals() -> None:
    steps = P_("{count} step", "{count} steps")
    assert [worded(steps, {"count": count}) for count in (1, 2, 5)] == [
        "1 krok",
        "2 kroki",
        "5 kroków",
    ]
    assert wording.weekday_text(date(2026, 11, 2)) == "poniedziałek"


@pytest.mark.usefixtures("polish")
def test_a_translation_that_does_not_fit_gives_way_to_english() -> None:
    assert worded("{name} left", {"name": "Ada"}) == "Ada left"


@pytest.mark.usefixtures("polish")
@pytest.mark.parametrize("asked", [["en_US"], ["C.UTF-8"], [], ["../pl"], ["en", "pl"], ["de"]])
def test_english_where_nothing_else_is_asked_for_or_there(asked: list[str]) -> None:
    wording.use_languages(asked)
    assert wording.weekday_text(date(2026, 11, 2)) == "Monday"


def test_no_code_stands_in_two_subjects() -> None:
    assert len(catalog.SENTENCES) == sum(len(subject) for subject in catalog.SUBJECTS)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("3125550142", "(312) 555-0142"),
        ("(312) 555 0142", "(312) 555-0142"),
        ("+1 312.555.0142", "(312) 555-0142"),
        ("5550100", "555-0100"),
        ("+49 30 5550142", "+49 30 5550142"),
        ("030 123 4567", "030 123 4567"),
        ("312-555-0142 after 6", "312-555-0142 after 6"),
        ("", ""),
    ],
)
def test_a_phone_number_has_one_form_and_what_is_none_of_ours_stays(typed: str, shown: str) -> None:
    assert phone_text(typed) == shown


def test_a_day_has_one_form_in_titles_and_one_in_lists() -> None:
    wording.use_clinic_habits("DMY")
    day = date(2026, 11, 2)
    assert [*shorter_days(day), short_day(day, date(2025, 1, 1))] == [
        "Monday 2 Nov 2026", "Mon 2 Nov 2026", "Mon 2 Nov", "Mon 2 Nov 2026",
    ]  # fmt: skip


def test_what_can_be_printed_is_shown_as_it_is() -> None:
    # A line's end besides has every character looked at by itself.
    printable = [c for c in map(chr, range(sys.maxunicode + 1)) if c.isprintable()]
    assert [c for c in printable if wording.readable(f"{c}\n", None) != f"{c} "] == []
