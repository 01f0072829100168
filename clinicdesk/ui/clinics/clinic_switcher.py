"""The layer in which a clinic that was open lately is chosen, by its name and its folder."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout

from clinicdesk.ui.clinics.recent_clinics import RecentClinic, forget_clinic, recent_clinics
from clinicdesk.ui.kit.background.worker import Answer, Result
from clinicdesk.ui.kit.labels import label
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.ui.subject import WindowParts
from clinicdesk.wording import say

SIZE = QSize(620, 420)

_KEEPS = frozenset({"clinic.switch"})


class ClinicSwitcher(Overlay):
    """Enter opens the clinic of the line, Delete takes the line away; no file is touched by that.

    One whose file is not there now, as its disk is not connected, is listed all the same.
    """

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window.workspace.window(), SIZE, window.actions, _KEEPS)
        self._window = window
        self._here = str(window.desk.database.path.absolute())
        self._gone: frozenset[str] = frozenset()
        """The paths at which nothing is, as far as that is known."""
        self._looking = window.desk.worker("recent clinics", self)
        self.setAccessibleName(say("clinics.recent"))
        self.rows = RowList(say("clinics.recent"))
        self.rows.entered.connect(self._open)
        self.rows.remove_wanted.connect(self._forget)
        layout = QVBoxLayout(self)
        layout.addWidget(label(say("clinics.recent"), bold=True))
        layout.addWidget(self.rows, 1)
        layout.addWidget(label(say("clinics.recent-keys"), "muted", wraps=True))
        self.setFocusProxy(self.rows)

    def open_list(self) -> None:
        """Open it with what was open lately, the clinic before this one chosen; or close it."""
        clinics = self._clinics
        before = next((each.path for each in clinics if each.path != self._here), None)
        self._show(before)
        self.open()
        self._looking.begin(
            lambda: frozenset(each.path for each in clinics if not Path(each.path).exists()),
            self._have,
            "gone",
        )

    @property
    def _clinics(self) -> tuple[RecentClinic, ...]:
        return recent_clinics(self._window.settings)

    def _have(self, answer: Answer[frozenset[str]]) -> None:
        if isinstance(answer, Result):
            self._gone = answer.value
            self._show()

    def _show(self, chosen: str | None = None) -> None:
        rows = [ListRow(each.path, self._text(each)) for each in self._clinics]
        self.rows.show_rows(rows, chosen)

    def _text(self, clinic: RecentClinic) -> str:
        said = {"name": clinic.name, "folder": str(Path(clinic.path).parent)}
        code = "clinics.demo-line" if clinic.demo else "clinics.line"
        if clinic.path == self._here:
            return say("clinics.open-now", {"clinic": say(code, said)})
        if clinic.path in self._gone:
            return say("clinics.not-there", {"clinic": say(code, said)})
        return say(code, said)

    def _open(self, path: object) -> None:
        self.close_layer()
        if path != self._here:
            self._window.requests.open_clinic.emit(path)

    def _forget(self) -> None:
        path = self.rows.current
        if isinstance(path, str) and path != self._here:
            forget_clinic(self._window.settings, path)
            self._show()
