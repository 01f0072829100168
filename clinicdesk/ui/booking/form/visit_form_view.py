"""What the form of a visit is made of: steps, search, preferences, coming weeks, options."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.ui.booking.form.catalog_search import CatalogSearch
from clinicdesk.ui.booking.form.moving_head import MovingHead
from clinicdesk.ui.booking.form.preferences import Preferences
from clinicdesk.ui.booking.form.step_list import StepList
from clinicdesk.ui.booking.month.month_strip import MonthStrip
from clinicdesk.ui.booking.options.plan_results import PlanResults
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.acting_panel import kept_from_window
from clinicdesk.ui.kit.labels import Notice, column
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class VisitFormView(QWidget):
    """What its parts do is up to the form.

    Wherever in it the keyboard is, a word that is typed is for its field, and no shortcut: it would
    act on whatever appointment is chosen on the day.
    """

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.moving = MovingHead(desk)
        self.what = CatalogSearch(keeper)
        self.steps = StepList(keeper)
        self.preferences = Preferences(desk)
        self.notice = Notice(say("notice.title"))
        desk.privacy.withdraw(self.notice)
        self.month = MonthStrip(desk, keeper)
        self.answer = PlanResults(desk, keeper)
        self.options, self.nothing = self.answer.options, self.answer.nothing
        self.options.stands = self.moving.stands_at
        self.setLayout(
            column(self.steps, self.moving, self.what, self.what.no_match, self.preferences,
                   self.notice, self.month, *self.answer.parts(), spacing=10)
        )  # fmt: skip
        self.setFocusProxy(self.what)

    def event(self, event: QEvent) -> bool:
        """Keep the first letter of a word, and the number of an option, from the window."""
        return kept_from_window(event, self._own_text) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An option by its number; all else that can be typed begins anew in the field."""
        text, field = self._own_text(event), self._typed_into
        if not text or field is None:
            super().keyPressEvent(event)
        elif not self.options.choose_numbered(text):
            field.setFocus()
            field.selectAll()
            field.insert(text)

    def _own_text(self, event: QKeyEvent) -> str:
        """What that key types here, if it types anything."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        typed = event.text()
        begins = plain and self._typed_into is not None and (typed.isalnum() or typed == "+")
        return typed if begins else ""

    @property
    def _typed_into(self) -> QLineEdit | None:
        """The field for what is asked for: the day, where a visit is moved that can be."""
        if not self.moving.isHidden():
            return None if self.moving.day.isHidden() else self.moving.day.edit
        return self.what.field
