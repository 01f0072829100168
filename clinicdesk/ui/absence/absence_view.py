"""An absence on screen: its times, the reschedule list, the choices of a visit, the foot."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from clinicdesk.services.absence.proposal import Proposal, StrandedVisit
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.absence.better_list import BetterList
from clinicdesk.ui.absence.change_list import ChangeList
from clinicdesk.ui.absence.choices import Choices
from clinicdesk.ui.absence.rows import Wording, option_text, rows_of, summary
from clinicdesk.ui.absence.times import AbsenceTimes
from clinicdesk.ui.absence.way_choice import WayChoice
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import Notice, button, column, fill, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.wording import readable, say

LEAST_LIST = 110
"""How low the reschedule list may be made, in pixels at the usual font size."""


class AbsenceView(QWidget):
    """Shows a proposal and what was chosen in it; it looks for none and writes nothing."""

    closed = Signal()
    accept_wanted = Signal()

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self.revealed: int | None = None
        """The visit whose patient is named although names are hidden."""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(size="large", bold=True, wraps=True)
        self.close_button = icon_button(
            "\N{MULTIPLICATION SIGN}", say("absence.close"), self.closed.emit
        )
        self.when = label(bold=True)
        self.times = AbsenceTimes()
        self.notice = Notice(say("notice.title"))
        self.said = label(part="muted", wraps=True)
        """What is going on, then what the list comes to."""
        self.done = QFrame()
        self.done.setProperty("part", "done")
        self.done_text = label(wraps=True)
        fill(self.done, column(self.done_text), 12, 8, 12, 8)
        self.done.hide()
        self.ways = WayChoice(self.times)
        self.better = BetterList()
        self.list = ChangeList(keeper)
        self.list.setMinimumHeight(grown(LEAST_LIST))
        self.options = Choices(self.list)
        self.accept_button = button(say("absence.accept"), self.accept_wanted.emit, part="primary")
        self.setFocusProxy(self.times)
        self._arrange()

    def _arrange(self) -> None:
        words = line(self.title, self.close_button)
        words.setStretch(0, 1)
        parts = column(self.when, self.times, self.notice, self.done, self.said, spacing=10)
        parts.addWidget(self.ways)
        parts.addWidget(self.better)
        parts.addWidget(self.list, 1)
        parts.addWidget(self.options)
        # Takes the height where there is no list.
        parts.addStretch()
        whole = column(panel_head(words), spacing=0)
        # On a low window it is scrolled rather than squeezed.
        whole.addWidget(panel_body(parts), 1)
        whole.addWidget(panel_foot(column(self.accept_button)))
        self.setLayout(whole)

    # ------------------------------------------------------------------ showing it

    def wording(self) -> Wording:
        """What the words of the list depend on now."""
        today, private = self._desk.today(), self._desk.privacy.on
        return Wording(self._desk.setup, today, private, self.revealed)

    def show_proposal(
        self, proposal: Proposal | None, choices: Mapping[int, Option], *, written: bool
    ) -> None:
        """Show the list, and the days chosen in it by visit; None empties it."""
        rows = [] if proposal is None else rows_of(self.wording(), proposal, choices)
        self.list.show_rows(rows)
        self.list.setVisible(proposal is None or bool(rows))
        self.accept_button.setEnabled(proposal is not None and not written)
        if proposal is not None:
            said = summary(proposal)
            self.said.setText(said if rows else f"{say('absence.nobody')} {said}.")

    def show_choices(
        self, stranded: StrandedVisit, options: Sequence[Option], chosen: Option | None
    ) -> None:
        """Offer these days to a visit that cannot stay; no days hide them."""
        if not options:
            self.options.hide()
            return
        wording = self.wording()
        texts = [option_text(wording, option) for option in options]
        name = readable(shown_name(stranded.patient, private=wording.private))
        self.options.show_options(name, options, texts, chosen)

    def show_writing(self, *, on: bool) -> None:
        """Say on the button that the list is being written; the keyboard stays on it."""
        text = say("absence.being-written") if on else say("absence.accept")
        if text != self.accept_button.text():
            self.accept_button.setText(text)
            if on:
                announce(self.accept_button, text)

    def show_done(self, text: str) -> None:
        """Say that it is written, or taken back."""
        self.notice.say("")
        self.done_text.setText(text)
        self.done.show()
        announce(self, text)

    def show_impossible(self, sentence: str) -> None:
        """There is no list for these times, and why."""
        self.said.setText("")
        self.notice.say(sentence)
        # Somebody who works in the day meanwhile is not carried off.
        if self.has_focus():
            self.times.start.edit.setFocus()

    # ------------------------------------------------------------------ keys and width

    def has_focus(self) -> bool:
        """Whether the keyboard is anywhere in the panel."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def hold_focus(self) -> QWidget | None:
        """Where the keyboard is in the panel and stays while the list is emptied, if it is here."""
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            return None
        if not self.times.isAncestorOf(focus):
            # A button that is disabled would drive it out of here.
            self.list.setFocus()
        return QApplication.focusWidget()

    def focus_list(self, otherwise: QWidget) -> None:
        """Put the keyboard on the list, or where it has no rows on something else."""
        (self.list if self.list.count() else otherwise).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choices are written in lines of the panel's own width."""
        super().resizeEvent(event)
        self.options.fit(self.width())
        self.ways.fit(self.width())

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel; nothing is written."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
