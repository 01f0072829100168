"""What goes to whoever helps: the log's folder, what `doctor` says, and both as one file."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.doctor.examining import examine
from clinicdesk.services.doctor.facts import Facts
from clinicdesk.services.doctor.support_bundle import make_support_bundle
from clinicdesk.services.log_place import log_folder, state_folder
from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone, WorkStopped
from clinicdesk.wording import say
from clinicdesk.wording.sentences.fact_texts import facts_text

BUNDLE = "clinicdesk-support.zip"


class Support(QObject):
    """Asks what `clinicdesk doctor` asks; `tell` shows a sentence where somebody asked."""

    def __init__(
        self,
        owner: QWidget,
        database: Path,
        work: WindowWork,
        now: Callable[[], datetime],
        tell: Callable[[str], object],
    ) -> None:
        """`now` is in UTC."""
        super().__init__(owner)
        self._owner, self._database, self._work = owner, database, work
        self._now, self._tell = now, tell
        self.dialog: QFileDialog | None = None

    def open_log(self) -> None:
        """Show the log's folder in the system's own way."""
        folder = log_folder()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._tell(say("support.log-is-in", {"path": str(folder)}))

    def copy(self) -> None:
        """Put what `doctor` says on the clipboard, to be pasted into a message."""
        self._begin(self._copied, examine)

    def ask_bundle(self) -> None:
        """Ask where the support bundle shall go, and write it there."""
        dialog = never_opening(QFileDialog(self._owner, say("support.bundle-title")))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(say("support.bundle-filter"))
        dialog.setDefaultSuffix("zip")
        dialog.setDirectory(str(Path.home()))
        dialog.selectFile(BUNDLE)
        dialog.fileSelected.connect(lambda path: self.write_bundle(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def write_bundle(self, path: Path) -> None:
        """Write the support bundle there, whole or not at all."""
        self._begin(partial(self._bundled, path), make_support_bundle, path)

    def _begin(
        self, then: Callable[[Any], None], function: Callable[..., object], *where: Path
    ) -> None:
        answered = partial(self._answered, then)
        order = (*where, self._database, self._now(), state_folder())
        if not self._work.start(say("work.doing-bundle"), answered, function, *order):
            self._tell(say("work.busy"))

    def _answered(self, then: Callable[[Any], None], answer: WorkAnswer) -> None:
        if isinstance(answer, WorkDone):
            then(answer.result)
        elif isinstance(answer, WorkStopped):
            self._tell(say("work.stopped"))
        else:
            self._tell(say("support.failed"))

    def _copied(self, facts: Facts) -> None:
        QGuiApplication.clipboard().setText(facts_text(facts))
        self._tell(say("support.copied"))

    def _bundled(self, path: Path, written: bool) -> None:
        said = "support.written" if written else "support.unwritable"
        self._tell(say(said, {"path": str(path)}))
