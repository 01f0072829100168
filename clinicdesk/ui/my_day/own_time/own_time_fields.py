"""Where an own absence or extra hours are typed: which days, from when to when, and why."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, column, label
from clinicdesk.ui.my_day.own_time.own_time_words import TypedTime, typed_text, typed_time
from clinicdesk.wording import say


class OwnTimeFields(QWidget):
    """Says below what was typed how it is understood; what is not stays as it was typed."""

    off_wanted = Signal(object, str)
    """The `TypedTime`, and why."""
    extra_wanted = Signal(object)

    def __init__(self, today: Callable[[], date], order: Callable[[], str]) -> None:
        super().__init__()
        self._today, self._order = today, order
        self.days, self.times, self.reason = (
            self._field(part) for part in ("days", "times", "reason")
        )
        self.told = label(part="muted", wraps=True)
        self.off = button(say("own-time.enter-off"), self.enter_off)
        self.extra = button(say("own-time.enter-extra"), self.enter_extra)
        buttons = column(self.off, self.extra, spacing=6)
        parts: list[QWidget] = []
        for part, edit in zip(("days", "times", "reason"), self.edits, strict=True):
            parts += [label(say(f"own-time.{part}"), part="muted"), edit]
        self.setLayout(column(*parts, self.told, buttons, spacing=4))
        self.setFocusProxy(self.days)

    @property
    def edits(self) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        """From top to bottom."""
        return self.days, self.times, self.reason

    def _field(self, part: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setMinimumHeight(30)
        edit.setAccessibleName(say(f"own-time.{part}"))
        edit.setPlaceholderText(say(f"own-time.{part}-hint"))
        edit.setToolTip(say(f"own-time.{part}-hint"))
        edit.textEdited.connect(lambda _text: self._tell())
        return edit

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is where something is typed."""
        return any(edit.hasFocus() for edit in self.edits)

    def clear(self) -> None:
        """What was typed is entered, or of somebody else."""
        for edit in self.edits:
            edit.clear()
        self.told.clear()

    def enter_off(self) -> None:
        """They are off then."""
        typed = self._typed()
        if typed is not None:
            self.off_wanted.emit(typed, self.reason.text().strip())

    def enter_extra(self) -> None:
        """They are in then, beyond their hours: that needs one day, and times."""
        typed = self._typed()
        if typed is None:
            return
        if typed.times is None or typed.first != typed.last:
            self._say(say("own-time.extra-needs-times"))
            self.times.setFocus()
        else:
            self.extra_wanted.emit(typed)

    def _typed(self) -> TypedTime | None:
        found = self._read()
        if not isinstance(found, str):
            return found
        self._say(say(found))
        (self.times if found == "own-time.no-times" else self.days).setFocus()
        return None

    def _read(self) -> TypedTime | str:
        return typed_time(self.days.text(), self.times.text(), self._today(), self._order())

    def _tell(self) -> None:
        found = self._read()
        self.told.setText("" if isinstance(found, str) else typed_text(found))

    def _say(self, sentence: str) -> None:
        self.told.setText(sentence)
        announce(self, sentence)
