"""The page of absences to come: who is away when, what that breaks, entered and taken back."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from clinicdesk.services.setup.absences import AbsenceChange, ComingAbsence, read_absences
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import column
from clinicdesk.ui.kit.list_with_form.choice_fields import ChoiceField
from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm, Raws
from clinicdesk.ui.kit.list_with_form.form_fields import FormField, TextField
from clinicdesk.ui.kit.list_with_form.list_with_form import ListWithForm
from clinicdesk.ui.kit.list_with_form.row_list import ListRow
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.setup.absence_text import absence_text, meant_times, raws_of_absence, typed_day
from clinicdesk.ui.setup.edit_work import changes_setup
from clinicdesk.ui.setup.reading_page import ReadingPage
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import long_day

NEW = -1
"""The key of the absence that is being added; those that are there have their places from 0."""

LIST_WIDTH = 330
"""Of the list, in pixels at the usual font size: a line says who, when, how often and why."""

KINDS = ("practitioner", "assistant", "room", "equipment")


class AbsencesPage(ReadingPage):
    """One absence is entered or changed at a time. Nothing is written before it was looked at."""

    left = Signal()
    """Esc, with nothing left to give up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._known: tuple[ComingAbsence, ...] | None = None
        self._shown: Raws = {}
        self._given_up: tuple[ComingAbsence | None, Raws] | None = None
        self._who = 0
        """The resource that a new absence begins with."""
        self.entries = ListWithForm(
            say("absences.list"), say("absences.add"), say("absences.take-back")
        )
        self.form = self.view.form = EntryForm(self._fields())
        self._compose()
        self._connect()
        self.form.setEnabled(False)
        self._update()

    def _fields(self) -> Mapping[str, FormField]:
        weeks = {str(n): say(f"absences.every-{n}") for n in range(5)}

        def told(text: str) -> str:
            day = typed_day(text, self._desk.today(), self._desk.setup.date_order)
            return long_day(day) if day else ""

        return {
            "who": ChoiceField(say("absences.who"), {}),
            "first_day": TextField(say("absences.first-day"), told=told),
            "start": TextField(say("absences.start"), say("absences.start-hint")),
            "last_day": TextField(say("absences.last-day"), say("absences.last-day-hint"), told),
            "end": TextField(say("absences.end"), say("absences.end-hint")),
            "every_weeks": ChoiceField(say("absences.every-weeks"), weeks),
            "until": TextField(say("absences.until"), say("absences.until-hint"), told),
            "reason": TextField(say("absences.reason")),
        }

    def _compose(self) -> None:
        title = QLabel(say("absences.title"))
        title.setObjectName("title")
        self.entries.show_form(self.form)
        self.entries.beside.setFixedWidth(grown(LIST_WIDTH))
        whole = column(title, self.entries, self.view, margin=16)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.entries.rows)

    def _connect(self) -> None:
        rows = self.entries.rows
        rows.pointed.connect(self._show_entry)
        rows.entered.connect(lambda _entry: self.entries.enter("first_day"))
        rows.add_wanted.connect(self.begin)
        rows.remove_wanted.connect(self._take_back)
        self.form.changed.connect(self._typed)
        self.form.confirmed.connect(self.look_or_save)
        self.view.look_wanted.connect(self.look_or_save)
        self.view.give_up_wanted.connect(self._give_up_typed)
        self.view.bring_back_wanted.connect(self._bring_back)
        self.view.turned.connect(self._update)
        self.view.form_wanted.connect(self.entries.enter_again)
        self.work.refused.connect(self._refuse)
        self.work.saved.connect(lambda _change: self._give_up(reading=True))
        self.work.failed.connect(lambda: self._refuse(""))

    # ------------------------------------------------------------------ what there is

    @property
    def is_busy(self) -> bool:
        """Also while something was typed, or a new one is begun."""
        typed = self.form.raws != self._shown and self.form.isEnabled()
        return typed or super().is_busy or self.entries.rows.current == NEW

    @property
    def _current(self) -> ComingAbsence | None:
        key = self.entries.rows.current
        at = key if isinstance(key, int) and key != NEW else None
        return None if at is None or self._known is None else self._known[at]

    def _ask(self) -> None:
        self._desk.ask("absences", read_absences, then=self._have, concerns=changes_setup)

    def _have(self, known: tuple[ComingAbsence, ...]) -> None:
        if self.is_busy:
            self._stale = self._known is not None
            self._known = self._known or known
            return
        self._known = known
        self._show_rows()

    def _show_rows(self, wanted: int | None = None) -> None:
        setup = self._desk.setup
        who = {
            str(one.id): readable(one.name)
            for one in setup.resources.values()
            if one.kind in KINDS and one.lane_of is None
        }
        field = self.form.fields["who"]
        assert isinstance(field, ChoiceField)
        field.show_options(who)
        rows = [
            ListRow(n, absence_text(one.times, setup)) for n, one in enumerate(self._known or ())
        ]
        if wanted == NEW:
            rows.append(ListRow(NEW, say("absences.new")))
        self.entries.rows.show_rows(rows, wanted)

    def _show_entry(self, _key: object) -> None:
        current = self._current
        new = self.entries.rows.current == NEW
        self._shown = raws_of_absence(current.times if current else None, self._who)
        self.form.show_raws(self._shown)
        self.form.setEnabled(new or current is not None)
        self.work.forget()
        self.view.clear()
        self._update()

    # ------------------------------------------------------------------ what is typed

    def begin(self, resource: int = 0, day: date | None = None) -> None:
        """A new absence, of that resource from that day on if they are known."""
        if self.is_busy:
            return
        self._who = resource or self._who
        self._show_rows(NEW)
        tab_as_it_reads(self)
        if day is not None:
            self.form.show_raws({**self.form.raws, "first_day": day.isoformat()})
        self.entries.enter("first_day" if resource else "who")

    def _take_back(self) -> None:
        current = self._current
        if current is not None and not self.is_busy:
            self.work.look(AbsenceChange(taken_back=current))

    def _typed(self) -> None:
        self.work.forget()
        self.view.clear()
        self._update()

    def look_or_save(self) -> None:
        """Have looked at what was typed; once that was seen, save it."""
        if self.work.preview is not None:
            self.view.save_seen()
        if self.work.writing or self.work.edit is not None or not self.is_busy:
            return
        raws = self.form.raws
        meant = meant_times(raws, self._desk.today(), self._desk.setup.date_order)
        if isinstance(meant, str):
            self.form.show_fault(meant, say("absences.not-understood"), None)
            self.entries.enter(meant)
            return
        self.work.look(AbsenceChange(meant, self._current))

    def _give_up_typed(self) -> None:
        if self.form.raws != self._shown:
            self._given_up = (self._current, self.form.raws)
        self._give_up()

    def _bring_back(self) -> None:
        """What was given up last; of an absence that is there no more, as a new one."""
        if self._given_up is None or self.is_busy:
            return
        (was, raws), self._given_up = self._given_up, None
        self._show_rows((self._known or ()).index(was) if was in (self._known or ()) else NEW)
        self.form.show_raws(raws)
        self.entries.enter("first_day")
        self._update()

    def _give_up(self, *, reading: bool = False) -> None:
        """Back to what is there, in the list."""
        self.work.forget()
        self.view.clear()
        self._shown = self.form.raws
        self.entries.let_choose(on=True)
        self.entries.rows.setFocus()
        self._show_rows()
        if self._stale or reading:
            self._reload()

    def _update(self) -> None:
        idle, saves = not self.work.writing, self.work.preview is not None
        looks = self.is_busy and self.work.edit is None
        self.view.allow(look=looks and idle, save=saves and idle, give_up=self.is_busy and idle)
        free = idle and not self.is_busy
        self.view.let_bring_back(on=free and self._given_up is not None)
        self.entries.let_choose(on=free)
        self.entries.remove.setEnabled(self._current is not None)

    def _refuse(self, sentence: str) -> None:
        self._stale = True
        self.work.forget()
        self.view.refuse(sentence)
        self._update()
        if self.view.hasFocus():
            self.entries.enter("first_day")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up what was typed, then goes back to the list, then to the day."""
        if event.key() != Qt.Key.Key_Escape or self.work.writing:
            super().keyPressEvent(event)
        elif self.is_busy:
            self._give_up_typed()
        elif self.entries.rows.hasFocus():
            self.left.emit()
        else:
            self.entries.rows.setFocus()
