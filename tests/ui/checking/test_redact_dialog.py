"""Contents taken out of the journal from the window."""

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.journal.history import contents_about, visit_history
from clinicdesk.ui.checking.redact_dialog import RedactDialog
from tests.ui.main_rig import Key, Modifier, Rig


def ask(main: Rig) -> RedactDialog:
    """As somebody does who finds it in the palette."""
    main.press(Key.Key_K, Modifier.ControlModifier)
    main.enter("take out contents")
    (dialog,) = main.window.findChildren(RedactDialog)
    return dialog


def test_a_visits_history_is_emptied_and_says_so(main: Rig) -> None:
    visit = main.other.book_first("Pair", main.other.patient("Able").number)
    dialog = ask(main)
    dialog.visit.edit.setText(f"v-{visit}")
    dialog.reason.edit.setText("asked for")
    dialog.submit()
    database = main.desk.database
    assert contents_about(database, visit) == ()
    assert [entry.change.patient for entry in visit_history(database, visit)] == [None]
    assert main.window.toast.text.startswith("Took out the contents of journal entry 3")
    assert check_clinic(database).broken == ()


def test_what_is_missing_is_said_and_what_was_typed_stays(main: Rig) -> None:
    dialog = ask(main)
    dialog.submit()
    assert dialog.visit.said.text() == "Write the number of a visit, such as V-1093."
    dialog.visit.edit.setText("V-9999")
    dialog.submit()
    assert dialog.reason.said.text() == "Write why."
    dialog.reason.edit.setText("asked for")
    dialog.submit()
    assert dialog.said.text().startswith("The journal has no contents about V-9999")
    assert (dialog.isVisible(), dialog.reason.text) == (True, "asked for")
    dialog.reject()
