"""The two lists of a patient's page: visits, and the parts that can be corrected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.ui.kit.entry.typed_word import TypedWord
from clinicdesk.ui.kit.lined_rows import KeyedRows, LinedRow, Lines, Tone
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.patient.parts import PartKey, PartRow
from clinicdesk.ui.patient.visit_rows import VisitRow
from clinicdesk.wording import say

R = TypeVar("R", bound=LinedRow)


class PageList(KeyedRows[R]):
    """Moves between rows; Enter takes one."""

    taken = Signal(object)
    """The row."""
    moved = Signal()
    """The keyboard is at another row, has come into the list, or left it."""

    def __init__(self, keeper: ThemeKeeper, name: str, same: Callable[[R], object]) -> None:
        """`same` is what a row keeps when what it says has changed."""
        super().__init__(keeper, name, same)
        self.currentItemChanged.connect(lambda _now, _before: self.moved.emit())
        self.focus_moved.connect(self.moved)
        self.itemDoubleClicked.connect(lambda _item: self._take())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the row that the keyboard is at."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._take()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        if self.current is not None:
            self.taken.emit(self.current)


class VisitList(PageList[VisitRow]):
    """The visits, coming and former; letters are left to the window's shortcuts."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("patient-page.visits"), lambda row: row.visit.number)


@dataclass(frozen=True)
class PartLine:
    """A part as two lines: the caption small, what stands there below it."""

    part: PartRow

    @property
    def lines(self) -> Lines:
        """One line for what is to be added."""
        if not self.part.said and not self.part.typed and self.part.key.number == 0:
            return ((self.part.caption, Tone.MUTED),)
        return ((f"{self.part.caption}: {self.part.said}", Tone.PLAIN),)

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return f"{self.part.caption}: {self.part.said}".rstrip(": ")


class PartList(PageList[PartLine]):
    """What is kept of the patient, part by part; letters lead to the part that is called so.

    None of them is a shortcut here: a word that is typed for a part must do nothing to a visit.
    """

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("patient-page.parts"), lambda row: row.part.key)
        self.word = TypedWord()

    def event(self, event: QEvent) -> bool:
        """Keep letters from the window."""
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and self._is_of_a_word(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go to a part."""
        if self._is_of_a_word(event):
            captions = [row.part.caption for row in self.rows]
            self.setCurrentRow(self.word.row(event.text(), captions, self.currentRow()))
        else:
            super().keyPressEvent(event)

    def _is_of_a_word(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        text = event.text()
        return plain and (text.isalpha() or (text == " " and self.word.goes_on))

    def show_parts(self, parts: Sequence[PartRow]) -> None:
        """Show these."""
        self.show_rows([PartLine(part) for part in parts])

    def part_of(self, key: PartKey) -> PartRow | None:
        """The row of that key as it stands here."""
        return next((row.part for row in self.rows if row.part.key == key), None)
