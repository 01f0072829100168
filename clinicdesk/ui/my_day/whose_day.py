"""Whose day is looked at: the clinic's practitioners, one of them chosen."""

from PySide6.QtCore import QSettings, QSignalBlocker
from PySide6.QtWidgets import QComboBox

from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import say

KEPT = "my-day/practitioner"


class WhoseDay(QComboBox):
    """Each by number; whoever was remembered for this workstation is chosen first."""

    def __init__(self, desk: Desk, settings: QSettings) -> None:
        super().__init__()
        self._desk, self._settings = desk, settings
        self.setAccessibleName(say("my-day.who"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumWidth(1)
        self.currentTextChanged.connect(lambda text: self.setToolTip(plain_tip(text)))
        self._fill()
        number = str(settings.value(KEPT, ""))
        self.setCurrentIndex(max(0, self.findData(int(number)) if number.isdecimal() else 0))

    def choose_silently(self, index: int) -> None:
        """Show another one, without a signal."""
        with QSignalBlocker(self):
            self.setCurrentIndex(index)
        self.setToolTip(plain_tip(self.currentText()))

    def remember(self) -> None:
        """This one the next time too."""
        self._settings.setValue(KEPT, self.currentData())

    def follow(self) -> int:
        """List who works here by now, without a signal; where the one who was chosen stands.

        -1 for somebody who has left; the first is shown then.
        """
        former = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            self._fill()
        at = self.findData(former)
        self.choose_silently(max(0, at))
        return at

    def _fill(self) -> None:
        for resource in self._desk.setup.resources.values():
            if resource.kind == "practitioner" and resource.lane_of is None:
                self.addItem(resource.name, resource.id)
