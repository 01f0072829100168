"""What must be there before the visit and is still open; a button says what is there after all."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.planning.options import StillOpen
from clinicdesk.ui.kit.labels import button, label, line
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import short_day

NAMED = 3
"""How many are named in the line; all are in what it says when it is pointed at."""


class MissingBar(QWidget):
    """One line above the options; hidden while nothing is open."""

    there_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keeping_away: tuple[str, ...] = ()
        """What keeps days away, by name."""
        self.said = label(part="muted", wraps=True)
        self.there = button(say("missing.there"), self.there_wanted.emit, part="link")
        whole = line(self.said, self.there)
        whole.setStretch(0, 1)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.hide()

    def show_open(self, still_open: Sequence[StillOpen], today: date) -> None:
        """Show these; what keeps days away says from which on there are any."""
        self.keeping_away = tuple(one.name for one in still_open if one.first_day)
        self.there.setVisible(bool(self.keeping_away))
        # What keeps most days away first.
        ordered = sorted(still_open, key=lambda one: one.first_day or date.min, reverse=True)
        sentences = [_sentence(one, today) for one in ordered]
        more = len(sentences) - NAMED
        said = [*sentences[:NAMED], say("missing.more", {"count": more})] if more > 0 else sentences
        text = " ".join(said)
        self.said.setText(text)
        self.said.setAccessibleName(text)
        self.said.setToolTip(plain_tip("\n".join(sentences)) if more > 0 else "")
        self.setVisible(bool(still_open))


def _sentence(one: StillOpen, today: date) -> str:
    params: dict[str, object] = {"requirement": readable(one.name)}
    if one.first_day is None:
        return say("missing.open", params)
    return say("missing.from", params | {"day": short_day(one.first_day, today)})
