"""Letters typed in one go at a list that has no field: which of its rows they mean."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from clinicdesk.wording.machine.typed_words import folded

ONE_WORD = 1000
"""Milliseconds within which letters typed into a list are of one word, at least."""


class TypedWord:
    """Goes to the row that is called as was typed, or has a word that begins so.

    What is none of them leads back to where the keyboard was before the word began.
    """

    def __init__(self) -> None:
        self._said = ""
        """What was typed in one go, in small letters."""
        self._before = -1
        """The row at which that began."""
        self._pause = QElapsedTimer()

    @property
    def goes_on(self) -> bool:
        """Whether another letter, or a space, would be of the same word."""
        least = max(QApplication.keyboardInputInterval(), ONE_WORD)
        return bool(self._said) and self._pause.isValid() and self._pause.elapsed() < least

    def forget(self) -> None:
        """The next letter begins a word."""
        self._said = ""

    def row(self, letter: str, names: Sequence[str], current: int) -> int:
        """Where this letter leads in the rows of these names, from the row `current`."""
        if not self.goes_on:
            self._said, self._before = "", current
        self._said += folded(letter)
        self._pause.restart()
        found = _called(self._said, names, current)
        if found is None and set(self._said) == {folded(letter)}:
            found = _called(folded(letter), names, current)
        return self._before if found is None else found


def _called(said: str, names: Sequence[str], current: int) -> int | None:
    """The row that is meant; of several that begin with one letter, the next one."""
    after = current + 1 if len(said) == 1 else 0
    places = [*range(after, len(names)), *range(after)]
    begins = re.compile(rf"(?<![^\W_]){re.escape(said)}")
    small = [folded(name) for name in names]
    first = (place for place in places if small[place].startswith(said))
    inside = (place for place in places if begins.search(small[place]))
    return next(first, next(inside, None))
