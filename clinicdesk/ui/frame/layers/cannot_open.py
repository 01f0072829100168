"""The window of a clinic that cannot be opened: what happened, what was kept, and the ways out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.doctor.processes import OtherProcess
from clinicdesk.services.doctor.ways_out import WayOut
from clinicdesk.ui.frame.banner import breakable
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.ui.kit.labels import Button
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.work_line import WorkLine
from clinicdesk.wording import say

WIDTH = 640
"""Of the card in the middle, in pixels at the usual font size."""

SHOWN_BACKUPS = 4
"""Lines of the list of backups that are seen at once."""


@dataclass(frozen=True)
class KeptBackup:
    """A backup that can be put back: its file, and what it is called for people."""

    path: Path
    text: str


@dataclass(frozen=True)
class Trouble:
    """Why a clinic's file cannot be opened, and what there is that helps."""

    sentence: str
    ways: tuple[WayOut, ...]
    """What makes sense, the most helpful first."""
    title: str = ""
    """What it is called in a few words; empty: that it cannot be opened."""
    beside: bool = False
    """Whether the clinic's own window stands behind: whoever leaves goes back to it."""


class CannotOpen(QScrollArea):
    """One card; each way out is a button with a key of its own and a line that explains it.

    What takes long is done by another process, so that the window goes on painting.
    """

    restore_wanted = Signal(str)
    """The backup's path."""
    export_wanted = Signal(str)
    """The folder in which the export shall be a new one."""
    other_wanted = Signal(str)
    """Another clinic's path."""
    check_wanted = Signal()
    upgrade_wanted = Signal(bool)
    """Whether it is meant though others have the file open, who were named."""
    again_wanted = Signal()
    anew_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble
        self.setWidgetResizable(True)
        sheet = QWidget()
        self.setWidget(sheet)
        self._layout = self._card(sheet)
        self.title = self._label(trouble.title or say("cannot-open.title"), "title")
        self.what = self._label(breakable(trouble.sentence), "what")
        self.what.setAccessibleName(trouble.sentence)
        self.waiting = self._label("", "muted")
        self.waiting.hide()
        self._label(say("cannot-open.what-now"), "muted")
        self.head = self._label(say("cannot-open.backups"), "section")
        self.backups = self._made_list()
        self._known = False
        """Whether it is known which backups there are."""
        self.buttons: dict[WayOut, Button] = {}
        self._handlers: dict[WayOut, Callable[[], object]] = {
            WayOut.AGAIN: self.again_wanted.emit,
            WayOut.UPGRADE: lambda: self.upgrade_wanted.emit(self._warned),
            WayOut.RESTORE: self._restore,
            WayOut.RESTORE_FILE: self._choose_backup,
            WayOut.CHECK: self.check_wanted.emit,
            WayOut.EXPORT: self._choose_folder,
            WayOut.OTHER: self._choose_file,
            WayOut.ANEW: self.anew_wanted.emit,
        }
        self._explained: dict[WayOut, QLabel] = {}
        for way in trouble.ways:
            self._add_way(way)
        self._mark_first()
        if WayOut.RESTORE in trouble.ways:
            self._list((say("cannot-open.looking"),))
        else:
            self._show_list(False)
        self._warned = False
        self.work_line = WorkLine()
        self._layout.addWidget(self.work_line)
        self.said = self._label("", "trouble")
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._leave_key = "Esc" if trouble.beside else "Ctrl+Q"
        self.copy, self.bundle, self.leave = self._foot()
        self.show_idle("")
        # Tab goes round the buttons and the list; the sheet behind them is no stop.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def take_focus(self) -> None:
        """Let the keyboard begin at what helps most."""
        next(iter(self.buttons.values()), self.leave).setFocus()

    # ------------------------------------------------------------------ work in another process

    def show_working(self, what: str) -> None:
        """Something is being done: show what, and let Esc or Enter cancel it."""
        self.say("")
        self.work_line.begin(what)
        self.work_line.take_focus()
        self._enable(False)

    def show_idle(self, said: str) -> None:
        """Nothing is being done; `said` tells what became of the last try."""
        self._enable(True)
        self.work_line.end()
        self.say(said)

    def _enable(self, on: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(on)
        self.backups.setEnabled(on)
        # Esc cancels what is being done, and only then goes back.
        self.leave.setShortcut(self._leave_key if on else "")

    def say(self, said: str) -> None:
        """Answer what somebody pressed; it stays until the next press. Empty for nothing."""
        self.said.setText(said)
        self.said.setVisible(bool(said))
        announce(self.said, said)
        if said:
            QTimer.singleShot(0, self.said, lambda: self.ensureWidgetVisible(self.said))

    # ------------------------------------------------------------------ the ways out

    def show_waiting(self, seconds: int) -> None:
        """It is opened by itself as soon as that can be; so long that has been waited for."""
        self.waiting.setText(say("cannot-open.waiting", {"count": seconds}))
        self.waiting.show()

    def warn_of(self, others: tuple[OtherProcess, ...]) -> None:
        """Name who has the file open; whoever wants the upgrade then means it."""
        self._warned = True
        names = [f"{other.name} ({other.pid})" for other in others]
        self.say(say("cannot-open.others", {"programs": names}))
        self.buttons[WayOut.UPGRADE].setText(say("cannot-open.upgrade-anyway"))

    def show_backups(self, backups: tuple[KeptBackup, ...]) -> None:
        """Those that there are, the newest first; without any there is no way out by one."""
        self._known = True
        if WayOut.RESTORE not in self.buttons:
            return
        if backups:
            self._list(tuple(backup.text for backup in backups))
            for row, backup in enumerate(backups):
                self.backups.item(row).setData(Qt.ItemDataRole.UserRole, str(backup.path))
            self.backups.setCurrentRow(0)
        else:
            self._show_list(False)
            self._remove_way(WayOut.RESTORE)

    def show_sentence(self, sentence: str) -> None:
        """Say why it cannot be opened in other words: more is known."""
        self.what.setText(breakable(sentence))
        self.what.setAccessibleName(sentence)

    def _restore(self) -> None:
        item = self.backups.currentItem()
        if not self._known:
            self.say(say("cannot-open.looking"))
        elif item is not None:
            self.restore_wanted.emit(item.data(Qt.ItemDataRole.UserRole))

    def _choose_folder(self) -> None:
        dialog = self._dialog("cannot-open.export-where", QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.export_wanted)
        dialog.open()

    def _choose_backup(self) -> None:
        """One from elsewhere; to open it as a clinic would be to write into it."""
        dialog = self._dialog("cannot-open.restore-which", QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(say("cannot-open.restore-filter"))
        dialog.fileSelected.connect(self.restore_wanted)
        dialog.open()

    def _choose_file(self) -> None:
        dialog = self._dialog("cannot-open.other-which", QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(say("cannot-open.other-filter"))
        dialog.fileSelected.connect(self.other_wanted)
        dialog.open()

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        """Beside it the main window may be open, and write."""
        dialog = never_opening(QFileDialog(self, say(title)))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    # ------------------------------------------------------------------ how it is laid out

    def _card(self, sheet: QWidget) -> QVBoxLayout:
        card = QFrame()
        card.setObjectName("card")
        # As wide as it is read well, or as the window is.
        card.setMaximumWidth(grown(WIDTH))
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 100)
        across.addStretch(1)
        outer = QVBoxLayout(sheet)
        outer.addStretch()
        outer.addLayout(across)
        outer.addStretch()
        layout = QVBoxLayout(card)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(12)
        return layout

    def _label(self, text: str, name: str) -> QLabel:
        made = QLabel(text)
        made.setObjectName(name)
        made.setWordWrap(True)
        made.setTextFormat(Qt.TextFormat.PlainText)
        self._layout.addWidget(made)
        return made

    def _made_list(self) -> QListWidget:
        made = QListWidget()
        self.head.setBuddy(made)
        made.setAccessibleName(say("cannot-open.backups"))
        self._layout.addWidget(made)
        return made

    def _list(self, texts: tuple[str, ...]) -> None:
        self.backups.clear()
        self.backups.addItems(texts)
        lines = min(len(texts), SHOWN_BACKUPS)
        frame = 2 * self.backups.frameWidth()
        self.backups.setFixedHeight(lines * self.backups.sizeHintForRow(0) + frame)

    def _show_list(self, on: bool) -> None:
        self.head.setVisible(on)
        self.backups.setVisible(on)

    def _remove_way(self, way: WayOut) -> None:
        button = self.buttons.pop(way)
        focused = button.hasFocus()
        button.hide()
        self._explained.pop(way).hide()
        self._mark_first()
        if focused:
            self.take_focus()

    def _mark_first(self) -> None:
        """The one that helps most."""
        for button in list(self.buttons.values())[:1]:
            button.setObjectName("primary")
            button.style().polish(button)

    def _add_way(self, way: WayOut) -> None:
        button = Button(say(f"cannot-open.{way}"))
        button.setMinimumWidth(grown(230))
        explained = QLabel(say(f"cannot-open.{way}-text"))
        explained.setObjectName("muted")
        explained.setWordWrap(True)
        button.setAccessibleDescription(explained.text())
        button.clicked.connect(self._handlers[way])
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(button)
        row.addWidget(explained, 1)
        self._layout.addLayout(row)
        self.buttons[way], self._explained[way] = button, explained

    def _foot(self) -> tuple[Button, Button, Button]:
        """What goes to support, and quitting, in one line."""
        row = QHBoxLayout()
        copy, bundle, leave = (
            Button(say(f"cannot-open.{name}"))
            for name in ("copy", "bundle", "back" if self.trouble.beside else "quit")
        )
        for button in (copy, bundle, leave):
            row.addWidget(button)
        row.insertStretch(2)
        leave.clicked.connect(self.quit_wanted)
        self._layout.addSpacing(6)
        self._layout.addLayout(row)
        return copy, bundle, leave
