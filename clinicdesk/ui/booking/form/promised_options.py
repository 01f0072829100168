"""A planned form that leads the keyboard to what was promised, as soon as it is there."""

from datetime import date

from clinicdesk.scheduling import Plan
from clinicdesk.ui.booking.form.planned_form import PlannedForm
from clinicdesk.ui.booking.request.option_text import day_text
from clinicdesk.wording import say


class PromisedOptions(PlannedForm):
    """Nobody is led anywhere who has gone on typing elsewhere meanwhile."""

    def go_to_options(self) -> None:
        """Put the keyboard on the options, now if they are what is asked for, else once they are.

        Not if somebody types on meanwhile.
        """
        if self.ready:
            self.options.take_focus()
        else:
            self.when_answered(self._unless_elsewhere(self.options.take_focus))

    def _go_to_answer(self) -> None:
        if self.ready:
            self.answer.take_focus()
        else:
            self.when_answered(self._unless_elsewhere(self.answer.take_focus))

    def _then_promised(self, day: date, start: int | None = None, otherwise: str = "") -> None:
        """Go to the option that was promised once it is there; Enter asks first if it is not.

        Then it says the code `otherwise` of that day, if there is one.
        """
        take_focus = self._unless_elsewhere(self.options.take_focus)

        def choose() -> None:
            if start is None:
                self.options.choose_day(day)
            option = self.option
            if option is not None and (option.day, start or option.start) != (day, option.start):
                self.options.must_ask = True
                if otherwise:
                    self.notice.say(say(otherwise, {"day": day_text(self._desk, day)}))
            take_focus()

        self.when_answered(choose)

    def then_choose(self, plan: Plan) -> None:
        """Choose this, which was chosen before, once it is there; Enter asks first if it is not."""

        def choose() -> None:
            self.options.choose_plan(plan)
            self.options.take_focus()

        self.when_answered(self._unless_elsewhere(choose))
