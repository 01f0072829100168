"""The stages of a booking: one at a time is shown, and scrolls by itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.ui.kit.panel_frame import bring_into_view


class StageStack(QStackedWidget):
    """Shows one of these widgets at a time."""

    def __init__(self, stages: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages = tuple(stages)
        for stage in stages:
            self.addWidget(_scrolled(stage))

    @property
    def stage(self) -> QWidget:
        """The one that is shown."""
        return self._stages[self.currentIndex()]

    def bring(self, stage: QWidget) -> None:
        """Show this one."""
        self.setCurrentIndex(self._stages.index(stage))

    def bring_into_view(self, part: QWidget) -> None:
        """Scroll the stage that is shown until a part of it is seen."""
        area = self.currentWidget()
        if isinstance(area, QScrollArea):
            bring_into_view(area, part)


def _scrolled(stage: QWidget) -> QScrollArea:
    stage.setContentsMargins(16, 12, 16, 12)
    layout = stage.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addStretch(1)
    # As wide as the panel is, whatever a long name asks for.
    stage.setMinimumWidth(1)
    area = QScrollArea()
    area.setWidget(stage)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
