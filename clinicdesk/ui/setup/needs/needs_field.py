"""The needs of a visit type: a line of text for each, and below it the bar that is drawn of it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.ui.kit.list_with_form.form_fields import LinesField, Raw
from clinicdesk.ui.setup.needs.held_parts import drawn_parts
from clinicdesk.ui.setup.needs.need_bar import NeedBar
from clinicdesk.ui.setup.needs.need_text import Need, need_entry, need_line
from clinicdesk.ui.setup.quoting import Spoken, line_in_names
from clinicdesk.wording import say

LONGEST_VISIT = MIDNIGHT


class NeedsField(LinesField):
    """The lines are what counts: keys in a bar change its line. All bars have one scale."""

    def __init__(
        self, caption: str, grid: Callable[[], int], who: Callable[[], Spoken] = Spoken
    ) -> None:
        """`grid` gives the minutes by which an arrow moves an edge, `who` who may qualify."""
        self._grid, self._who = grid, who
        self._minutes = 0
        self.bars: list[NeedBar] = []
        super().__init__(caption, say("set-up.needs-hint"), say("set-up.needs-said"))
        self.changed.connect(self._draw)

    def show_minutes(self, typed: str) -> None:
        """The visit lasts so long; nothing is drawn for what is no number of minutes."""
        known = typed.isdecimal() and 0 < int(typed) <= LONGEST_VISIT
        self._minutes = int(typed) if known else 0
        self._draw()

    def show_raw(self, raw: Raw) -> None:
        super().show_raw(raw)
        self._draw()

    def drawn_below(self, number: int) -> QWidget:
        bar = NeedBar()
        bar.hide()
        bar.edited.connect(partial(self._write_need, number))
        bar.add_wanted.connect(self._begin_another)
        bar.remove_wanted.connect(partial(self._remove, number))
        self.bars.append(bar)
        return bar

    def _draw(self) -> None:
        """Each need below its line, if the minutes that it holds can be understood."""
        who = self._who()
        needs = [need_entry(line.text, who.known) for line in self.lines]
        scale = self._scale(needs)
        for line, bar, need in zip(self.lines, self.bars, needs, strict=True):
            if line.text and self._minutes:
                bar.show_need(need, self._minutes, self._grid(), scale, who.names)
            else:
                bar.hide()

    def _scale(self, needs: list[dict[str, object]]) -> tuple[int, int]:
        """From the longest time before the visit to the longest after it, in minutes."""
        first, last = 0, self._minutes
        for need in needs:
            held = drawn_parts(need, self._minutes)
            if held is not None:
                first = min(first, held.edges[0].at)
                last = max(last, held.edges[-1].at)
        return first, last

    def _write_need(self, number: int, need: Need) -> None:
        text = line_in_names(need, need_line, need_entry, self._who())
        self.lines[number].edit.setText(text)

    def _begin_another(self) -> None:
        """The empty line below the last one."""
        next(line for line in self.lines if not line.text).take_focus(None)

    def _remove(self, number: int) -> None:
        texts = [line.text for line in self.lines]
        self.write(tuple(text for n, text in enumerate(texts) if text and n != number))
        bar = self.bars[number]
        (bar if bar.isVisibleTo(self) else self.lines[number].edit).setFocus()
