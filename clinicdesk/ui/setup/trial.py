"""A visit type or template as it stands in the form, tried: the first days on which it fits."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.planning.options import Option
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.trying import DAYS, Tried, try_edit
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, column, label, line
from clinicdesk.ui.kit.requests import WantedVisit
from clinicdesk.wording import say

TRIED = (Part.VISIT_TYPES, Part.TEMPLATES)
"""The parts of which something can be booked."""


class Trial(QFrame):
    """Asks the planner what is given to it; what is typed meanwhile makes the answer void.

    It shows the answer; its `buttons` stand where the page has room for them.
    """

    faulty = Signal(object)
    """It makes no clinic: the `EntryFault`s."""
    changed = Signal()
    """Something can be tried or booked, or cannot any more."""
    book_wanted = Signal(object)
    """A `WantedVisit`."""

    def __init__(self, desk: Desk, edit: Callable[[], Edit | None]) -> None:
        """`edit` gives what stands in the form, as an edit of what is there; None for nothing."""
        super().__init__()
        self._desk, self._edit = desk, edit
        self._asked: Edit | None = None
        self._tried = Tried()
        self.try_it = button(say("set-up.try"), self.ask)
        self.book = button(say("set-up.try-book"), self.book_it)
        self.said = label(wraps=True)
        self.buttons = QFrame()
        self.buttons.setLayout(line(self.try_it, self.book))
        self.setLayout(column(self.said))
        self.book.hide()
        self.buttons.hide()
        self.hide()

    def show_for(self, part: Part) -> None:
        """Be there for what can be tried only; nothing of the entry before is said any more."""
        self.forget()
        self.buttons.setVisible(part in TRIED)
        self.changed.emit()

    def why_not(self) -> str | None:
        """Why nothing can be tried now; None where something can."""
        return None if self.buttons.isVisible() else say("set-up.why-not-try")

    def forget(self) -> None:
        """Something else stands in the form now."""
        self._asked, self._tried = None, Tried()
        self._say("")
        if not self.book.isHidden():
            self.book.hide()
            self.changed.emit()

    def ask(self) -> None:
        """Try what stands in the form."""
        edit = self._edit()
        if edit is None:
            return
        self._asked = edit
        self._say(say("set-up.trying"))
        self.book.hide()
        self._desk.ask(
            "set-up trial",
            try_edit,
            edit,
            then=partial(self._take, edit),
            failed=partial(self._fail, edit),
        )

    def _take(self, edit: Edit, tried: Tried) -> None:
        if self._asked is not edit:
            return
        self._tried = tried
        if tried.faults:
            self._say("")
            self.faulty.emit(tried.faults)
            return
        self._say("\n".join(self._sentences(tried)))
        # What is not saved yet nobody can book.
        self.book.setVisible(bool(tried.options) and not edit.changed)
        self.changed.emit()

    def _fail(self, edit: Edit, sentence: str) -> None:
        if self._asked is edit:
            self._say(sentence)

    def _sentences(self, tried: Tried) -> list[str]:
        if tried.options:
            days = ", ".join(map(self._day_text, tried.options))
            return [say("set-up.fits", {"days": days})]
        if not tried.whole:
            return [say("set-up.fits-unknown")]
        none = say("set-up.fits-never", {"count": DAYS})
        return [none, *(say(reason.code, reason.params) for reason in tried.reasons)]

    def _day_text(self, option: Option) -> str:
        return say("set-up.fits-on", {"day": option.day, "start": option.start, "end": option.end})

    def why_not_book(self) -> str | None:
        """Why nothing can be booked now; None where something was tried that is saved."""
        return None if self.book.isVisible() else say("set-up.why-not-book")

    def book_it(self) -> None:
        """Begin a booking on the first day on which it fits."""
        edit, tried = self._asked, self._tried
        if edit is None or not tried.options:
            return
        is_template = edit.part is Part.TEMPLATES
        self.book_wanted.emit(
            WantedVisit(
                template=tried.offer if is_template else None,
                visit_type=None if is_template else tried.offer,
                first=tried.options[0].day,
            )
        )

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.setVisible(bool(text))
        announce(self, text)
