"""Where no day fits, what would help is offered, and taken with the keyboard like a day."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.clinic.clinic_setup import StepRule
from clinicdesk.services.visits.visit_reading import read_day
from clinicdesk.ui.kit.labels import wrapped
from tests.services.desk import MONDAY
from tests.ui.side_panel import Key, Rig, mouse_watched, texts


def asked_with(panels: Rig, rule: StepRule, **preferences: object) -> None:
    """The template of three steps with another first rule, for a patient."""
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    form = panels.booking.form
    asked = replace(form.asked, rules=(rule, *form.asked.rules[1:]), **preferences)  # type: ignore[arg-type]
    form.ask(asked)
    form.what.setFocus()


def way_texts(panels: Rig) -> list[str]:
    return [way.text().replace("\n", " ") for way in panels.booking.form.nothing.ways]


def test_what_helps_is_there_once_nobody_types(panels: Rig, qtbot: QtBot) -> None:
    asked_with(panels, StepRule(0, 1, 700))
    nothing = panels.booking.form.nothing
    assert nothing.isVisible()
    assert nothing.ways == []
    assert "What would help is being tried\u2026" in texts(nothing)
    qtbot.waitUntil(lambda: bool(nothing.ways))
    assert any("On two days: first Adjustment" in text for text in way_texts(panels))
    assert all("gives Mon" in text for text in way_texts(panels)[:2])


def test_the_arrows_choose_a_way_and_enter_takes_it(
    panels: Rig, qapp: QApplication, qtbot: QtBot
) -> None:
    asked_with(panels, StepRule(0, 1, 700))
    form = panels.booking.form
    with mouse_watched(qapp) as seen:
        panels.press(Key.Key_Return)
        assert form.nothing.ways[0].hasFocus()
        wanted = next(n for n, text in enumerate(way_texts(panels)) if text.startswith("Exercise"))
        for _ in range(wanted):
            panels.press(Key.Key_Down)
        panels.press(Key.Key_Up)
        panels.press(Key.Key_Down)
        assert form.nothing.ways[wanted].hasFocus()
        gives = way_texts(panels)[wanted]
        panels.press(Key.Key_Return)
        qtbot.waitUntil(lambda: bool(form.options.cards))
        assert form.options.cards[0].hasFocus()
        assert form.asked.rules[0].min_gap in range(1, 700)
        panels.press(Key.Key_Return)
    assert seen.mouse == 0
    day = read_day(panels.desk.database, MONDAY)
    assert len(day) == 3
    assert "Mon" in gives


def test_of_two_days_the_first_is_asked_for_and_the_second_is_told(
    panels: Rig, qtbot: QtBot
) -> None:
    asked_with(panels, StepRule(0, 1, 700, 800))
    form = panels.booking.form
    qtbot.waitUntil(lambda: bool(form.nothing.ways))
    two = next(way for way in form.nothing.ways if way.text().startswith("On two days,"))
    two.click()
    assert [step.visit_type for step in form.asked.steps] == [
        step.visit_type for step in form.asked.steps[:1]
    ]
    assert form.notice.text.startswith("This is the first of two days. Then book Exercise, Consult")
    assert len(form.options.cards) == 1


def test_ways_are_forgotten_when_something_fits_again(panels: Rig, qtbot: QtBot) -> None:
    asked_with(panels, StepRule(0, 1, 700))
    form = panels.booking.form
    form.ask(replace(form.asked, rules=()))
    assert form.options.cards
    qtbot.wait(300)
    assert form.nothing.ways == []
    assert not form.nothing.isVisible()


def test_a_long_way_is_wrapped_and_not_cut(panels: Rig) -> None:
    asked_with(panels, StepRule(0, 1, 700, 800))
    nothing = panels.booking.form.nothing
    panels.booking.form._take_focus_below()
    QApplication.processEvents()
    for way in nothing.ways:
        assert way.sizeHint().width() <= way.width() or " " not in way.text()
        assert way.height() >= way.sizeHint().height()
    assert any(way.text().count("\n") > 1 for way in nothing.ways)
    assert wrapped("one two\nthree", nothing.fontMetrics(), 1) == "one\ntwo\nthree"
    assert wrapped("one two\nthree", nothing.fontMetrics(), 1000) == "one two\nthree"


def test_a_change_elsewhere_leaves_what_helps_under_the_keyboard(panels: Rig, qtbot: QtBot) -> None:
    asked_with(panels, StepRule(0, 1, 700))
    nothing = panels.booking.form.nothing
    qtbot.waitUntil(lambda: bool(nothing.ways))
    nothing.take_focus()
    panels.other.patient("Baker")
    panels.desk.catch_up()
    assert nothing.ways[0].hasFocus()
