"""The field in which one finds anything that can be set up."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.entry.pick_list import Row, Weight
from clinicdesk.ui.kit.entry.type_ahead import TypeAhead
from clinicdesk.ui.kit.labels import column, label
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.setup.settings_search import Hit, all_hits, find
from clinicdesk.ui.setup.value_text import Words
from clinicdesk.wording import say

MOST_SHOWN = 6


class FindField(QWidget):
    """Typing lists what is called so; Enter goes there, as soon as the clinic is read."""

    wanted = Signal(object)
    """A `Hit`."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._all: tuple[Hit, ...] = ()
        """All that can be found; nothing before the clinic is read."""
        self.hits: list[Hit] = []
        self._waits = False
        """Whether Enter was pressed before there was anything to look through."""
        self.typing = TypeAhead(keeper, say("set-up.find"), say("set-up.find-hint"), MOST_SHOWN)
        self.said = label("", "muted", wraps=True)
        self.said.hide()
        self.setLayout(column(self.typing, self.said, spacing=3))
        self.setFocusProxy(self.typing)
        self.typing.typed.connect(self._look)
        self.typing.picked.connect(self._take)
        self.typing.confirmed_unlisted.connect(self._wait)

    def show_clinic(self, entries: Mapping[Part, tuple[Entry, ...]], words: Words) -> None:
        """Look through these from now on, as they are typed in these words."""
        self._all = all_hits(entries, words)
        waits = self._waits and self.typing.field.hasFocus()
        if self.typing.field.text():
            self._look(self.typing.field.text())
        if waits and self.hits:
            self._take(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in the empty field is the page's."""
        event.ignore()

    def _wait(self) -> None:
        self._waits = not self._all

    def _look(self, query: str) -> None:
        self._waits = False
        self.hits = find(self._all, query)
        self.typing.list.show_rows([_row(place, hit) for place, hit in enumerate(self.hits)])
        nothing = bool(query.strip() and self._all and not self.hits)
        self.said.setText(say("set-up.found-nothing") if nothing else "")
        self.said.setVisible(nothing)
        if self.hits:
            announce(self.typing.field, say("set-up.found", {"count": len(self.hits)}))
        elif nothing:
            announce(self.typing.field, self.said.text())

    def _take(self, place: object) -> None:
        assert isinstance(place, int)
        hit = self.hits[place]
        self.typing.field.clear()
        self.wanted.emit(hit)


def _row(place: int, hit: Hit) -> Row:
    return Row(place, ((hit.text, Weight.STRONG),), hit.where)
