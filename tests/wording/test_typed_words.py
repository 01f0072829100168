"""What people type in the window's language is read as its English is, and English is read too."""

from datetime import date

import pytest

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.waiting.suits import EVERY_DAY, Suits
from clinicdesk.ui.booking.request.typed_when import TypedWhen, read_when
from clinicdesk.ui.kit.entry.birth_date_in_words import birth_date_in_words
from clinicdesk.ui.kit.entry.dates_in_words import day_in_words
from clinicdesk.ui.kit.entry.suits_in_words import (
    notice_typed,
    suits_text,
    times_typed,
    with_notice,
    with_times,
)
from clinicdesk.ui.kit.entry.times_that_suit import times_in_words
from clinicdesk.ui.my_day.own_time.own_time_words import TypedTime, typed_time
from clinicdesk.ui.setup.dated_text import away_entry, away_line, season_entry, season_line
from clinicdesk.ui.setup.hours_text import hours_entry, hours_line, session_entry, session_line
from clinicdesk.ui.setup.needs.need_text import need_entry, need_line
from clinicdesk.ui.setup.steps.step_text import rule_entry, rule_line, step_entry, step_line
from clinicdesk.wording.machine.dates import birth_date, long_day, short_day
from clinicdesk.wording.machine.typed_words import with_english_months
from tests.wording.spanish import spanish

__all__ = ["spanish"]

pytestmark = pytest.mark.usefixtures("spanish")

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "day"),
    {
        "hoy": "2026-11-24",
        "manana": "2026-11-25",
        "pasado mañana": "2026-11-26",
        "mié": "2026-11-25",
        "miercoles": "2026-11-25",
        "mar": "2026-12-01",
        "mar 24 nov": "2026-11-24",
        "Martes, 24 nov 2026": "2026-11-24",
        "24 mar": "2027-03-24",
        "24 de noviembre de 2026": "2026-11-24",
        "3 ago": "2027-08-03",
        "próximo martes": "2026-12-01",
        "el martes pasado": "2026-11-17",
        "hace 2 semanas": "2026-11-10",
        "+2s": "2026-12-08",
        "dentro de 3 días": "2026-11-27",
        "la semana que viene": "2026-12-01",
        "last tue": "2026-11-17",
        "2 weeks ago": "2026-11-10",
        "may 3": "2027-05-03",
    }.items(),
)
def test_days_in_both_languages(said: str, day: str) -> None:
    assert day_in_words(said, TUESDAY, "MDY") == date.fromisoformat(day)


def test_every_day_is_read_as_it_is_shown() -> None:
    days = [TUESDAY.fromordinal(TUESDAY.toordinal() + step * 13) for step in range(28)]
    lost = [day for day in days if day_in_words(long_day(day), TUESDAY, "MDY") != day]
    lost += [day for day in days if day_in_words(short_day(day), TUESDAY, "MDY") != day]
    assert lost == []
    assert [d for d in days if birth_date_in_words(birth_date(d), "MDY", days[-1]) != d] == []


@pytest.mark.parametrize(
    ("typed", "read"),
    {
        "4 de mayo de 1978": "4 may 1978",
        "García 04-ene-78": "García 04 jan 78",
        "Abril Gómez": "Abril Gómez",
        "4 May 1978": "4 may 1978",
        "5/4/78": "5/4/78",
    }.items(),
)
def test_only_the_month_of_a_date_is_read_as_one(typed: str, read: str) -> None:
    assert with_english_months(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    {
        "lun mié 8-12": ((0, 2), 480, 720),
        "mar-jue después de las 2 de la tarde": ((1, 2, 3), 840, MIDNIGHT),
        "lun de 8 a 12": ((0,), 480, 720),
        "sáb por la tarde": ((5,), 720, MIDNIGHT),
        "mon wed 8-12": ((0, 2), 480, 720),
    }.items(),
)
def test_hours_in_both_languages(typed: str, read: object) -> None:
    assert times_in_words(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    {
        "jue a las 10:15": TypedWhen(date(2026, 11, 26), 615),
        "mañana por la mañana": TypedWhen(date(2026, 11, 25), hours=(0, 720)),
        "vie antes de las 10": TypedWhen(date(2026, 11, 27), hours=(0, 600)),
        "ahora": TypedWhen(TUESDAY, here=True),
        "entre 9 y 11": TypedWhen(hours=(540, 660)),
        "thu 10:15": TypedWhen(date(2026, 11, 26), 615),
    }.items(),
)
def test_when_in_both_languages(typed: str, read: TypedWhen) -> None:
    assert read_when(typed, TUESDAY, "MDY") == read


def test_days_of_an_absence_in_both_languages() -> None:
    monday, friday = date(2027, 3, 8), date(2027, 3, 12)
    for typed in ("8 mar - 12 mar", "del 8 mar al 12 mar", "mar 8 to mar 12"):
        assert typed_time(typed, "", TUESDAY, "MDY") == TypedTime(monday, friday, None)
    assert typed_time("lun", "de 2 a 5 pm", TUESDAY, "MDY") == TypedTime(
        date(2026, 11, 30), date(2026, 11, 30), (840, 1020)
    )


def test_what_suits_is_typed_as_it_is_shown() -> None:
    suits = Suits(frozenset({0, 2}), 480, 720, date(2027, 3, 4), date(2027, 5, 1), 90)
    typed, notice = times_typed(suits), notice_typed(suits)
    assert (typed, notice) == (
        "lun, mié 08:00-12:00 desde 2027-03-04 hasta 2027-05-01",
        "1 hora 30 minutos",
    )
    always = Suits(EVERY_DAY, 0, MIDNIGHT, None, None, 0)
    read = with_times(always, typed, TUESDAY, "YMD")
    assert read is not None
    assert with_notice(read, notice) == suits
    assert suits_text(suits).startswith(typed)


def test_lines_of_a_clinic_are_in_its_words_and_names_are_left() -> None:
    hours = {"days": ["mon-fri"], "time": ["08:00-12:00"], "nth": [2, 4], "until": "2027-05-31"}
    session = {
        "days": ["tue"], "time": ["07:30-12:00"], "new_patients_only": True,
        "visit_types": ["shot"], "at_most": {"shot": 2}, "release": "10:00", "release_days": 1,
    }  # fmt: skip
    names, known = {"shot": "Shot for all, or two"}, {"shot for all, or two": "shot"}
    need = {"one_of": ["shot", "c-arm"], "holds": ["0-40", "45-end"], "after": 5}
    step = {"visit_type": "shot", "key": "second", "minutes": 30, "place": "video"}
    rule = {"first": "shot", "then": "talk", "min_gap": 10, "why": "before and after"}
    away = {"from": "2027-07-05", "until": "2027-07-16", "reason": "Closed to all"}
    season = {"from": "2027-06-01", "until": "2027-08-31", "fri": [], "every_year": True}
    lines = [
        hours_line(hours), session_line(session, names), need_line(need, names),
        step_line(step, names), rule_line(rule, names), away_line(away), season_line(season),
    ]  # fmt: skip
    assert lines == [
        "lun-vie 08:00-12:00, 2.º y 4.º del mes, hasta 2027-05-31",
        (
            "mar 07:30-12:00, solo pacientes nuevos para Shot for all, or two;"
            " como máximo 2 Shot for all, or two; para todos desde 10:00, 1 día antes"
        ),
        "Shot for all, or two o c-arm: 0-40, 45-fin, después 5",
        "Shot for all, or two como second (30 min, video)",
        "Shot for all, or two luego talk: 10 o más; before and after",
        "2027-07-05 a 2027-07-16: Closed to all",
        "2027-06-01 a 2027-08-31 todos los años",
    ]
    read = [
        hours_entry(lines[0]), session_entry(lines[1], known), need_entry(lines[2], known),
        step_entry(lines[3], known), rule_entry(lines[4], known), away_entry(lines[5]),
        season_entry(lines[6]),
    ]  # fmt: skip
    dated = {"from": date(2027, 7, 5), "until": date(2027, 7, 16)}
    span = {"from": date(2027, 6, 1), "until": date(2027, 8, 31), "every_year": True}
    assert read == [
        {**hours, "until": date(2027, 5, 31)},
        session, need, step, rule, {**away, **dated}, span,
    ]  # fmt: skip
