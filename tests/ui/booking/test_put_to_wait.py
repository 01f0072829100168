"""Where nothing that is offered suits, the patient waits for it as it stands in the booking."""

from datetime import timedelta

from clinicdesk.services.waiting.entries import FirstVisit, Waiting, read_waitlist
from clinicdesk.services.waiting.suits import Suits
from clinicdesk.ui.waiting.waiting_panel import WaitingPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

CTRL = Modifier.ControlModifier
CTRL_SHIFT = CTRL | Modifier.ShiftModifier


def begun(main: Rig, *typed: str) -> int:
    """What somebody comes for is typed; the patient's number."""
    patient = main.other.patient("Featherstone", "Ida", 1971).number
    main.press(Key.Key_N, CTRL)
    main.enter("feath")
    for text in typed:
        main.enter(text)
    return patient


def waiting(main: Rig) -> list[Waiting]:
    return list(read_waitlist(main.desk.context, main.desk.database))


def kind(main: Rig, name: str) -> int:
    return next(info.id for info in main.desk.setup.visit_types.values() if info.name == name)


def test_one_key_has_them_wait_and_ends_the_booking_and_undo_takes_it_back(main: Rig) -> None:
    patient = begun(main, "consult thu")
    main.press(Key.Key_W, CTRL)
    (entry,) = waiting(main)
    thursday = MONDAY + timedelta(days=3)
    assert (entry.patient.number, entry.visit) == (patient, None)
    assert entry.wanted == FirstVisit(main.other.setup.template_named("Consult").id)
    assert entry.suits == Suits(first=thursday)
    assert not main.window.booking.isVisible()
    assert main.window.booking.patient is None
    assert main.window.actions_table["visit.drafts"].property("count") == 0
    main.press(Key.Key_Z, CTRL)
    assert waiting(main) == []
    main.press(Key.Key_Insert, CTRL_SHIFT)
    assert main.window.actions_table["visit.drafts"].property("count") == 1


def test_what_is_waited_for_is_booked_from_the_list_and_both_are_seen_there(main: Rig) -> None:
    begun(main, "day")
    main.press(Key.Key_W, CTRL)
    main.press(Key.Key_W, CTRL_SHIFT)
    panel = main.window.findChild(WaitingPanel)
    assert isinstance(panel, WaitingPanel)
    (row,) = panel.list.rows
    assert [text for text, _ in row.lines[3:]] == [
        "Day, not booked yet; waits since Mon Mar 1",
        "Now free: Mon Mar 1, 8:00 am – 9:10 am",
    ]
    main.press(Key.Key_Return)
    assert waiting(main) == []
    assert len(main.other.day(MONDAY)) == 3
    main.press(Key.Key_Z, CTRL)
    (entry,) = waiting(main)
    assert entry.wanted == FirstVisit(main.other.setup.template_named("Day").id)


def test_steps_of_ones_own_choice_cannot_be_waited_for_and_the_action_says_so(main: Rig) -> None:
    begun(main, "exercise", "call")
    actions = main.window.actions_table
    assert actions.why_not("visit.wait-unbooked") == (
        "Only a combined visit of the list, or one step as it is offered, can be waited for, with"
        " one practitioner or anybody"
    )
    main.press(Key.Key_W, CTRL)
    assert waiting(main) == []
    assert main.window.booking.isVisible()


def test_who_waits_for_it_already_is_told_and_nothing_typed_is_lost(main: Rig) -> None:
    patient = begun(main, "exercise")
    main.press(Key.Key_W, CTRL)
    main.press(Key.Key_N, CTRL)
    main.enter("feath")
    main.enter("exercise")
    main.press(Key.Key_W, CTRL)
    assert main.window.booking.form.notice.text == (
        f"P-{patient} waits for this visit already; nothing was written. The waitlist shows since"
        " when."
    )
    (entry,) = waiting(main)
    assert entry.wanted == FirstVisit(visit_type=kind(main, "Exercise"))
    assert len(main.window.booking.form.request_form.steps) == 1
