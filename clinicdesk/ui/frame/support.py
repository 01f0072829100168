"""What goes to whoever helps: the log's folder, what `doctor` says, and both as one file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.doctor.support_bundle import write_support_bundle
from clinicdesk.services.log_place import log_files, log_folder
from clinicdesk.ui.kit.own_command import CommandEnd, OwnCommand
from clinicdesk.wording import say

BUNDLE = "clinicdesk-support.zip"


class Support(QObject):
    """Asks `clinicdesk doctor`; `tell` shows a sentence where somebody asked."""

    def __init__(self, owner: QWidget, database: Path, tell: Callable[[str], object]) -> None:
        super().__init__(owner)
        self._owner, self._database, self._tell = owner, database, tell
        self._command = OwnCommand(self)
        self.dialog: QFileDialog | None = None

    def open_log(self) -> None:
        """Show the log's folder in the system's own way."""
        folder = log_folder()
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._tell(say("support.log-is-in", {"path": str(folder)}))

    def copy(self) -> None:
        """Put what `doctor` says on the clipboard, to be pasted into a message."""
        self._ask_doctor((), self._copied)

    def ask_bundle(self) -> None:
        """Ask where the support bundle shall go, and write it there."""
        dialog = QFileDialog(self._owner, say("support.bundle-title"))
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
        self._ask_doctor(("--json",), lambda said: self._bundled(path, said))

    def stop(self) -> None:
        """Whoever closes the window waits for no answer."""
        self._command.stop()

    def _ask_doctor(self, options: tuple[str, ...], then: Callable[[bytes], None]) -> None:
        if self._command.busy:
            self._tell(say("support.working"))
            return
        line = ("doctor", "--database", str(self._database), *options)
        self._command.begin(line, lambda end: self._answered(end, then))

    def _answered(self, end: CommandEnd, then: Callable[[bytes], None]) -> None:
        if end.status == 0 and end.said:
            then(end.said)
        else:
            self._tell(say("support.failed"))

    def _copied(self, said: bytes) -> None:
        QGuiApplication.clipboard().setText(said.decode("utf-8", "replace"))
        self._tell(say("support.copied"))

    def _bundled(self, path: Path, said: bytes) -> None:
        try:
            write_support_bundle(path, said, log_files())
        except (OSError, ValueError):
            self._tell(say("support.unwritable", {"path": str(path)}))
        else:
            self._tell(say("support.written", {"path": str(path)}))
