"""A step of an opened visit as a card: when, what, with whom, where, and its status."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from clinicdesk.models.statuses import Stage
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.requirements import requirement_key
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.colors import specialty_color
from clinicdesk.ui.kit.look.edges import WIDTH, paint_edge
from clinicdesk.ui.kit.look.glyphs import SIZE, draw_glyph
from clinicdesk.ui.kit.look.status_glyphs import status_glyph
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.naming import place_name, status_text, who_with
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import short_day

PADDING = 10
LEFT = 16


class StepCard(QAbstractButton):
    """The chosen one is where Tab stops, and what the buttons below it act on."""

    def __init__(self, keeper: ThemeKeeper, setup: ClinicSetup, step: AppointmentInfo) -> None:
        super().__init__()
        self.step = step
        self._keeper = keeper
        self._color = specialty_color(setup, step.specialty)
        self._span = say("option.span", {"start": step.start, "end": step.end})
        self._status = status_text(step)
        self._lines = _lines(setup, step)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = (self._span, step.visit_type, self._status, *(text for text, _ in self._lines))
        self.setAccessibleName(f"{step.position + 1}: {', '.join(words)}")
        self.setToolTip(plain_tip("\n".join(text for text, _ in self._lines)))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.toggled.connect(self._toggled)

    def _toggled(self, on: bool) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus)
        self.update()

    @property
    def _strong(self) -> QFont:
        return scaled_font(self.font(), bold=True)

    @property
    def _small(self) -> QFont:
        return scaled_font(self.font(), SMALL)

    def sizeHint(self) -> QSize:
        lines = QFontMetrics(self._strong).height() * 2
        lines += (QFontMetrics(self._small).height() + 1) * len(self._lines)
        return QSize(280, lines + 2 * PADDING + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, chosen = self._keeper.theme, self.isChecked()
        block = theme.block(self._color)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(1, 1, -2, -2)
        edge = theme.focus if self.hasFocus() else theme.accent if chosen else theme.line
        painter.setPen(QPen(QColor(edge), 2 if chosen else 1))
        ground = block.fill if self.step.busy else theme.panel
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 7, 7)
        strong = QRect(box.left() + 4, box.top() + 5, WIDTH, box.height() - 9)
        paint_edge(painter, strong, block.pattern, block.edge, ground)
        inner = box.adjusted(LEFT, PADDING - 2, -PADDING, 0)
        self._head(painter, inner)
        top = inner.top() + QFontMetrics(self._strong).height() + 1
        self._text(painter, inner, top, self.step.visit_type, self._strong, theme.text)
        top += QFontMetrics(self._strong).height() + 1
        for text, warns in self._lines:
            color = theme.warning if warns else theme.text
            self._text(painter, inner, top, text, self._small, color)
            top += QFontMetrics(self._small).height() + 1
        painter.end()

    def _head(self, painter: QPainter, inner: QRect) -> None:
        theme = self._keeper.theme
        metrics = QFontMetrics(self._strong)
        font = QFont(self._strong)
        font.setStrikeOut(not self.step.busy)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if self.step.busy else theme.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, self._span)
        off = self.step.status.stage in (Stage.MISSED, Stage.CALLED_OFF)
        color = theme.danger if off else theme.text
        painter.setFont(self._small)
        width = QFontMetrics(self._small).horizontalAdvance(self._status)
        painter.setPen(QColor(color))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, self._status
        )
        glyph = status_glyph(self.step)
        if glyph:
            y = inner.top() + (metrics.height() - SIZE) / 2
            draw_glyph(painter, glyph, inner.right() - width - SIZE - 5, y, QColor(color))

    def _text(
        self, painter: QPainter, inner: QRect, top: int, text: str, font: QFont, color: str
    ) -> None:
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(color))
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(QRect(inner.left(), top, inner.width(), metrics.height()), 0, cut)


def _lines(setup: ClinicSetup, step: AppointmentInfo) -> list[tuple[str, bool]]:
    """The lines below the visit type, and whether each is a warning."""
    where = ", ".join(text for text in (who_with(setup, step), place_name(setup, step)) if text)
    lines = [(readable(where), False)] if where else []
    lines += _requirements(setup, step)
    if step.whereabouts and step.busy:
        lines.append((say("visit-panel.whereabouts", {"where": step.whereabouts}), False))
    if step.reason:
        lines.append((say("visit-panel.reason", {"reason": step.reason}), True))
    if step.override_reason:
        lines.append((say("visit-panel.override", {"reason": step.override_reason}), True))
    return lines


def _requirements(setup: ClinicSetup, step: AppointmentInfo) -> Iterator[tuple[str, bool]]:
    """What must be there before a step that is to come: what is open a line each, as a warning."""
    kind = setup.visit_types.get(step.visit_type_id or 0)
    if kind is None or not step.status.movable:
        return
    for lacks in step.lacks:
        code = "visit-panel.is-asked-for" if lacks.is_requested else "visit-panel.is-open"
        day = short_day(lacks.due, step.day)
        yield say(code, {"requirement": readable(lacks.name), "day": day}), True
    lacking = {requirement_key(one.name) for one in step.lacks}
    asked = (one.text for one in kind.requirements)
    there = tuple(name for name in asked if requirement_key(name) not in lacking)
    if there:
        yield say("visit-panel.is-there", {"requirements": there}), False
