"""A list of entries with the buttons that add and remove one, and beside it a form that scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from clinicdesk.ui.kit.labels import button, column, line
from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm
from clinicdesk.ui.kit.list_with_form.row_list import RowList
from clinicdesk.ui.kit.look.theme import grown

LIST_WIDTH = 230
"""Of the list, in pixels at the usual font size."""


class ListWithForm(QWidget):
    """Shows one form at a time. While what stands in it is changed no other entry is chosen."""

    def __init__(self, name: str, add: str, remove: str) -> None:
        super().__init__()
        self.rows = RowList(name)
        self.add = button(add, self.rows.add_wanted.emit)
        self.remove = button(remove, self.rows.remove_wanted.emit)
        self.form: EntryForm | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.beside = QWidget()
        self.beside.setLayout(column(self.rows, line(self.add, self.remove)))
        self.beside.setFixedWidth(grown(LIST_WIDTH))
        parts = line(self.beside, self._area, spacing=16)
        parts.setStretch(1, 1)
        self.setLayout(parts)

    def show_form(self, form: EntryForm) -> None:
        """Show this form, and the one before no more."""
        if form is self.form:
            return
        if self.form is not None:
            self._area.takeWidget()
            self.form.setParent(self)
            self.form.hide()
        self.form = form
        # As wide as there is room for, whatever a long name asks for.
        form.setMinimumWidth(1)
        self._area.setWidget(form)
        form.show()

    def enter(self, key: str | None = None, place: int | None = None) -> None:
        """Put the keyboard into that field of the form, or its first, wherever it was scrolled."""
        if self.form is not None:
            self.form.take_focus(key, place)
            focus = QApplication.focusWidget()
            if focus is not None and self.form.isAncestorOf(focus):
                self._area.ensureWidgetVisible(focus)

    def let_choose(self, *, on: bool) -> None:
        """Whether another entry can be chosen."""
        self.beside.setEnabled(on)
