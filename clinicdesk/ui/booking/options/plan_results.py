"""What the engine answered: the best days, others on demand, or why no day fits."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLayout, QWidget

from clinicdesk.services.planning.options import Planned
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.options.nothing_fits import NothingFits
from clinicdesk.ui.booking.options.option_list import OptionList
from clinicdesk.ui.booking.request.live_planning import alternatives_in_time
from clinicdesk.ui.booking.request.offered_relaxations import OfferedRelaxation
from clinicdesk.ui.booking.request.option_text import found_text
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class PlanResults:
    """The parts of a form below what is asked for; the form lays them out with its own."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        self._desk = desk
        self._visit_request: VisitRequest | None = None
        self._heading = label(say("planned.title"), bold=True)
        self._found = label(part="muted", wraps=True)
        self._found.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.options = OptionList(desk, keeper)
        self.more = button(say("options.more"), self.show_more, part="link")
        self.nothing = NothingFits(desk)

    def parts(self) -> tuple[QWidget | QLayout, ...]:
        """Everything, from top to bottom."""
        head = line(self._heading, self._found)
        head.setStretch(1, 1)
        return head, self.options, self.more, self.nothing

    def clear(self) -> None:
        """Nothing is asked for, or nothing could be planned."""
        for part in (self._heading, self._found, self.more, self.nothing):
            part.hide()
        self.options.show_options([])
        self.nothing.forget()

    def show(
        self,
        planned: Planned,
        visit_request: VisitRequest,
        find: Callable[[], list[OfferedRelaxation]],
        *,
        full_day: str,
        unasked: bool,
    ) -> None:
        """Show the best days for a request, or why none fits.

        `find` looks for what would help then; `full_day` is the day if only one was looked at;
        `unasked` as in `OptionList.show_options`.
        """
        self._visit_request, fits = visit_request, bool(planned.options)
        self._heading.setVisible(fits)
        self._found.setVisible(fits)
        self._found.setText(found_text(planned, visit_request))
        self.options.show_options(planned.options, unasked=unasked)
        self.nothing.setVisible(not fits)
        self.more.setVisible(fits)
        self.nothing.forget()
        if not fits:
            self.nothing.show_reasons(planned, full_day, find)

    def show_more(self) -> None:
        """Show the soonest, the shortest and all first choices below the best days."""
        if self._visit_request is None:
            return
        listed = [card.option for card in self.options.cards]
        others = alternatives_in_time(self._desk, self._visit_request, listed)
        self.more.hide()
        if not others:
            self._found.setText(say("options.not-in-time" if others is None else "options.no-more"))
            self.options.take_focus()
            return
        self.options.show_more(others)
        # Only once they have a place can they be brought into view.
        QTimer.singleShot(0, self.options, self.options.reached.emit)

    def take_focus(self) -> None:
        """Put the focus on the chosen option, or on what would help."""
        self.nothing.try_now()
        self.options.take_focus()
        if self.nothing.isVisible():
            self.nothing.take_focus()
