"""A line of text with shorter forms: the longest that fits is shown, all of it is read out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QSizePolicy

from clinicdesk.ui.kit.tool_tips import plain_tip

ROOM_CHANGES = (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange)
"""Events after which a widget has more or less room for its text."""


def fitting(forms: Sequence[str], metrics: QFontMetrics, room: int) -> str:
    """The first of the forms, longest first, that has room; else the last with an ellipsis."""
    for form in forms:
        if metrics.horizontalAdvance(form) <= room:
            return form
    return metrics.elidedText(forms[-1], Qt.TextElideMode.ElideRight, max(room, 0))


class FittingLabel(QLabel):
    """Takes whatever width it is given and never cuts through a letter."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.forms: tuple[str, ...] = ("",)

    def show_forms(self, *forms: str) -> None:
        """Show one of these, longest first; the longest is the tool tip and is read out."""
        self.forms = forms or ("",)
        self.setToolTip(plain_tip(self.forms[0]))
        self.setAccessibleName(self.forms[0])
        self._fit()
        self.updateGeometry()

    def width_of(self, form: int) -> int:
        """Pixels that a form takes, 0 the longest."""
        self.ensurePolished()
        return self.fontMetrics().horizontalAdvance(self.forms[form]) + 2

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(0), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Another width or font: perhaps another form."""
        done = super().event(event)
        if event.type() in ROOM_CHANGES:
            self._fit()
        return done

    def _fit(self) -> None:
        text = fitting(self.forms, self.fontMetrics(), self.width())
        if text != self.text():
            self.setText(text)
