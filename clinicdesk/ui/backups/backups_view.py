"""The panel of the backups as it is drawn: the list, what is in one, and the buttons."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListWidget, QListWidgetItem, QWidget

from clinicdesk.services.backups.standing import ListedBackup
from clinicdesk.ui.backups.texts import row_text
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import Notice, button, column, icon_button, label, line
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.wording import say

_LEAST_LIST = 130
"""Pixels of height that the list has at least."""


class BackupsView(QFrame):
    """What stands in the panel, and the signals of its buttons."""

    closed = Signal()
    now_wanted = Signal()
    look_wanted = Signal()
    restore_wanted = Signal()
    taking_back_wanted = Signal()
    folder_wanted = Signal()
    chosen = Signal()
    """Another backup of the list is chosen."""
    inside_changed = Signal()
    """What is known of the chosen backup is something else."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.last = label(wraps=True, bold=True)
        self.notice = Notice(say("backups.name"))
        self.said = label(wraps=True)
        self.said.hide()
        self.list = QListWidget()
        self.list.setAccessibleName(say("backups.all"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setMinimumHeight(_LEAST_LIST)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.currentRowChanged.connect(lambda _row: self._choose())
        self.list.itemActivated.connect(lambda _item: self.look_wanted.emit())
        self.inside = label(wraps=True)
        self.inside.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.taken = label(wraps=True)
        self.taken.hide()
        self.folder = label(part="muted", wraps=True)
        self._make_buttons()
        self._compose()

    def take_focus(self) -> None:
        """Put the keyboard into the list, or where there is none on what can be done instead."""
        (self.now if self.list.isHidden() else self.list).setFocus()

    def _make_buttons(self) -> None:
        self.look = button(say("backups.look"), self.look_wanted.emit)
        self.restore = button(say("backups.restore"), self.restore_wanted.emit)
        self.take_back = button(say("backups.take-back"), self.taking_back_wanted.emit)
        self.now = button(say("backups.back-up"), self.now_wanted.emit)
        self.now.setObjectName("primary")
        self.elsewhere = button(say("backups.folder-change"), self.folder_wanted.emit)
        self.take_back.hide()
        self.restore.hide()

    def _compose(self) -> None:
        title = label(say("backups.title"), size="large", bold=True)
        close = icon_button("\N{MULTIPLICATION SIGN}", say("backups.close"), self.closed.emit)
        body = column(
            self.last,
            self.notice,
            self.said,
            self.list,
            line(self.look, None),
            self.inside,
            line(self.restore, None),
            self.taken,
            line(self.take_back, None),
            self.folder,
        )
        # The list has all the height that is left; without it the rest stays at the top.
        body.setStretchFactor(self.list, 1)
        body.addStretch()
        self.setLayout(
            column(
                panel_head(line(title, None, close)),
                panel_body(body),
                panel_foot(column(self.now, self.elsewhere)),
                spacing=0,
            )
        )

    def _choose(self) -> None:
        """Somebody goes to another one: what was said of the one before is over."""
        self.notice.say("")
        self.chosen.emit()

    def say_done(self, text: str) -> None:
        """What was done, or is being done; empty: nothing."""
        self.notice.say("")
        self.said.setText(text)
        self.said.setAccessibleName(text)
        self.said.setVisible(bool(text))
        announce(self.said, text)

    def say_refused(self, text: str) -> None:
        """Why something was not done; empty: nothing."""
        self.say_done("")
        self.notice.say(text)

    @property
    def backup(self) -> Path | None:
        """The chosen backup's file."""
        if self.list.currentRow() < 0:
            return None
        return Path(self.list.currentItem().data(Qt.ItemDataRole.UserRole))

    def show_backups(self, backups: Sequence[ListedBackup], folder: Path) -> None:
        """List them; the one that was chosen stays chosen."""
        before = self.backup
        self.list.blockSignals(True)
        self.list.clear()
        for each in backups:
            item = QListWidgetItem(row_text(self._desk, each), self.list)
            item.setData(Qt.ItemDataRole.UserRole, str(each.backup.path))
            if each.backup.path == before:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and backups:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        if not backups:
            self._leave(self.list, self.look, to=self.now)
        self.list.setVisible(bool(backups))
        self.look.setVisible(bool(backups))
        self.folder.setText(say("backups.folder", {"path": str(folder)}))
        if self.backup != before:
            self.chosen.emit()

    def show_inside(self, text: str, *, restorable: bool) -> None:
        """What is in the chosen backup; empty until it was looked into."""
        self.inside.setText(text)
        self.inside.setAccessibleName(text)
        self.inside.setVisible(bool(text))
        if not restorable:
            self._leave(self.restore, to=self.list)
        self.restore.setVisible(restorable)
        self.inside_changed.emit()

    def show_taking_back(self, changes: int | None) -> None:
        """So many changes taking a restore back would take; None: there is none to take back."""
        if changes is None:
            self._leave(self.take_back, to=self.list)
            text = ""
        elif changes:
            text = say("backups.take-back-lost", {"count": changes})
        else:
            text = say("backups.take-back-whole")
        self.taken.setText(text)
        self.take_back.setAccessibleDescription(text)
        self.taken.setVisible(bool(text))
        self.take_back.setVisible(bool(text))
        self.inside_changed.emit()

    def _leave(self, *parts: QWidget, to: QWidget) -> None:
        """Before these are hidden: Qt would put the keyboard on the page, where letters act."""
        if self.window().focusWidget() in parts:
            to.setFocus()
