"""The band above everything else of a window on a demo clinic: nobody takes it for a real one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import button, fill, label, line
from clinicdesk.wording import say

FRAME = (3, 0, 3, 3)
"""Pixels of the frame that goes on from the band around the window."""


class DemoBand(QFrame):
    """Says what it is in words, as other colors do not tell everybody, and how to leave it."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("demoBand")
        self.setAccessibleName(f"{say('demo.mark')}: {say('demo.band')}")
        mark = label(say("demo.mark"), "demo-mark", bold=True)
        words = label(say("demo.band"), "demo-words")
        words.setMinimumWidth(1)
        parts = line(mark, words)
        parts.setStretch(1, 1)
        for action_id in ("clinic.switch", "clinic.remove-demo"):
            action = actions[action_id]
            leads = button(say(f"demo.{action_id}"), action.trigger, part="demo-link")
            leads.setAccessibleName(action.text())
            leads.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            parts.addWidget(leads)
        fill(self, parts, 14, 2, 10, 2)
