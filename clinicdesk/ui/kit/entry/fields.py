"""Fields that read what people type, and say below it what was understood or what is wrong."""

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.entry.typed_word import TypedWord
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.wording import say
from clinicdesk.wording.machine.typed_words import TIMES, in_english

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?\s*(am|pm|a|p)?")


def time_in_words(text: str) -> int | None:
    """Minutes after midnight of "9", "930", "9:30", "2 pm", "noon"; None if it is no time."""
    said = in_english(text, TIMES).strip().casefold().removeprefix("at ")
    said = said.replace(".m.", "m").replace("o'clock", "").strip()
    if said in ("noon", "midday"):
        return 720
    found = _CLOCK.fullmatch(said)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "")[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= MIDNIGHT else None


class Choice(QComboBox):
    """A list of choices; typing goes to the choice that is called so, or has a word that begins so.

    What is none of them leaves it as it was before: another choice is not taken for it. Where a
    placeholder says that nothing is chosen, Delete takes the choice away.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word = TypedWord()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, and Delete; all else is the list's own."""
        text = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if plain and text.isprintable() and text and (text != " " or self._word.goes_on):
            names = [self.itemText(place) for place in range(self.count())]
            self._choose(self._word.row(text, names, self.currentIndex()))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.placeholderText():
            self._word.forget()
            self._choose(-1)
        else:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        """As by mouse: whoever hears only what a person chooses hears this too."""
        if place != self.currentIndex():
            self.setCurrentIndex(place)
            self.activated.emit(place)

    def event(self, event: QEvent) -> bool:
        """Keep a letter for the list: it is none of the window's shortcuts of one letter here."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if plain and event.text().isprintable() and event.text():
                event.accept()
                return True
        return super().event(event)


class CheckedField(QWidget):
    """A line edit with a caption above, and below what was understood or what is wrong."""

    changed = Signal()

    def __init__(self, caption: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(caption)
        self.edit.setPlaceholderText(hint)
        self.edit.setToolTip(hint)
        self.edit.setMinimumHeight(30)
        self.caption = label(caption, "caption")
        self.caption.setBuddy(self.edit)
        self.said = label(part="said", size="small", wraps=True)
        self.said.hide()
        self.setLayout(column(self.caption, self.edit, self.said, spacing=3))
        self.setFocusProxy(self.edit)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._typed)
        self.edit.editingFinished.connect(self.complain)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignore Enter while it is still held down from the button before."""
        if isinstance(event, QKeyEvent) and event.isAutoRepeat():
            return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return super().eventFilter(watched, event)

    @property
    def text(self) -> str:
        return self.edit.text().strip()

    def show_text(self, text: str) -> None:
        """Put a text there with what it is understood as; nobody has changed it."""
        self.blockSignals(True)
        self.edit.setText(text)
        self._say(self.echo(), wrong=False)
        self.blockSignals(False)

    def fault(self) -> str:
        """What is wrong with the text; empty if nothing is."""
        return ""

    def echo(self) -> str:
        """How the text is understood."""
        return ""

    def complain(self) -> bool:
        """Say below the field what is wrong; whether something is."""
        wrong = self.fault()
        self._say(wrong or self.echo(), wrong=bool(wrong))
        if wrong:
            announce(self.edit, wrong)
        return bool(wrong)

    def _typed(self, _text: str) -> None:
        # What is not finished is not called wrong.
        self._say("" if self.fault() else self.echo(), wrong=False)
        self.changed.emit()

    def _say(self, text: str, *, wrong: bool) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.edit.setAccessibleDescription(text)
        for shown in (self.said, self.edit):
            if shown.property("wrong") != wrong:
                shown.setProperty("wrong", wrong)
                shown.style().unpolish(shown)
                shown.style().polish(shown)


class NeededField(CheckedField):
    """A field that must not stay empty."""

    def __init__(self, caption: str, missing: str, hint: str = "") -> None:
        super().__init__(caption, hint)
        self._missing = missing

    def fault(self) -> str:
        return "" if self.text else self._missing


class ParsedField(CheckedField):
    """A field whose text means a value: `value` is None for text that means none."""

    def __init__(
        self,
        caption: str,
        hint: str,
        read: Callable[[str], tuple[object, str]],
        parent: QWidget | None = None,
    ) -> None:
        """`read` returns the value and how it is shown, or None and what is wrong."""
        self._read = read
        super().__init__(caption, hint, parent)

    @property
    def value(self) -> object:
        return self._read(self.text)[0] if self.text else None

    def fault(self) -> str:
        if not self.text:
            return ""
        value, sentence = self._read(self.text)
        return sentence if value is None else ""

    def echo(self) -> str:
        if not self.text:
            return ""
        value, sentence = self._read(self.text)
        return "" if value is None else sentence


def earliest_birth(today: date) -> date:
    """Nobody is older than 120 years."""
    return today.replace(year=today.year - 120, day=min(today.day, 28))


def no_time(text: str) -> str:
    """The sentence about a text that is no time of day."""
    return say("fields.no-time", {"text": text})
