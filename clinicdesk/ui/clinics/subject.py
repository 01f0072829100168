"""Other clinics, as the window is composed of them: opening, switching, making one, the demo."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from clinicdesk.services.demo_place import is_own_demo
from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.ui.subject import Subject, WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.clinics.clinic_switcher import ClinicSwitcher

ACTIONS = (
    ActionSpec("clinic.open", "clinic", About.WINDOW, ("Ctrl+O",)),
    ActionSpec("clinic.switch", "clinic", About.WINDOW, ("Ctrl+Shift+O",)),
    ActionSpec("clinic.new", "clinic", About.WINDOW),
    ActionSpec("clinic.load", "clinic", About.WINDOW),
    ActionSpec("clinic.demo", "clinic", About.WINDOW, ("Ctrl+Shift+D",)),
    ActionSpec("clinic.remove-demo", "clinic", About.WINDOW),
)


def make_clinics(window: WindowParts) -> None:
    """Whoever shows the windows carries it out; what was open lately is asked for in a layer."""
    actions, requests = window.actions, window.requests
    actions.connect("clinic.open", lambda: _choose(window, "open"))
    actions.connect("clinic.load", lambda: _choose(window, "load"))
    actions.connect("clinic.new", requests.new_clinic.emit)
    actions.connect_late("clinic.switch", window.later.part(lambda: _made_switcher(window)))
    actions.connect("clinic.demo", requests.open_demo.emit, unless=lambda: _why_no_demo(window))
    actions.connect(
        "clinic.remove-demo", requests.remove_demo.emit, unless=lambda: _why_no_removing(window)
    )


def _choose(window: WindowParts, what: str) -> None:
    dialog = never_opening(QFileDialog(window.workspace, say(f"clinics.{what}-title")))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(say(f"clinics.{what}-filter"))
    dialog.setDirectory(str(window.desk.database.path.parent))
    dialog.fileSelected.connect(window.requests.open_clinic)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _made_switcher(window: WindowParts) -> "ClinicSwitcher":
    from clinicdesk.ui.clinics.clinic_switcher import ClinicSwitcher

    switcher = ClinicSwitcher(window)
    window.actions.connect("clinic.switch", switcher.open_list)
    return switcher


def _why_no_demo(window: WindowParts) -> str | None:
    shown = is_own_demo(window.desk.database.path)
    return say("clinics.demo-is-open") if shown else None


def _why_no_removing(window: WindowParts) -> str | None:
    if not window.desk.setup.demo:
        return say("clinics.no-demo")
    path = window.desk.database.path
    return None if is_own_demo(path) else say("clinics.demo-elsewhere", {"path": str(path)})


SUBJECT = Subject(make_clinics, ACTIONS)
