"""The page on which the clinic is set up: parts, entries, a form, and what an edit would do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.setup.editing import ClinicEntries, EntryFault, read_entries
from clinicdesk.services.setup.entries import Edit, known
from clinicdesk.services.setup.lacking import Lacking
from clinicdesk.services.setup.previewing import BrokenVisit
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import column, label, line
from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm, Raws
from clinicdesk.ui.kit.list_with_form.list_with_form import ListWithForm
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.setup.edit_work import EditWork, changes_setup
from clinicdesk.ui.setup.entry_text import edit_of, entry_text, part_code, raws_of
from clinicdesk.ui.setup.find_field import FindField
from clinicdesk.ui.setup.part_forms import part_form
from clinicdesk.ui.setup.preview_view import PreviewView, fault_sentence
from clinicdesk.ui.setup.settings_search import Hit
from clinicdesk.ui.setup.trial import Trial
from clinicdesk.ui.setup.value_text import Words
from clinicdesk.ui.setup.vocabulary import Vocabulary, vocabulary
from clinicdesk.wording import say

PARTS_WIDTH = 150
"""Of the list of parts, in pixels at the usual font size."""

PARTS = (
    Part.CLINIC,
    Part.OPENING,
    Part.CLOSED,
    Part.HOLIDAYS,
    Part.SPECIALTIES,
    Part.PRACTITIONERS,
    Part.ASSISTANTS,
    Part.ROOMS,
    Part.EQUIPMENT,
    Part.VISIT_TYPES,
    Part.TEMPLATES,
    Part.MEETINGS,
)

NEW = -1
"""The key of the entry that is being added; those that are there have their places from 0."""


class SetupPage(QWidget):
    """One entry is edited at a time. Nothing is written before its preview is saved.

    What is shown is the clinic as the planner read it last; an edit says what differs from that, so
    that what another desk changes meanwhile stays.
    """

    visit_wanted = Signal(object, int)
    """The day and the number of an appointment that an edit would disturb."""
    book_wanted = Signal(object)
    """A `WantedVisit`: what was tried shall be booked."""
    left = Signal()
    """Esc, with nothing left to give up."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._clinic: ClinicEntries | None = None
        self._stale = True
        """Whether the clinic is to be read again once somebody sees it."""
        self._before: Entry | None = None
        """The entry that the form shows; None for a new one."""
        self._shown: Raws = {}
        """What stood in the form before anybody typed."""
        self._vocabulary = Vocabulary()
        self.work = EditWork(desk)
        self._forms: dict[Part, EntryForm] = {}
        self._wanted: str | None = None
        """The line to go to once the clinic is read again."""
        self._waiting: dict[tuple[Part, str | None], Raws] = {}
        """What was typed into an entry that somebody left to mend another one first."""
        self._part_listed: Part | None = None
        self.search = FindField(keeper)
        self.parts = RowList(say("set-up.parts"))
        self.entries = ListWithForm(say("set-up.entries"), say("set-up.add"), say("set-up.retire"))
        self.trial = Trial(desk, self._edit_typed)
        self.view = PreviewView()
        self._compose()
        self._connect()
        self.parts.show_rows([ListRow(part, say(part_code(part))) for part in PARTS])

    def _compose(self) -> None:
        title = QLabel(say("set-up.title"))
        title.setObjectName("title")
        self.parts.setFixedWidth(grown(PARTS_WIDTH))
        self.lacking = label("", "muted", wraps=True)
        self.lacking.hide()
        self.view.buttons.addWidget(self.trial.buttons)
        beside = column(self.entries, self.trial, self.view)
        beside.setStretch(0, 1)
        below = line(self.parts, beside, spacing=16)
        below.setStretch(1, 1)
        whole = column(title, self.search, self.lacking, below, margin=16)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.parts)

    def _connect(self) -> None:
        rows = self.entries.rows
        self.parts.pointed.connect(lambda _part: self._show_part())
        self.parts.entered.connect(lambda _part: self._enter_part())
        rows.pointed.connect(self._show_entry)
        rows.entered.connect(lambda _entry: self._enter_form())
        rows.add_wanted.connect(self._begin_new)
        rows.remove_wanted.connect(self._retire)
        self.view.look_wanted.connect(self._look)
        self.view.save_wanted.connect(self._save)
        self.view.give_up_wanted.connect(self._give_up)
        self.view.mending.visit_wanted.connect(self._open_visit)
        self.view.mending.colleague_wanted.connect(self.work.hand_over)
        self.view.entry_wanted.connect(self._mend_first)
        self.search.wanted.connect(self._go_to)
        self.trial.book_wanted.connect(self.book_wanted)
        self._connect_work()
        self._desk.changed.connect(self._follow)
        self._desk.readable.connect(self._reload_if_seen)
        self._desk.privacy.changed.connect(self._show_preview)

    def _connect_work(self) -> None:
        self.trial.faulty.connect(self._show_faults)
        self.work.begun.connect(self._wait)
        self.work.previewed.connect(self._show_looked_at)
        self.work.repaired.connect(self._show_repairs)
        self.work.changed_since.connect(self.view.notice.say)
        self.work.faulty.connect(self._show_faults)
        self.work.refused.connect(self._refuse)
        self.work.saved.connect(self._show_saved)
        self.work.failed.connect(self._stand_again)

    # ------------------------------------------------------------------ what there is

    @property
    def part(self) -> Part:
        """The part whose entries are listed."""
        part = self.parts.current
        assert isinstance(part, Part)
        return part

    @property
    def _listed(self) -> tuple[Entry, ...]:
        return () if self._clinic is None else self._clinic.entries[self.part]

    @property
    def _busy(self) -> bool:
        """Whether something was begun that is neither saved nor given up."""
        form = self.entries.form
        typed = form is not None and form.raws != self._shown
        return typed or self.work.edit is not None or self.entries.rows.current == NEW

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody saw it is read now."""
        super().showEvent(event)
        if self._stale:
            self._reload()

    def _reload_if_seen(self) -> None:
        self._stale = True
        if self.isVisible() and not self._busy:
            self._reload()

    def _reload(self) -> None:
        self._stale = False
        self._desk.ask("set-up entries", read_entries, then=self._have, concerns=changes_setup)

    def _have(self, clinic: ClinicEntries) -> None:
        if self._busy:
            # What somebody types stands beside what it was typed over.
            self._stale = True
            return
        words = vocabulary(clinic)
        if self._vocabulary != words:
            self._forget_forms()
        self._clinic, self._vocabulary = clinic, words
        self.search.show_clinic(clinic.entries, self._desk.today())
        self._show_lacking(clinic.lacking)
        wanted, self._wanted = self._wanted, None
        self._show_part(wanted)

    def begin_with_people(self) -> None:
        """Put the keyboard at the practitioners, unless something else is begun."""
        if not self._busy:
            self.parts.setCurrentRow(PARTS.index(Part.PRACTITIONERS))
            self.parts.setFocus()

    def _show_lacking(self, lacks: Lacking) -> None:
        """What the clinic offers and nobody there does yet: who does it is added here."""
        said = {"what": lacks.types, "visits": lacks.visit_types}
        self.lacking.setText(say("first.lacking", said) if lacks.visit_types else "")
        self.lacking.setVisible(bool(lacks.visit_types))

    def _follow(self, change: Changed) -> None:
        if changes_setup(change):
            self.work.look_again()
            self._reload_if_seen()

    def _show_part(self, wanted: str | None = None) -> None:
        """List the part's entries, the one in that line the current one."""
        texts = [entry_text(self.part, entry, self._desk.today()) for entry in self._listed]
        rows = [ListRow(number, text) for number, text in enumerate(texts)]
        several = not self.part.is_single
        self.entries.beside.setVisible(several)
        self.entries.remove.setEnabled(bool(rows))
        closed = self.part is Part.CLOSED
        self.entries.remove.setText(say("set-up.take-out" if closed else "set-up.retire"))
        first = None if self._part_listed is self.part else self._first()
        self._part_listed = self.part
        self.entries.rows.show_rows(rows, texts.index(wanted) if wanted in texts else first)

    def _first(self) -> int:
        """Where a list begins: where something typed waits, else at its top."""
        names = [(self.part, known(self.part, entry)) for entry in self._listed]
        return next((place for place, name in enumerate(names) if name in self._waiting), 0)

    def _show_entry(self, key: object) -> None:
        if self._clinic is None:
            return
        entry = self._listed[key] if isinstance(key, int) and key != NEW else None
        form = self._form()
        form.show_raws(raws_of(self.part, entry))
        self._before, self._shown = entry, form.raws
        self.work.forget()
        form.show_raws(self._waiting.get(self._own, self._shown))
        self.trial.show_for(self.part)
        form.setEnabled(entry is not None or key == NEW)
        self.view.clear()
        self._update()

    def _form(self) -> EntryForm:
        """The form of the part, made for its first entry, with what the clinic has by then."""
        assert self._clinic is not None
        made = self._forms.get(self.part)
        if made is None:
            made = part_form(self.part, lambda: self._vocabulary, self._words)
            self._forms[self.part] = made
            made.changed.connect(self._typed)
            made.confirmed.connect(self._look)
        self.entries.show_form(made)
        tab_as_it_reads(self)
        return made

    def _words(self) -> Words:
        known = self._vocabulary
        today, order = self._desk.today(), self._desk.setup.date_order
        return Words(today, order, known.keys_by_name, known.qualifying)

    def _forget_forms(self) -> None:
        for form in self._forms.values():
            form.deleteLater()
        self._forms.clear()

    # ------------------------------------------------------------------ going somewhere

    @property
    def _own(self) -> tuple[Part, str | None]:
        """By what that which is typed is known; None for a new entry."""
        before = self._before
        return self.part, None if before is None else known(self.part, before)

    def _go_to(self, hit: Hit) -> None:
        """To what was found, with the keyboard in its field, or in the list."""
        if self._busy or self.work.writing:
            return
        self.parts.point_at(hit.part)
        if hit.entry is not None:
            self.entries.rows.point_at(hit.entry)
        form = self.entries.form
        if hit.key is not None and form is not None and form.isEnabled():
            self.entries.enter(hit.key)
        else:
            self._enter_part()

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

    def _enter_part(self) -> None:
        """Into its list, or into the form of what is one entry alone."""
        if self.part.is_single:
            self._enter_form()
        else:
            self.entries.rows.setFocus()

    def _enter_form(self) -> None:
        form = self.entries.form
        if form is not None and form.isEnabled():
            self.entries.enter(next(iter(form.fields)))

    def _begin_new(self) -> None:
        if self._clinic is None or self.part.is_single or self._busy:
            return
        rows = self.entries.rows
        listed = [ListRow(n, text) for n, text in enumerate(rows.texts)]
        rows.show_rows([*listed, ListRow(NEW, say("set-up.new"))], NEW)
        self._enter_form()

    def _retire(self) -> None:
        if self._before is not None and not self.part.is_single and not self._busy:
            self.work.look(Edit(self.part, self._before, None))

    def _edit_typed(self) -> Edit | None:
        """What stands in the form; None where there is nothing."""
        form = self.entries.form
        if self._clinic is None or form is None or not form.isEnabled():
            return None
        return edit_of(self.part, self._before, form.raws, self._words())

    def _typed(self) -> None:
        self.trial.forget()
        self.work.forget()
        self.view.clear()
        self._update()

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

    def _leave_form(self) -> None:
        (self.parts if self.part.is_single else self.entries.rows).setFocus()

    def _update(self) -> None:
        form, work = self.entries.form, self.work
        typed = form is not None and form.raws != self._shown
        saves = work.preview is not None and bool(work.preview.difference)
        looks = (typed or self.entries.rows.current == NEW) and work.edit is None
        idle = not work.writing
        self.view.allow(look=looks and idle, save=saves and idle, give_up=self._busy and idle)
        free = idle and not self._busy
        self.parts.setEnabled(free)
        self.search.setEnabled(free)
        self.entries.let_choose(on=free)
        if form is not None:
            form.setDisabled(work.writing)

    # ------------------------------------------------------------------ what it would do

    def _look(self) -> None:
        """Have looked at what was typed; a second Enter saves what was looked at."""
        edit = self._edit_typed()
        if edit is not None and not self.work.writing and self.work.edit is None and self._busy:
            self.work.look(edit)

    def _wait(self) -> None:
        self._hold_focus()
        self.view.clear(say("set-up.saving" if self.work.writing else "set-up.looking"))
        self._update()

    def _show_looked_at(self, again: bool) -> None:
        self.view.mending.offer_colleagues(self.work.colleagues)
        self._show_preview()
        self._update()
        if self._has_focus() and self.view.save.isEnabled() and not again:
            self.view.save.setFocus()

    def _refuse(self, sentence: str) -> None:
        """What was typed stands as it did; the clinic is read again once it is given up."""
        self._stale = True
        self.view.refuse(sentence)
        self._update()
        self._go_on()

    def _show_preview(self) -> None:
        if self.work.preview is not None:
            private = self._desk.privacy.on
            setup, today = self._desk.setup, self._desk.today()
            self.view.show_preview(self.work.preview, setup, today, private=private)

    def _show_repairs(self) -> None:
        self.view.mending.show_repairs(self.work.repairs)

    def _save(self) -> None:
        self.work.save(self.view.mending.mending)

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
        self.view.show_others(tuple(fault for fault in faults if fault not in placed))
        if placed and self._has_focus():
            first = min(placed, key=lambda fault: list(form.fields).index(fault.key or ""))
            self.entries.enter(first.key, first.place)
        else:
            self._go_on()

    def _hold_focus(self) -> None:
        """Keep the keyboard where Enter does nothing, while what it is in may be turned off."""
        form = self.entries.form
        focus = QApplication.focusWidget()
        if self._has_focus() and not (form and focus and form.isAncestorOf(focus)):
            self.view.setFocus()

    def _go_on(self) -> None:
        """Put a keyboard that was held back where something can be mended."""
        if self.view.hasFocus():
            if self._busy:
                self.entries.enter()
            else:
                self._leave_form()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is None or focus is self or self.isAncestorOf(focus)

    def _open_visit(self, broken: BrokenVisit) -> None:
        self.visit_wanted.emit(broken.appointment.day, broken.appointment.number)

    # ------------------------------------------------------------------ saved

    def _stand_again(self) -> None:
        self.view.clear()
        self._update()
        self._show_preview()
        self._show_repairs()
        self._go_on()

    def _show_saved(self, edit: Edit) -> None:
        if edit.after is not None:
            self._wanted = entry_text(edit.part, edit.after, self._desk.today())
        self._stale = True
        self._give_up()

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up what was typed, then goes back: to the list, to the parts, to the day."""
        if event.key() != Qt.Key.Key_Escape or self.work.writing:
            super().keyPressEvent(event)
        elif self._busy:
            self._give_up()
        elif self.entries.rows.hasFocus():
            self.parts.setFocus()
        elif self.parts.hasFocus():
            self.left.emit()
        else:
            self._leave_form()
