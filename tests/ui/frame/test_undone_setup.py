"""Undo of the set-up in the window: whom it leaves without a time is said; one key lists them."""

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup.editing import edit_clinic
from clinicdesk.services.setup.entries import Edit
from tests.ui.main_rig import Key, Modifier, Rig

CTRL = Modifier.ControlModifier
CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier
LOU = {
    "name": "Lou Reyes",
    "specialties": ["chiropractic"],
    "hours": [{"days": ["mon-fri"], "time": ["08:00-17:00"]}],
}


def test_who_was_booked_meanwhile_is_named_and_listed_by_one_key(main: Rig) -> None:
    main.desk.write(edit_clinic, Edit(Part.PRACTITIONERS, None, LOU), apply=True)
    other = main.other
    visits = []
    for n, family in enumerate(("Able", "Baker", "Cole", "Dorn")):
        who = ("Lou Reyes", "Room 1")
        patient = other.patient(family).number
        visits.append(other.book_at("Adjustment", patient, 540 + 15 * n, who).visit)
    main.desk.catch_up()
    main.press(Key.Key_Z, CTRL)
    named = "; ".join(
        f"{family} Ann P-1000{n}, Mon Mar 1 9:{15 * (n - 1):02} am"
        for n, family in enumerate(("ABLE", "BAKER", "COLE"), 1)
    )
    assert main.window.toast.text == (
        "Undone: Changed the set-up (practitioner Lou Reyes). 4 appointments break a rule now:"
        f" {named}; and 1 more. Ctrl+Shift+M lists what cannot take place."
    )
    main.press(Key.Key_F9)
    assert "ABLE" not in main.window.toast.text
    main.press(Key.Key_F9)
    main.press(Key.Key_M, CTRL_SHIFT)
    assert [row.visit for row in main.window.calls.list.rows] == visits
    main.press(Key.Key_Y, CTRL)
    assert "break" not in main.window.toast.text
