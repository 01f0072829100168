"""Whether names are hidden at this desk: one switch for every place that shows a name."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal


class Sentence(Protocol):
    """Where a sentence stands that was said once."""

    def say(self, text: str) -> object: ...


class Privacy(QObject):
    """Whoever shows a patient asks `on`, and shows them again when `changed` is emitted."""

    changed = Signal()
    reveal_wanted = Signal()
    """Somebody asks for the one patient who is named in front."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on = False

    @property
    def on(self) -> bool:
        """Whether initials stand for names."""
        return self._on

    def withdraw(self, sentence: Sentence) -> None:
        """Have it say nothing once names are hidden: what it says may name somebody."""
        self.changed.connect(lambda: sentence.say("") if self._on else None)

    def use(self, on: bool) -> None:
        """Hide names, or show them again."""
        if on != self._on:
            self._on = on
            self.changed.emit()
