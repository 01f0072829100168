"""The layer in which a booking that was put aside is gone on with, or thrown away."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf
from clinicdesk.ui.booking.shelf.draft_text import draft_in_line, draft_line
from clinicdesk.ui.booking.shelf.own_draft import OwnDraft
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import button, label
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.wording import say

SIZE = QSize(760, 420)

_KEEPS = frozenset({"visit.drafts", "visit.bring-back", "view.privacy"})


class ShelfLayer(Overlay):
    """Enter goes on with the line's booking, Delete throws it away, Ctrl+Z brings it back."""

    chosen = Signal(object)
    """The `OwnDraft` to go on with."""

    def __init__(self, below: QWidget, desk: Desk, actions: Actions, shelf: DraftShelf) -> None:
        super().__init__(below, SIZE, actions, _KEEPS)
        self._desk, self._shelf = desk, shelf
        self.setAccessibleName(say("draft.title"))
        self.rows = RowList(say("draft.title"))
        self.rows.entered.connect(self._take)
        self.rows.remove_wanted.connect(self._throw_away)
        self.said = label(part="muted", wraps=True)
        self.back = button(say("draft.bring-back"), self.bring_back, part="link")
        self.only_here = label(say("draft.only-here"), "muted", wraps=True)
        layout = QVBoxLayout(self)
        layout.addWidget(label(say("draft.title"), bold=True))
        layout.addWidget(self.rows, 1)
        for part in (self.said, self.back, self.only_here):
            layout.addWidget(part)
        layout.addWidget(label(say("draft.keys"), "muted", wraps=True))
        self.setFocusProxy(self.rows)
        shelf.changed.connect(self._show)
        desk.privacy.changed.connect(self._show)

    def open_list(self) -> None:
        """Open it, the one put there last chosen; or close it."""
        self._shelf.read()
        self._show()
        self.open()

    def bring_back(self) -> None:
        """Put what was thrown away last on the shelf again."""
        draft = self._shelf.bring_back()
        if draft is not None:
            self.rows.point_at(draft)
            self.rows.setFocus()

    def _show(self) -> None:
        rows = [ListRow(draft, draft_line(self._desk, draft)) for draft in self._shelf.drafts]
        self.rows.show_rows(rows)
        thrown = self._shelf.thrown_away[-1:]
        self.back.setVisible(bool(thrown))
        self.only_here.setVisible(self._shelf.only_here)
        self.said.setText("" if rows else say("draft.none"))
        for draft in thrown:
            what = draft_in_line(self._desk, draft)
            self.said.setText(say("draft.thrown-away", {"draft": what}))
        self.said.setVisible(bool(self.said.text()))

    def _take(self, draft: object) -> None:
        self.close_layer()
        self.chosen.emit(draft)

    def _throw_away(self) -> None:
        draft = self.rows.current
        if isinstance(draft, OwnDraft):
            self._shelf.throw_away(draft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The usual keys of undo bring back what was thrown away here."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.bring_back()
            event.accept()
        else:
            super().keyPressEvent(event)
