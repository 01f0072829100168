"""The page on which the clinic is set up: parts, entries, a form, and what an edit would do."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.setup.editing import (
    BrokenVisit,
    ClinicEntries,
    EntryFault,
    FaultyEdit,
    Preview,
    edit_clinic,
    preview_edit,
    read_entries,
)
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.updating import Updated
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.labels import column, line
from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm, Raws
from clinicdesk.ui.kit.list_with_form.form_fields import TextField
from clinicdesk.ui.kit.list_with_form.list_with_form import ListWithForm
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.setup.entry_text import DayWords, edit_of, entry_text, part_code, raws_of
from clinicdesk.ui.setup.part_forms import part_form
from clinicdesk.ui.setup.preview_view import PreviewView, fault_sentence
from clinicdesk.wording import say

PARTS_WIDTH = 150
"""Of the list of parts, in pixels at the usual font size."""

PARTS = (
    Part.PRACTITIONERS,
    Part.ASSISTANTS,
    Part.ROOMS,
    Part.EQUIPMENT,
    Part.OPENING,
    Part.CLOSED,
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
    left = Signal()
    """Esc, with nothing left to give up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._clinic: ClinicEntries | None = None
        self._stale = True
        """Whether the clinic is to be read again once somebody sees it."""
        self._before: Entry | None = None
        """The entry that the form shows; None for a new one."""
        self._shown: Raws = {}
        """What stood in the form before anybody typed."""
        self._edit: Edit | None = None
        """What is looked at or can be saved; None while something is still being typed."""
        self._preview: Preview | None = None
        self._writing = False
        self._forms: dict[Part, EntryForm] = {}
        self._wanted: str | None = None
        """The line to go to once the clinic is read again."""
        self.parts = RowList(say("set-up.parts"))
        self.entries = ListWithForm(say("set-up.entries"), say("set-up.add"), say("set-up.retire"))
        self.view = PreviewView()
        self._compose()
        self._connect()
        self.parts.show_rows([ListRow(part, say(part_code(part))) for part in PARTS])

    def _compose(self) -> None:
        title = QLabel(say("set-up.title"))
        title.setObjectName("title")
        self.parts.setFixedWidth(grown(PARTS_WIDTH))
        beside = column(self.entries, self.view)
        beside.setStretch(0, 1)
        below = line(self.parts, beside, spacing=16)
        below.setStretch(1, 1)
        whole = column(title, below, margin=16)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.parts)

    def _connect(self) -> None:
        rows = self.entries.rows
        self.parts.pointed.connect(lambda _part: self._show_part())
        self.parts.entered.connect(lambda _part: rows.setFocus())
        rows.pointed.connect(self._show_entry)
        rows.entered.connect(lambda _entry: self._enter_form())
        rows.add_wanted.connect(self._begin_new)
        rows.remove_wanted.connect(self._retire)
        self.view.look_wanted.connect(self._look)
        self.view.save_wanted.connect(self._save)
        self.view.give_up_wanted.connect(self._give_up)
        self.view.visit_wanted.connect(self._open_visit)
        self._desk.changed.connect(self._follow)
        self._desk.readable.connect(self._reload_if_seen)
        self._desk.privacy.changed.connect(self._show_preview)

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
        return typed or self._edit is not None or self.entries.rows.current == NEW

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
        self._desk.ask("set-up entries", read_entries, then=self._have, concerns=_is_of_setup)

    def _have(self, clinic: ClinicEntries) -> None:
        if self._busy:
            # What somebody types stands beside what it was typed over.
            self._stale = True
            return
        if self._clinic is not None and self._clinic.specialties != clinic.specialties:
            self._forget_forms()
        self._clinic = clinic
        wanted, self._wanted = self._wanted, None
        self._show_part(wanted)

    def _follow(self, change: Changed) -> None:
        if not _is_of_setup(change):
            return
        if self._preview is not None and not self._writing:
            self._ask(again=True)
        self._reload_if_seen()

    def _show_part(self, wanted: str | None = None) -> None:
        """List the part's entries, the one in that line the current one."""
        texts = [entry_text(self.part, entry, self._desk.today()) for entry in self._listed]
        rows = [ListRow(number, text) for number, text in enumerate(texts)]
        several = self.part is not Part.OPENING
        self.entries.add.setEnabled(several)
        self.entries.remove.setEnabled(several and bool(rows))
        closed = self.part is Part.CLOSED
        self.entries.remove.setText(say("set-up.take-out" if closed else "set-up.retire"))
        self.entries.rows.show_rows(rows, texts.index(wanted) if wanted in texts else None)

    def _show_entry(self, key: object) -> None:
        if self._clinic is None:
            return
        entry = self._listed[key] if isinstance(key, int) and key != NEW else None
        form = self._form()
        self._before, self._shown = entry, raws_of(self.part, entry)
        form.show_raws(self._shown)
        self._edit = self._preview = None
        form.setEnabled(entry is not None or key == NEW)
        name = form.fields.get("name")
        if isinstance(name, TextField) and self.part is not Part.CLOSED:
            name.fix("" if entry is None else say("set-up.name-fixed"))
        self.view.clear()
        self._update()

    def _form(self) -> EntryForm:
        """The form of the part, made for its first entry, with the specialties that there are."""
        assert self._clinic is not None
        made = self._forms.get(self.part)
        if made is None:
            specialties = self._clinic.specialties
            made = self._forms[self.part] = part_form(self.part, specialties, self._words)
            made.changed.connect(self._typed)
            made.confirmed.connect(self._look)
        self.entries.show_form(made)
        tab_as_it_reads(self)
        return made

    def _words(self) -> DayWords:
        return DayWords(self._desk.today(), self._desk.setup.date_order)

    def _forget_forms(self) -> None:
        for form in self._forms.values():
            form.deleteLater()
        self._forms.clear()

    # ------------------------------------------------------------------ what is typed

    def _enter_form(self) -> None:
        form = self.entries.form
        if form is not None and form.isEnabled():
            keys = list(form.fields)
            named = self._before is not None and keys[0] == "name"
            self.entries.enter(keys[1] if named else keys[0])

    def _begin_new(self) -> None:
        if self._clinic is None or self.part is Part.OPENING or self._busy:
            return
        rows = self.entries.rows
        listed = [ListRow(n, text) for n, text in enumerate(rows.texts)]
        rows.show_rows([*listed, ListRow(NEW, say("set-up.new"))], NEW)
        self._enter_form()

    def _retire(self) -> None:
        if self._before is not None and self.part is not Part.OPENING and not self._busy:
            self._edit = Edit(self.part, self._before, None)
            self._ask()

    def _typed(self) -> None:
        self._edit = self._preview = None
        self.view.clear()
        self._update()

    def _give_up(self) -> None:
        """Back to what is there, in the list."""
        self._edit = self._preview = None
        self._shown = {} if self.entries.form is None else self.entries.form.raws
        self.entries.let_choose(on=True)
        self.entries.rows.setFocus()
        self._show_part()
        if self._stale:
            self._reload()

    def _update(self) -> None:
        form = self.entries.form
        typed = form is not None and form.raws != self._shown
        saves = self._preview is not None and bool(self._preview.difference)
        looks = (typed or self.entries.rows.current == NEW) and self._edit is None
        idle = not self._writing
        self.view.allow(look=looks and idle, save=saves and idle, give_up=self._busy and idle)
        free = idle and not self._busy
        self.parts.setEnabled(free)
        self.entries.let_choose(on=free)
        if form is not None:
            form.setDisabled(self._writing)

    # ------------------------------------------------------------------ what it would do

    def _look(self) -> None:
        """Have looked at what was typed; a second Enter saves what was looked at."""
        form = self.entries.form
        if form is None or self._writing:
            return
        if self._edit is None and self._busy:
            self._edit = edit_of(self.part, self._before, form.raws, self._words())
            self._ask()

    def _ask(self, *, again: bool = False) -> None:
        """Ask what the edit would do; `again` because others have changed the clinic meanwhile.

        Whoever was about to save then means what was shown before: Enter saves nothing else.
        """
        assert self._edit is not None
        self._preview = None
        self._hold_focus()
        self.view.clear(say("set-up.looking"))
        self._update()
        self._desk.ask(
            "set-up preview",
            preview_edit,
            self._edit,
            then=partial(self._take, self._edit, again),
            failed=partial(self._cannot, self._edit),
            concerns=_is_of_setup,
        )

    def _take(self, edit: Edit, again: bool, preview: Preview) -> None:
        if self._edit is not edit or self._writing:
            return
        if preview.faults:
            self._show_faults(preview.faults)
            return
        self._preview = preview
        self._show_preview()
        self._update()
        if self._has_focus() and self.view.save.isEnabled() and not again:
            self.view.save.setFocus()

    def _cannot(self, edit: Edit, sentence: str) -> None:
        if self._edit is edit:
            self._refuse(sentence)

    def _refuse(self, sentence: str) -> None:
        """What was typed stands as it did; the clinic is read again once it is given up."""
        self._edit = self._preview = None
        self._stale = True
        self.view.refuse(sentence)
        self._update()
        self._go_on()

    def _show_preview(self) -> None:
        if self._preview is not None:
            private = self._desk.privacy.on
            self.view.show_preview(self._preview, self._desk.today(), private=private)

    def _show_faults(self, faults: tuple[EntryFault, ...]) -> None:
        """Each at its field; what is about something else, above the buttons."""
        form = self.entries.form
        assert form is not None
        self._edit = self._preview = None
        self._update()
        placed = [
            fault
            for fault in faults
            if fault.key and form.show_fault(fault.key, fault_sentence(fault), fault.place)
        ]
        rest = [fault_sentence(fault) for fault in faults if fault not in placed]
        self.view.refuse("\n".join(rest))
        if placed and self._has_focus():
            self.entries.enter(placed[0].key, placed[0].place)
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
                self.entries.rows.setFocus()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is None or focus is self or self.isAncestorOf(focus)

    def _open_visit(self, broken: BrokenVisit) -> None:
        self.visit_wanted.emit(broken.appointment.day, broken.appointment.number)

    # ------------------------------------------------------------------ saving

    def _save(self) -> None:
        edit = self._edit
        if edit is None or self._preview is None or self._writing:
            return
        self._writing = True
        self.view.setFocus()
        self.view.clear(say("set-up.saving"))
        self._update()
        write = self._desk.write(edit_clinic, edit, apply=True)
        write.then(partial(self._hear, edit), self._stand_again)

    def _end_writing(self) -> None:
        self._writing = False
        self.view.clear()
        self._update()

    def _stand_again(self) -> None:
        """A mistake of the program, which the window tells: what was typed stands as it did."""
        self._end_writing()
        self._show_preview()
        self._go_on()

    def _hear(self, edit: Edit, outcome: Outcome[Updated]) -> None:
        self._end_writing()
        if isinstance(outcome, Done):
            entry = edit.after
            if entry is not None:
                self._wanted = entry_text(edit.part, entry, self._desk.today())
            self._stale = True
            self._give_up()
        elif isinstance(outcome.cause, FaultyEdit):
            self._show_faults(outcome.cause.faults)
        else:
            self._refuse(outcome.sentence)

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up what was typed, then goes back: to the list, to the parts, to the day."""
        if event.key() != Qt.Key.Key_Escape or self._writing:
            super().keyPressEvent(event)
        elif self._busy:
            self._give_up()
        elif self.entries.rows.hasFocus():
            self.parts.setFocus()
        elif self.parts.hasFocus():
            self.left.emit()
        else:
            self.entries.rows.setFocus()


def _is_of_setup(change: Changed) -> bool:
    """Whether the clinic may be set up otherwise by it, or by its undo."""
    return change.everything
