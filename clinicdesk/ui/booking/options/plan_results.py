"""What the planner answered: the best days, others on demand, or why no day fits."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLayout, QWidget

from clinicdesk.services.planner.booking_questions import further_options
from clinicdesk.services.planning.options import Option, Planned
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.options.missing_bar import MissingBar
from clinicdesk.ui.booking.options.nothing_fits import NothingFits
from clinicdesk.ui.booking.options.option_list import OptionList
from clinicdesk.ui.booking.request.option_text import found_text
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day

MORE_TOPIC = "booking: more options"


class PlanResults:
    """The parts of a form below what is asked for; the form lays them out with its own."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        self._desk = desk
        self._visit_request: VisitRequest | None = None
        """What the options, or the reasons, answer."""
        self._heading = label(say("planned.title"), bold=True)
        self._found = label(part="muted", wraps=True)
        self._found.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._found_text = ""
        """What is said beside the heading while nothing is searched for."""
        self.missing = MissingBar()
        self.options = OptionList(desk, keeper)
        self.more = button(say("options.more"), self.show_more, part="link")
        self.nothing = NothingFits(desk)
        self.wait = button(say("options.wait"), lambda: None, part="link")
        """Where nothing that is offered suits; what it does is up to the panel."""
        self.wait.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def parts(self) -> tuple[QWidget | QLayout, ...]:
        """Everything, from top to bottom."""
        head = line(self._heading, self._found)
        head.setStretch(1, 1)
        return self.missing, head, self.options, self.more, self.nothing, self.wait

    def clear(self) -> None:
        """Nothing is asked for, or nothing could be planned."""
        self._visit_request, self._found_text = None, ""
        self.missing.show_open((), self._desk.today())
        for part in (self._heading, self._found, self.more, self.nothing, self.wait):
            part.hide()
        self.options.show_options([])
        self.nothing.forget()

    def answers(self, visit_request: VisitRequest | None) -> bool:
        """Whether what stands here is the answer to just this."""
        return self._visit_request is not None and self._visit_request == visit_request

    def doubt(self) -> None:
        """What stands here is no answer any more, until another one comes."""
        self._visit_request = None

    def count_from(self, visit_request: VisitRequest) -> None:
        """Another day began: what stands here answers what is asked for now."""
        self._visit_request = visit_request

    def show_searching(self) -> None:
        """What is asked for has not been found yet; what stood here stays as it is."""
        self._heading.show()
        self._found.show()
        self._found.setText(say("planned.searching"))

    def show_found(self) -> None:
        """Nothing is searched for any more."""
        self._found.setText(self._found_text)
        self._heading.setVisible(bool(self.options.cards))
        self._found.setVisible(bool(self.options.cards))

    def show(
        self, planned: Planned, visit_request: VisitRequest, *, full_day: str, unasked: bool
    ) -> None:
        """Show the best days for a request, or why none fits.

        `full_day` is the day if only one was looked at; `unasked` as in `OptionList.show_options`.
        """
        self.missing.show_open(planned.still_open, self._desk.today())
        again, fits = self.answers(visit_request), bool(planned.options)
        self._visit_request = visit_request
        self._found_text = found_text(planned, visit_request)
        self.options.show_options(planned.options, unasked=unasked)
        self.show_found()
        self.nothing.setVisible(not fits)
        self.more.setVisible(fits)
        of_booked = visit_request.moved is not None or visit_request.joining is not None
        self.wait.setVisible(not of_booked)
        if fits:
            self.nothing.forget()
        else:
            alone = visit_request.days == 1 and not full_day
            day = short_day(visit_request.first_day, self._desk.today()) if alone else full_day
            self.nothing.show_reasons(planned, day, again=again, asked_alone=alone)

    def show_held(self, option: Option, visit_request: VisitRequest) -> None:
        """Show what is held, which was chosen before; nothing else was looked for."""
        self._visit_request, self._found_text = visit_request, ""
        self.options.show_options((option,))
        self.show_found()
        self.nothing.hide()
        self.more.hide()
        self.wait.hide()

    def show_more(self) -> None:
        """Show the soonest, the shortest and all first choices below the best days."""
        visit_request = self._visit_request
        if visit_request is None:
            return
        listed = tuple(card.option for card in self.options.cards)

        def show(others: Sequence[tuple[str, Option]] | None) -> None:
            now = tuple(card.option for card in self.options.cards)
            if self.answers(visit_request) and now == listed:
                self._show_others(others)

        self.more.hide()
        self._found.setText(say("planned.searching"))
        self._desk.ask(
            MORE_TOPIC, further_options, visit_request, listed, then=show, failed=self._fail
        )

    def _show_others(self, others: Sequence[tuple[str, Option]] | None) -> None:
        if not others:
            self._found.setText(say("options.not-in-time" if others is None else "options.no-more"))
            self.options.take_focus()
            return
        self._found.setText(self._found_text)
        self.options.show_more(others)
        # Only once they have a place can they be brought into view.
        QTimer.singleShot(0, self.options, self.options.reached.emit)

    def _fail(self, sentence: str) -> None:
        self.show_found()
        self.more.setVisible(bool(self.options.cards))
        self._desk.could_not_read(sentence)

    def take_focus(self) -> None:
        """Put the focus on the chosen option, or on what would help once there is any."""
        self.options.take_focus()
        if not self.nothing.isHidden():
            self.nothing.take_focus()
