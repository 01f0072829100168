"""Where no day fits, what would help is offered, and taken with the keyboard like a day."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.clinic.clinic_setup import StepRule
from clinicdesk.services.visits.reading.visit_reading import read_day
from clinicdesk.ui.kit.labels import wrapped
from tests.services.desk import MONDAY
from tests.ui.settling import settle
from tests.ui.side_panel import Key, Rig, mouse_watched, texts


def ask_with(panels: Rig, rule: StepRule) -> None:
    """The template of three steps with another first rule, for a patient."""
    patient = panels.other.patient()
    panels.choose_patient_and_template(patient.number, "day")
    form = panels.booking.form
    form.ask(replace(form.request_form, rules=(rule, *form.request_form.rules[1:])))
    form.what.setFocus()


def offered_texts(panels: Rig) -> list[str]:
    buttons = panels.booking.form.nothing.relaxations
    return [button.text().replace("\n", " ") for button in buttons]


def test_what_helps_is_said_with_what_it_gives(panels: Rig, qtbot: QtBot) -> None:
    ask_with(panels, StepRule(0, 1, 700))
    nothing = panels.booking.form.nothing
    assert nothing.isVisible()
    qtbot.waitUntil(lambda: "What would help; each was tried:" in texts(nothing))
    assert any("On two days: first Adjustment" in text for text in offered_texts(panels))
    assert all("gives Mon" in text for text in offered_texts(panels)[:2])


def test_the_arrows_choose_a_relaxation_and_enter_takes_it(
    panels: Rig, qapp: QApplication, qtbot: QtBot
) -> None:
    ask_with(panels, StepRule(0, 1, 700))
    form = panels.booking.form
    with mouse_watched(qapp) as seen:
        panels.press(Key.Key_Return)
        assert form.nothing.relaxations[0].hasFocus()
        wanted = next(
            n for n, text in enumerate(offered_texts(panels)) if text.startswith("Exercise")
        )
        for _ in range(wanted):
            panels.press(Key.Key_Down)
        panels.press(Key.Key_Up)
        panels.press(Key.Key_Down)
        assert form.nothing.relaxations[wanted].hasFocus()
        gives = offered_texts(panels)[wanted]
        panels.press(Key.Key_Return)
        qtbot.waitUntil(lambda: bool(form.options.cards))
        assert form.options.cards[0].hasFocus()
        assert form.request_form.rules[0].min_gap in range(1, 700)
        panels.press(Key.Key_Return)
    assert seen.mouse == 0
    day = read_day(panels.desk.database, MONDAY)
    assert len(day) == 3
    assert "Mon" in gives


def test_of_two_days_the_first_is_asked_for_and_the_second_is_told(
    panels: Rig, qtbot: QtBot
) -> None:
    ask_with(panels, StepRule(0, 1, 700, 800))
    form = panels.booking.form
    qtbot.waitUntil(lambda: bool(form.nothing.relaxations))
    two = next(
        button for button in form.nothing.relaxations if button.text().startswith("On two days,")
    )
    two.click()
    assert [step.visit_type for step in form.request_form.steps] == [
        step.visit_type for step in form.request_form.steps[:1]
    ]
    assert form.notice.text.startswith("This is the first of two days. Then book Exercise, Consult")
    assert len(form.options.cards) == 1


def test_relaxations_are_forgotten_when_something_fits_again(panels: Rig) -> None:
    ask_with(panels, StepRule(0, 1, 700))
    form = panels.booking.form
    form.ask(replace(form.request_form, rules=()))
    assert form.options.cards
    settle(panels.desk)
    assert form.nothing.relaxations == []
    assert not form.nothing.isVisible()


def test_a_long_relaxation_is_wrapped_and_not_cut(panels: Rig) -> None:
    ask_with(panels, StepRule(0, 1, 700, 800))
    nothing = panels.booking.form.nothing
    panels.booking.form.answer.take_focus()
    QApplication.processEvents()
    for button in nothing.relaxations:
        assert button.sizeHint().width() <= button.width() or " " not in button.text()
        assert button.height() >= button.sizeHint().height()
    assert any(button.text().count("\n") > 1 for button in nothing.relaxations)
    assert wrapped("one two\nthree", nothing.fontMetrics(), 1) == "one\ntwo\nthree"
    assert wrapped("one two\nthree", nothing.fontMetrics(), 1000) == "one two\nthree"


def test_a_change_elsewhere_leaves_what_helps_under_the_keyboard(panels: Rig, qtbot: QtBot) -> None:
    ask_with(panels, StepRule(0, 1, 700))
    nothing = panels.booking.form.nothing
    qtbot.waitUntil(lambda: bool(nothing.relaxations))
    nothing.take_focus()
    panels.other.patient("Baker")
    panels.desk.catch_up()
    assert nothing.relaxations[0].hasFocus()
