"""What every side panel has: a head that stays, a middle that scrolls, a foot that stays."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QWidget

from clinicdesk.ui.kit.labels import fill

BESIDE = 12
"""Pixels above and below what is scrolled to."""


def panel_head(parts: QLayout) -> QFrame:
    """The title and the buttons beside it."""
    head = QFrame()
    head.setProperty("part", "head")
    head.setMinimumHeight(46)
    fill(head, parts, 16, 4, 10, 4)
    return head


def panel_body(parts: QLayout) -> QScrollArea:
    """What scrolls up and down where there is no height for all of it."""
    body = QWidget()
    body.setObjectName("sheet")
    fill(body, parts, 16, 12, 16, 12)
    # As wide as the panel is, whatever a long name asks for.
    body.setMinimumWidth(1)
    area = QScrollArea()
    area.setWidget(body)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def panel_foot(parts: QLayout) -> QFrame:
    """The buttons that end what is done in the panel."""
    foot = QFrame()
    foot.setProperty("part", "foot")
    fill(foot, parts, 16, 10, 16, 12)
    return foot


def bring_into_view(area: QScrollArea, part: QWidget) -> None:
    """Scroll until a part of what stands there is seen; of what is higher than it the beginning."""
    body = area.widget()
    assert body is not None
    # What was just put in, or has just got its sentences, has no place before this, at any depth.
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    half = min(part.height() + 2 * BESIDE, area.viewport().height()) // 2
    middle = part.mapTo(body, QPoint(0, half - BESIDE)).y()
    area.ensureVisible(0, middle, 0, half)
