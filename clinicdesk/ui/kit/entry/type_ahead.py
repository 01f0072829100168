"""A field with a list under it: typing narrows, Up and Down choose, Enter takes."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.ui.kit.entry.pick_list import PickList
from clinicdesk.ui.kit.labels import column
from clinicdesk.ui.kit.look.theme import ThemeKeeper

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -5,
    Qt.Key.Key_PageDown: 5,
}


class TypeAhead(QWidget):
    """The focus never leaves the field, so nobody has to look where it is."""

    picked = Signal(object)
    pointed = Signal(object)
    typed = Signal(str)
    confirmed_empty = Signal()
    """Enter in a field without text."""
    confirmed_unlisted = Signal()
    """Enter on a text for which nothing is listed."""

    def __init__(
        self,
        keeper: ThemeKeeper,
        name: str,
        hint: str,
        most: int = 6,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.hint(hint)
        self.field.setMinimumHeight(34)
        self.field.setClearButtonEnabled(False)
        self.field.installEventFilter(self)
        self.list = PickList(keeper, f"{name} \N{EM DASH} \N{HORIZONTAL ELLIPSIS}", most)
        self.list.hide()
        self.setLayout(column(self.field, self.list, spacing=4))
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self.typed)
        self.list.picked.connect(self.picked)
        self.list.pointed.connect(self.pointed)

    def hint(self, text: str) -> None:
        """What to type here, shown as long as nothing is; in a narrow field as a tool tip too."""
        self.field.setPlaceholderText(text)
        self.field.setToolTip(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's Up, Down and Enter are the list's."""
        pressed = event.type() == QEvent.Type.KeyPress
        if watched is self.field and pressed and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in _STEPS and not self.list.isHidden():
            self.list.step(_STEPS[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A key that is still held down from the field before must not choose here.
            if not event.isAutoRepeat() and not self.list.confirm():
                unlisted = self.confirmed_unlisted if self.field.text() else self.confirmed_empty
                unlisted.emit()
            return True
        if key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return True
        return False
