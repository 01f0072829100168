"""The page on which the clinic is set up: parts, entries, a form, and what an edit would do."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup.editing import ClinicEntries, EntryFault
from clinicdesk.services.setup.entries import Edit, known
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import column, label, line
from clinicdesk.ui.kit.list_with_form.row_list import ListRow
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.setup.entries_browser import NEW, PARTS, EntriesBrowser
from clinicdesk.ui.setup.entry_text import edit_of, entry_text, part_code
from clinicdesk.ui.setup.message_sample import MessageSample
from clinicdesk.ui.setup.preview_view import fault_sentence
from clinicdesk.ui.setup.settings_search import Hit
from clinicdesk.ui.setup.trial import Trial
from clinicdesk.wording import say


class SetupPage(EntriesBrowser):
    """One entry is edited at a time. Nothing is written before its preview is saved.

    What is shown is the clinic as the planner read it last; an edit says what differs from that, so
    that what another desk changes meanwhile stays.
    """

    book_wanted = Signal(object)
    """A `WantedVisit`: what was tried shall be booked."""
    left = Signal()
    """Esc, with nothing left to give up."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(desk, keeper)
        self.trial = Trial(desk, self._edit_typed)
        self.sample = MessageSample(desk, self._edit_typed)
        self._wrong: EntryFault | None = None
        """The first fault of what is typed, to which the next Enter leads."""
        self._compose()
        self._connect()
        self._update()
        self.view.clear(say("set-up.reading"))
        self.parts.show_rows([ListRow(part, say(part_code(part))) for part in PARTS])

    def _compose(self) -> None:
        title = QLabel(say("set-up.title"))
        title.setObjectName("title")
        self.lacking = label("", "muted", wraps=True)
        self.lacking.hide()
        self.view.buttons.addWidget(self.trial.buttons)
        beside = column(self.entries, self.sample, self.trial, self.view)
        beside.setStretch(0, 1)
        below = line(self.parts, beside, spacing=16)
        below.setStretch(1, 1)
        whole = column(title, self.search, self.lacking, below, margin=16)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.parts)

    def _connect(self) -> None:
        rows = self.entries.rows
        self.clinic_read.connect(self._show_lacking)
        self.entry_shown.connect(self._begin_anew)
        self.form_changed.connect(self._typed)
        self.form_confirmed.connect(self.look_or_save)
        rows.add_wanted.connect(self.begin_new)
        rows.remove_wanted.connect(self._retire)
        self.view.look_wanted.connect(self.look_or_save)
        self.view.give_up_wanted.connect(self._give_up_typed)
        self.view.bring_back_wanted.connect(self.bring_back)
        self.view.turned.connect(self._update)
        self.view.form_wanted.connect(self.entries.enter_again)
        self.view.entry_wanted.connect(self._mend_first)
        self.trial.book_wanted.connect(self.book_wanted)
        self._connect_work()

    def _connect_work(self) -> None:
        self.trial.faulty.connect(self._show_faults)
        self.work.faulty.connect(self._show_faults)
        self.work.refused.connect(self._refuse)
        self.work.saved.connect(self._show_saved)
        self.work.failed.connect(self._stand_again)

    # ------------------------------------------------------------------ what there is

    def begin_with_people(self) -> None:
        """Put the keyboard at the practitioners, unless something else is begun."""
        if not self.is_busy:
            self.parts.point_at(Part.PRACTITIONERS)
            self.parts.setFocus()

    def _show_lacking(self, clinic: ClinicEntries) -> None:
        """What the clinic offers and nobody there does yet: who does it is added here."""
        lacks = clinic.lacking
        said = {"what": lacks.types, "visits": lacks.visit_types}
        self.lacking.setText(say("first.lacking", said) if lacks.visit_types else "")
        self.lacking.setVisible(bool(lacks.visit_types))

    def _mend_first(self, fault: EntryFault) -> None:
        """To another entry that is in the way; what was typed stands there when one comes back."""
        form = self.entries.form
        if fault.whose is None or form is None or self._clinic is None:
            return
        own, raws = self._own, form.raws
        part, name = fault.whose
        self._give_up()
        self._waiting[own] = raws
        listed = [known(part, entry) for entry in self._clinic.entries[part]]
        self._go_to(Hit(part, listed.index(name) if name in listed else None))

    # ------------------------------------------------------------------ what is typed

    def _retire(self) -> None:
        if self._before is not None and not self.part.is_single and not self.is_busy:
            self.work.look(Edit(self.part, self._before, None))

    def _edit_typed(self) -> Edit | None:
        """What stands in the form; None where there is nothing."""
        form = self.entries.form
        if self._clinic is None or form is None or not form.isEnabled():
            return None
        return edit_of(self.part, self._before, form.raws, self._words())

    def _begin_anew(self) -> None:
        self._wrong = None
        self.work.forget()
        self.trial.show_for(self.part)
        self.sample.show_for(self.part)
        self.view.clear()
        self._update()

    def _typed(self) -> None:
        self._wrong = None
        self.sample.follow()
        self.trial.forget()
        self.work.forget()
        self.view.clear()
        self._update()

    def _give_up_typed(self) -> None:
        self.keep_given_up()
        self._give_up()

    def _give_up(self) -> None:
        """Back to what is there, in the list."""
        self.work.forget()
        self._waiting.pop(self._own, None)
        self._shown = {} if self.entries.form is None else self.entries.form.raws
        self.entries.let_choose(on=True)
        self.parts.setEnabled(True)
        self._leave_form()
        self._show_part()
        if self._stale:
            self._reload()

    def _update(self) -> None:
        form, work = self.entries.form, self.work
        typed = form is not None and form.raws != self._shown
        saves = work.preview is not None and bool(work.preview.difference)
        looks = (typed or self.entries.rows.current == NEW) and work.edit is None
        idle = not work.writing
        self.view.allow(look=looks and idle, save=saves and idle, give_up=self.is_busy and idle)
        free = idle and not self.is_busy
        self.view.let_bring_back(on=free and self.given_up is not None)
        self.parts.setEnabled(free)
        self.search.setEnabled(free)
        self.entries.let_choose(on=free)
        if form is not None:
            form.setDisabled(work.writing)

    # ------------------------------------------------------------------ what it would do

    def look_or_save(self) -> None:
        """Have looked at what was typed; once that was seen, save it; to what is wrong with it."""
        edit = self._edit_typed()
        wrong, self._wrong = self._wrong, None
        if self.work.preview is not None:
            self.view.save_seen()
        elif wrong is not None:
            self.entries.enter(wrong.key, wrong.place)
        elif edit is not None and self.work.edit is None and self.is_busy:
            self.work.look(edit)

    def _refuse(self, sentence: str) -> None:
        """What was typed stands as it did; the clinic is read again once it is given up."""
        self._stale = True
        self.view.refuse(sentence)
        self._update()
        self._go_on()

    def _show_faults(self, faults: tuple[EntryFault, ...]) -> None:
        """Each at its field; what is about something else, above the buttons."""
        form = self.entries.form
        assert form is not None
        self._update()
        placed = [
            fault
            for fault in faults
            if fault.key and form.show_fault(fault.key, fault_sentence(fault), fault.place)
        ]
        others = tuple(self._with_name(fault) for fault in faults if fault not in placed)
        self.view.show_others(others, here=len({one.key for one in placed}))
        if placed:
            first = min(placed, key=lambda fault: list(form.fields).index(fault.key or ""))
            if self.view.hasFocus():
                self.entries.enter(first.key, first.place)
            else:
                self._wrong = first
        elif others and self.view.hasFocus() and not self.is_busy:
            self.view.others.setFocus()
        else:
            self._go_on()

    def _with_name(self, fault: EntryFault) -> EntryFault:
        """The same with the name on screen in place of a key."""
        called = self._vocabulary.names_by_key.get(str(fault.params.get("value")))
        return replace(fault, params={**fault.params, "value": called}) if called else fault

    def _go_on(self) -> None:
        """Put a keyboard that was held back where something can be mended."""
        if self.view.hasFocus():
            if self.is_busy:
                self.entries.enter()
            else:
                self._leave_form()

    # ------------------------------------------------------------------ saved

    def _stand_again(self) -> None:
        self.view.stand_again()
        self._go_on()

    def _show_saved(self, edit: Edit) -> None:
        if edit.after is not None:
            self._wanted = entry_text(edit.part, edit.after)
        self._stale = True
        self._give_up()

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up what was typed, then goes back: to the list, to the parts, to the day."""
        if event.key() != Qt.Key.Key_Escape or self.work.writing:
            super().keyPressEvent(event)
        elif self.is_busy:
            self._give_up_typed()
        elif self.view.others.isVisible():
            self.view.clear()
            self._leave_form()
        elif self.entries.rows.hasFocus():
            self.parts.setFocus()
        elif self.parts.hasFocus():
            self.left.emit()
        else:
            self._leave_form()
