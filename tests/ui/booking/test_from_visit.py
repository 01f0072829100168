"""A booking that begins with a visit there is: the options are what stands below the steps."""

import pytest

from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle

CARVER = ("Dr. Carver", "Room 1")


@pytest.mark.parametrize("key", [Key.Key_R, Key.Key_U])
def test_no_templates_are_offered_once_the_visit_says_what_is_wanted(main: Rig, key: Key) -> None:
    patient = main.other.patient().number
    visit = main.other.book_at("Adjustment", patient, 9 * 60, CARVER, day=MONDAY).visit
    main.desk.catch_up()
    main.window.day_page.setFocus()
    main.window.day_page.focus_visit(visit)
    settle(main.desk)
    main.press(key)
    form = main.window.booking.form
    assert [step.visit_type for step in form.request_form.steps] == [
        main.other.visit(visit).steps[0].visit_type_id
    ]
    assert form.what.list.isHidden()
    assert form.options.cards[0].hasFocus()
    form.what.setFocus()
    main.type("con")
    settle(main.desk)
    assert form.what.list.isVisible()
    main.press(Key.Key_N, Modifier.ControlModifier)
    main.type("abl")
    main.press(Key.Key_Return)
    assert form.what.list.isVisible()
