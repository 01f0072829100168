"""What the form of a visit is made of: steps, search, preferences, coming weeks, options."""

from PySide6.QtWidgets import QWidget

from clinicdesk.ui.booking.form.catalog_search import CatalogSearch
from clinicdesk.ui.booking.form.moving_head import MovingHead
from clinicdesk.ui.booking.form.preferences import Preferences
from clinicdesk.ui.booking.form.step_list import StepList
from clinicdesk.ui.booking.month.month_strip import MonthStrip
from clinicdesk.ui.booking.options.plan_results import PlanResults
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import Notice, column
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class VisitFormView(QWidget):
    """What its parts do is up to the form."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.moving = MovingHead(desk)
        self.what = CatalogSearch(keeper)
        self.steps = StepList(keeper)
        self.preferences = Preferences(desk)
        self.notice = Notice(say("notice.title"))
        self.month = MonthStrip(desk, keeper)
        self.answer = PlanResults(desk, keeper)
        self.options, self.nothing = self.answer.options, self.answer.nothing
        self.setLayout(
            column(self.steps, self.moving, self.what, self.what.no_match, self.preferences,
                   self.notice, self.month, *self.answer.parts(), spacing=10)
        )  # fmt: skip
        self.setFocusProxy(self.what)
