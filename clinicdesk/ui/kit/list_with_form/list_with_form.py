"""A list of entries with the buttons that add and remove one, and beside it a form that scrolls."""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from clinicdesk.ui.kit.labels import button, column, line
from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm
from clinicdesk.ui.kit.list_with_form.row_list import RowList
from clinicdesk.ui.kit.look.theme import grown

FORM_WIDTH = 860
"""Fields are no wider than they are read well, in pixels at the usual font size."""

LIST_WIDTH = 230
"""Of the list, in pixels at the usual font size."""

BESIDE = 8
"""Above and below a field that is scrolled to so much is seen, in pixels."""


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
        self._once_laid_out = QTimer(self, singleShot=True, interval=0)
        self._once_laid_out.timeout.connect(self._scroll_to_focus)
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
        # As wide as there is room for, whatever a long name asks for, and as is read well.
        form.setMinimumWidth(1)
        form.setMaximumWidth(grown(FORM_WIDTH))
        self._area.setWidget(form)
        form.show()

    def enter(self, key: str | None = None, place: int | None = None) -> None:
        """Put the keyboard into that field of the form, or its first, wherever it was scrolled."""
        if self.form is not None:
            self.form.take_focus(key, place)
            self._show_focus()

    def enter_again(self) -> None:
        """Put the keyboard where it was in the form."""
        last = None if self.form is None else self.form.focusWidget()
        if last is None:
            self.enter()
        else:
            last.setFocus()
            self._show_focus()

    def _show_focus(self) -> None:
        self._scroll_to_focus()
        # A form that was just filled or made is not laid out before: its fields move then.
        self._once_laid_out.start()

    def _scroll_to_focus(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.form is not None and self.form.isAncestorOf(focus):
            shown = self._field_around(focus)
            half = shown.height() // 2
            middle = shown.mapTo(self.form, QPoint(0, half))
            # Not `ensureWidgetVisible`, for which the cursor's line is enough.
            self._area.ensureVisible(0, middle.y(), 0, half + BESIDE)

    def _field_around(self, focus: QWidget) -> QWidget:
        """The whole field with its caption, if there is room for it; else what has the keyboard."""
        field = focus
        while (parent := field.parentWidget()) is not None and parent is not self.form:
            field = parent
        fits = field.height() + 2 * BESIDE <= self._area.viewport().height()
        return field if fits else focus

    def let_choose(self, *, on: bool) -> None:
        """Whether another entry can be chosen."""
        self.beside.setEnabled(on)
