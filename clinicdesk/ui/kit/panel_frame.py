"""What every side panel has: a head that stays, a middle that scrolls, a foot that stays."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from clinicdesk.ui.kit.labels import fill


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
