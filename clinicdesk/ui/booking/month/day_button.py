"""One day of the strip: its shape tells that it fits, is full, too early or closed."""

from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from clinicdesk.services.planning.fitting_days import Fit
from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.theme import Theme, ThemeKeeper
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import long_day

HEIGHT = 28
"""The least, in pixels: a larger font makes it higher."""
DOT = 4

_CODES = {
    Fit.FITS: "month.fits",
    Fit.FULL: "month.full",
    Fit.EARLY: "month.early",
    Fit.CLOSED: "month.closed",
    None: "month.unknown",
}


class DayButton(QAbstractButton):
    """A frame and a dot: it fits. Struck out: full. Broken frame: too early. Flat: closed.

    Bare: not known yet.
    """

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self.day: date | None = None
        self.fit: Fit | None = None
        self._keeper = keeper
        self.setCheckable(True)
        self.setMinimumWidth(24)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        keeper.changed.connect(self.update)
        self.hide()

    def show_day(self, day: date | None, fit: Fit | None, *, marked: bool) -> None:
        """Be this day, known to fit or not; None is no day at all."""
        if (day, fit, marked) == (self.day, self.fit, self.isChecked()):
            return
        self.day, self.fit = day, fit
        self.setVisible(day is not None)
        self.setChecked(marked)
        if day is None:
            return
        named = long_day(day)
        name = say(_CODES[fit], {"day": named})
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(name)
        self.setText(str(day.day))
        cursor = (
            Qt.CursorShape.ArrowCursor if fit is Fit.CLOSED else Qt.CursorShape.PointingHandCursor
        )
        self.setCursor(cursor)
        self.update()

    def nextCheckState(self) -> None:
        """A press marks nothing: the day of the chosen option is marked."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._text_font)
        height = max(HEIGHT, metrics.height() + DOT + 10)
        return QSize(metrics.horizontalAdvance("00") + 20, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._keeper.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._box(painter, theme)
        ink = QColor(self._ink(theme))
        painter.setFont(self._text_font)
        painter.setPen(ink)
        fits = self.fit is Fit.FITS
        number = self.rect().adjusted(0, 0, 0, -DOT) if fits else self.rect()
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, self.text())
        if fits:
            dot = QRect(self.rect().center().x() - DOT // 2 + 1, self.height() - 9, DOT, DOT)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(dot)
        elif self.fit is Fit.FULL:
            half = painter.fontMetrics().horizontalAdvance(self.text()) // 2 + 4
            middle = self.rect().center()
            painter.fillRect(middle.x() - half, middle.y() + 1, 2 * half + 1, 1, ink)
        painter.end()

    @property
    def _text_font(self) -> QFont:
        return scaled_font(self.font(), SMALL, bold=self.fit is Fit.FITS or self.isChecked())

    def _ink(self, theme: Theme) -> str:
        if self.fit is Fit.FITS:
            return theme.on_accent if self.isChecked() else theme.text
        return theme.text if self.isChecked() else theme.muted

    def _box(self, painter: QPainter, theme: Theme) -> None:
        fill, edge = theme.panel, theme.panel
        if self.fit is Fit.FITS:
            fill, edge = theme.accent_tint, theme.accent
            if self.isChecked():
                fill = theme.accent
        elif self.fit in (Fit.FULL, Fit.EARLY):
            edge = theme.line
        elif self.fit is Fit.CLOSED:
            fill = edge = theme.off
        if self.isChecked() or (self.underMouse() and self.fit is not Fit.CLOSED):
            edge = theme.accent
        # In the middle of the pixels, or a thin line is painted as two pale ones.
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        if self.hasFocus():
            # The ring keeps off the box, which may be as dark as the ring.
            painter.setPen(QPen(QColor(theme.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            box.adjust(2, 2, -2, -2)
        broken = Qt.PenStyle.DashLine if self.fit is Fit.EARLY else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(edge), 1, broken))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, 4, 4)
