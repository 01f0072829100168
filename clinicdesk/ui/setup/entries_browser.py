"""Parts, their entries, and the form of one entry: what there is to be set up, and ways to it."""

from PySide6.QtCore import Signal

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.services.setup.editing import ClinicEntries, read_entries
from clinicdesk.services.setup.entries import known
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm, Raws
from clinicdesk.ui.kit.list_with_form.list_with_form import ListWithForm
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.setup.edit_work import changes_setup
from clinicdesk.ui.setup.entry_text import entry_text, raws_of
from clinicdesk.ui.setup.find_field import FindField
from clinicdesk.ui.setup.part_forms import part_form
from clinicdesk.ui.setup.reading_page import ReadingPage
from clinicdesk.ui.setup.settings_search import Hit
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
    Part.MESSAGES,
)

NEW = -1
"""The key of the entry that is being added; those that are there have their places from 0."""


class EntriesBrowser(ReadingPage):
    """The clinic as the planner read it last. While its form `is_busy` nothing else is shown."""

    clinic_read = Signal(object)
    """Its `ClinicEntries`."""
    entry_shown = Signal()
    """An entry stands in the form, perhaps the same anew."""
    form_changed = Signal()
    form_confirmed = Signal()

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(desk)
        self._clinic: ClinicEntries | None = None
        self._before: Entry | None = None
        """The entry that the form shows; None for a new one."""
        self._shown: Raws = {}
        """What stood in the form before anybody typed."""
        self._vocabulary = Vocabulary()
        self._forms: dict[Part, EntryForm] = {}
        self._wanted: str | None = None
        """The line to go to once the clinic is read again."""
        self._waiting: dict[tuple[Part, str | None], Raws] = {}
        """What was typed into an entry that somebody left to mend another one first."""
        self.given_up: tuple[tuple[Part, str | None], Raws] | None = None
        """What was typed last that was given up, by the entry it was typed into."""
        self._part_listed: Part | None = None
        self.search = FindField(keeper)
        self.parts = RowList(say("set-up.parts"))
        self.parts.setFixedWidth(grown(PARTS_WIDTH))
        self.entries = ListWithForm(say("set-up.entries"), say("set-up.add"), say("set-up.retire"))
        self.parts.pointed.connect(lambda _part: self._show_part())
        self.parts.entered.connect(lambda _part: self._enter_part())
        self.entries.rows.pointed.connect(self._show_entry)
        self.entries.rows.entered.connect(lambda _entry: self._enter_form())
        self.search.wanted.connect(self._go_to)

    @property
    def is_busy(self) -> bool:
        """Also while something was typed, or a new entry is begun."""
        form = self.entries.form
        typed = form is not None and form.raws != self._shown
        return typed or super().is_busy or self.entries.rows.current == NEW

    @property
    def part(self) -> Part:
        """The part whose entries are listed."""
        part = self.parts.current
        assert isinstance(part, Part)
        return part

    @property
    def _listed(self) -> tuple[Entry, ...]:
        return () if self._clinic is None else self._clinic.entries[self.part]

    def _ask(self) -> None:
        self._desk.ask("set-up entries", read_entries, then=self._have, concerns=changes_setup)

    def _have(self, clinic: ClinicEntries) -> None:
        if self.is_busy:
            # What somebody types stands beside what it was typed over.
            self._stale = True
            return
        words = vocabulary(clinic)
        if self._vocabulary != words:
            self._forget_forms()
        self._clinic, self._vocabulary = clinic, words
        self.search.show_clinic(clinic.entries, self._words())
        self.clinic_read.emit(clinic)
        wanted, self._wanted = self._wanted, None
        self._show_part(wanted)

    def _show_part(self, wanted: str | None = None) -> None:
        """List the part's entries, the one in that line the current one."""
        texts = [entry_text(self.part, entry) for entry in self._listed]
        rows = [ListRow(number, text) for number, text in enumerate(texts)]
        several = not self.part.is_single
        self.entries.beside.setVisible(several)
        self.entries.remove.setEnabled(bool(rows))
        closed = self.part is Part.CLOSED
        self.entries.remove.setText(say("set-up.take-out" if closed else "set-up.retire"))
        place = self._nearest() if self._part_listed is self.part else self._first()
        self._part_listed = self.part
        self.entries.rows.show_rows(rows, texts.index(wanted) if wanted in texts else place)

    def _nearest(self) -> int | None:
        """The last line, once the one below it is there no more; else it stays where it is."""
        current, last = self.entries.rows.current, len(self._listed) - 1
        return last if isinstance(current, int) and current > last else None

    def _first(self) -> int:
        """Where a list begins: where something typed waits, else at its top."""
        names = [(self.part, known(self.part, entry)) for entry in self._listed]
        return next((place for place, name in enumerate(names) if name in self._waiting), 0)

    def _show_entry(self, key: object) -> None:
        if self._clinic is None:
            return
        entry = self._listed[key] if isinstance(key, int) and key != NEW else None
        form = self._form()
        form.show_raws(raws_of(self.part, entry, self._words()))
        self._before, self._shown = entry, form.raws
        form.show_raws(self._waiting.get(self._own, self._shown))
        form.setEnabled(entry is not None or key == NEW)
        self.entry_shown.emit()

    def _form(self) -> EntryForm:
        """The form of the part, made for its first entry, with what the clinic has by then."""
        assert self._clinic is not None
        made = self._forms.get(self.part)
        if made is None:
            made = part_form(self.part, lambda: self._vocabulary, self._words)
            self._forms[self.part] = made
            made.changed.connect(self.form_changed)
            made.confirmed.connect(self.form_confirmed)
        self.entries.show_form(made)
        self.view.form = made
        tab_as_it_reads(self)
        return made

    def _words(self) -> Words:
        known = self._vocabulary
        today, order = self._desk.today(), self._desk.setup.date_order
        return Words(today, order, known.types, known.who)

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

    def begin_new(self) -> None:
        """An empty form for another entry of the part."""
        if self._clinic is None or self.part.is_single or self.is_busy:
            return
        rows = self.entries.rows
        listed = [ListRow(n, text) for n, text in enumerate(rows.texts)]
        rows.show_rows([*listed, ListRow(NEW, say("set-up.new"))], NEW)
        self._enter_form()

    def keep_given_up(self) -> None:
        """What stands in the form can be brought back, if anybody typed it."""
        form = self.entries.form
        if form is not None and form.raws != self._shown:
            self.given_up = (self._own, form.raws)

    def bring_back(self) -> None:
        """What was given up last stands in its form again; of an entry that is gone, as a new one.

        Unless something else is typed by now.
        """
        if self.given_up is None or self._clinic is None or self.is_busy:
            return
        ((part, name), raws), self.given_up = self.given_up, None
        self.parts.point_at(part)
        listed = [known(part, entry) for entry in self._listed]
        self._waiting[part, name if name in listed else None] = raws
        if name in listed:
            entry = self._listed[listed.index(name)]
            self._show_part(entry_text(part, entry))
            self._enter_form()
        else:
            self.begin_new()

    def _go_to(self, hit: Hit) -> None:
        """To what was found, with the keyboard in its field, or in the list."""
        if self.is_busy:
            return
        self.parts.point_at(hit.part)
        if hit.entry is not None:
            self.entries.rows.point_at(hit.entry)
        form = self.entries.form
        if hit.key is not None and form is not None and form.isEnabled():
            self.entries.enter(hit.key)
        else:
            self._enter_part()

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

    def _leave_form(self) -> None:
        (self.parts if self.part.is_single else self.entries.rows).setFocus()
