"""No day fits: why, and what to give up so that one does, each tried before it is offered."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from clinicdesk.scheduling.problem import Status
from clinicdesk.services.planning.options import Planned
from clinicdesk.ui.booking.labels import announce, button, clear, column, fill, label
from clinicdesk.ui.booking.options import span_text
from clinicdesk.ui.booking.planning import Easing
from clinicdesk.wording import say


class NothingFits(QFrame):
    """The reasons in sentences, the ways out as buttons."""

    eased = Signal(object)
    """What to ask for instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "nothing-fits")
        self.setAccessibleName(say("nothing.title"))
        self._reasons = column(spacing=4)
        self._ways = column(spacing=6)
        self._lead = label(say("nothing.ways"), "muted")
        self._title = label(say("nothing.title"), bold=True)
        fill(
            self,
            column(self._title, self._reasons, self._lead, self._ways, spacing=6),
            12,
            10,
            12,
            12,
        )
        self.hide()

    def show_reasons(
        self, planned: Planned, helping: Sequence[Easing], days: Sequence[str]
    ) -> None:
        """Say why, and offer what helps."""
        clear(self._reasons)
        clear(self._ways)
        proven = planned.status is not Status.STOPPED
        self._title.setText(say("nothing.title" if proven else "nothing.title-stopped"))
        sentences = [say(reason.code, reason.params) for reason in planned.reasons]
        for sentence in sentences or [say("nothing.stopped")]:
            self._reasons.addWidget(label(sentence, wraps=True))
        for easing, day in zip(helping, days, strict=True):
            gives = say("loosen.gives", {"day": day, "span": span_text(easing.option)})
            way = f"{say(easing.code)}\n{gives}"
            self._ways.addWidget(self._way(way, easing))
        self._lead.setText(say("nothing.ways" if helping else "nothing.no-ways"))
        announce(self, " ".join(sentences))

    def _way(self, text: str, easing: Easing) -> QPushButton:
        return button(text, lambda: self.eased.emit(easing.asked), part="way")
