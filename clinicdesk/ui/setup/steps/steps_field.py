"""The steps of a template: a line of text for each, and a drawing of them with their rules."""

from collections.abc import Callable
from typing import Any

from clinicdesk.ui.kit.list_with_form.form_fields import LinesField, Raw
from clinicdesk.ui.setup.quoting import Called, Known, Spoken, line_in_names, spoken_of
from clinicdesk.ui.setup.steps.step_text import (
    rule_entry,
    rule_line,
    same_entry,
    same_line,
    step_entry,
    step_line,
)
from clinicdesk.ui.setup.steps.steps_drawing import StepsDrawing
from clinicdesk.ui.setup.steps.template_edits import Kinds, Template
from clinicdesk.wording import say


class StepsField(LinesField):
    """The lines are what counts, also those of the rules: keys in the drawing change them."""

    def __init__(self, caption: str, kinds: Callable[[], Kinds], grid: Callable[[], int]) -> None:
        """`kinds` gives the visit types that there are, `grid` the step of times in minutes."""
        super().__init__(caption, say("set-up.steps-hint"), say("set-up.steps-said"))
        self._kinds, self._grid = kinds, grid
        self._transfer = 0
        self._sequence: LinesField | None = None
        self._same: LinesField | None = None
        self.drawing = StepsDrawing()
        self.drawing.setAccessibleName(say("set-up.steps-drawn"))
        self.drawing.setToolTip(say("set-up.steps-keys"))
        self.drawing.edited.connect(self._write)
        self.add_below(self.drawing)
        self.changed.connect(self._draw)
        self._draw()

    def draw_with(self, sequence: LinesField, same: LinesField) -> None:
        """Draw also the rules that stand in these fields, and change them with the steps."""
        self._sequence, self._same = sequence, same
        for field in (sequence, same):
            field.changed.connect(self._draw)
        self._draw()

    def show_transfer(self, typed: str) -> None:
        """So many minutes lie between two steps of which no rule says more."""
        self._transfer = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
        self._draw()

    def show_raw(self, raw: Raw) -> None:
        super().show_raw(raw)
        self._draw()

    @property
    def template(self) -> Template:
        """What stands in the lines."""
        known = self._spoken.known
        return Template(
            tuple(step_entry(line, known) for line in _lines(self)),
            tuple(rule_entry(line, known) for line in _lines(self._sequence)),
            tuple(same_entry(line, known) for line in _lines(self._same)),
        )

    @property
    def _spoken(self) -> Spoken:
        return spoken_of({key: kind.name for key, kind in self._kinds().items()})

    def _draw(self) -> None:
        self.drawing.show_template(self.template, self._kinds(), self._grid(), self._transfer)

    def _write(self, template: Template) -> None:
        """Into the fields; what did not change stays as it was typed."""
        before = self.template
        self._put(self, before.steps, template.steps, (step_line, step_entry))
        self._put(self._sequence, before.rules, template.rules, (rule_line, rule_entry))
        self._put(self._same, before.same, template.same, (same_line, same_entry))

    def _put(
        self,
        field: LinesField | None,
        before: tuple[Any, ...],
        after: tuple[Any, ...],
        text: tuple[Callable[[Any, Called], str], Callable[[str, Known], object]],
    ) -> None:
        if field is not None and before != after:
            spoken = self._spoken
            field.write(tuple(line_in_names(each, *text, spoken) for each in after))


def _lines(field: LinesField | None) -> tuple[str, ...]:
    raw = () if field is None else field.raw
    assert isinstance(raw, tuple)
    return raw
