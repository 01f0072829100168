"""What an edit would do, below its form: what it changes, whom it disturbs, and the buttons."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from clinicdesk.scheduling import MIDNIGHT, Interval
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.setup.difference import Difference, Item, Section
from clinicdesk.services.setup.editing import EntryFault
from clinicdesk.services.setup.previewing import Preview
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import Notice, button, column, line
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.setup.mending_view import MendingView
from clinicdesk.ui.setup.setting_words import setting_caption
from clinicdesk.ui.setup.summary_label import SummaryLabel
from clinicdesk.wording import say
from clinicdesk.wording.sentences.clinic_file import typed_fault_text

LIST_HEIGHT = 110
"""Of the list of what is wrong elsewhere, in pixels at the usual font size."""

NAMED = 3
"""So many times at which a meeting is not held, or days with nobody there, are named."""


MOST_NAMED = 12
"""Of what is new, changed or retired: a country's holidays of ten years are a hundred."""


class PreviewView(QFrame):
    """Shows what it is given; what is asked by its buttons others do."""

    look_wanted = Signal()
    save_wanted = Signal()
    give_up_wanted = Signal()
    bring_back_wanted = Signal()
    """What was typed and given up shall stand there again."""
    allowed = Signal()
    """Something can be looked at, saved, brought back or gone to, or cannot any more."""
    entry_wanted = Signal(object)
    """Enter on what is wrong with another entry: its `EntryFault`."""
    form_wanted = Signal()
    """Back from the list to what is typed."""

    def __init__(self) -> None:
        super().__init__()
        # Tab passes it; the keyboard is kept here while something is worked out.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.notice = Notice(say("set-up.notice"))
        self.said = SummaryLabel()
        self.mending = MendingView()
        self.mending.changed.connect(self._count)
        self.mending.changed.connect(self.allowed)
        self.others = RowList(say("set-up.others-list"))
        self.others.setFixedHeight(grown(LIST_HEIGHT))
        self.others.entered.connect(self._go)
        self.look = button(say("set-up.look"), self.look_wanted.emit)
        self.save = button(say("set-up.save"), self.save_wanted.emit, part="primary")
        self.give_up = button(say("set-up.give-up"), self.give_up_wanted.emit)
        self.bring_back = button(say("set-up.bring-back"), self.bring_back_wanted.emit)
        self.bring_back.hide()
        self.buttons = line(self.look, self.save, self.give_up, self.bring_back, None)
        self.setLayout(column(self.notice, self.said, self.others, self.mending, self.buttons))
        self._faults: tuple[EntryFault, ...] = ()
        self._waits = False
        self._from_list = False
        """Whether the keyboard was taken from the list when it was hidden."""
        self.clear()

    def focusNextPrevChild(self, ahead: bool) -> bool:
        """While something is worked out or written Tab leads to nothing beside the page."""
        return (self._waits and self.hasFocus()) or super().focusNextPrevChild(ahead)

    def hold_keyboard(self, page: QWidget, spared: QWidget | None) -> None:
        """Keep the page's keyboard here, where Enter does nothing, unless it is in what is spared.

        What it is in may be turned off, and then it would go on to whatever comes next.
        """
        focus = QApplication.focusWidget()
        self._from_list = focus is not None and focus is self.listed
        inside = focus is None or focus is page or page.isAncestorOf(focus)
        if inside and not (spared and focus and spared.isAncestorOf(focus)):
            self.setFocus()

    @property
    def listed(self) -> RowList | None:
        """The list that stands there now: what would break, or what is wrong elsewhere."""
        return next((one for one in (self.mending.list, self.others) if one.isVisible()), None)

    def go_to_listed(self) -> None:
        """Put the keyboard into the list; from there ask for what is typed."""
        listed = self.listed
        if listed is not None and listed.hasFocus():
            self.form_wanted.emit()
        elif listed is not None:
            listed.setFocus()

    @property
    def goes_on(self) -> bool:
        """Whether there is anything to be looked at or saved."""
        return self.look.isEnabled() or self.save.isEnabled()

    def clear(self, said: str = "", *, waits: bool = False) -> None:
        """Nothing is known of an edit; only this is said, perhaps while an answer `waits`."""
        listed, self._waits = self.listed, waits
        self.notice.say("")
        self._say(said)
        self._faults = ()
        self.mending.clear()
        self.others.hide()
        self._count()
        if listed is not None:
            self.allowed.emit()

    def refuse(self, sentence: str) -> None:
        """Say why nothing was done, or cannot be."""
        self.clear()
        self.notice.say(sentence)

    def show_others(self, faults: tuple[EntryFault, ...], *, here: int = 0) -> None:
        """What is wrong with other entries, beside so much `here`; Enter leads to one."""
        self.clear()
        counts = {"set-up.wrong-here": here, "set-up.others": len(faults)}
        told = (say(code, {"count": count}) for code, count in counts.items() if count)
        self.notice.say(" ".join(told))
        self._faults = faults
        self.others.show_rows([ListRow(n, fault_sentence(one)) for n, one in enumerate(faults)])
        self.others.setVisible(bool(faults))
        self.allowed.emit()

    def show_preview(
        self, preview: Preview, setup: ClinicSetup, *, private: bool, fields: str = ""
    ) -> None:
        """What would change, and which appointments to come break a rule then."""
        self._waits = False
        self.mending.show_broken(preview.breaks, setup, private=private)
        shorter, whole = (" ".join(_told(preview, fields, most)) for most in (MOST_NAMED, None))
        self._say(shorter, whole)
        self.allowed.emit()

    def lead_on(self, *, again: bool) -> None:
        """Put a keyboard that was held here back into the list, or to the button.

        What was looked at `again` is said.
        """
        listed, self._from_list = self.listed if self._from_list else None, False
        if again and not self.notice.text:
            self.notice.say(say("set-up.changed-meanwhile"))
        if self.hasFocus() and listed is not None:
            listed.setFocus()
        elif self.hasFocus() and self.save.isEnabled() and not again:
            self.save.setFocus()

    def save_seen(self) -> None:
        """Ask for the save, once what a notice says beside it was seen."""
        if self.notice.text:
            self.notice.say("")
        elif self.save.isEnabled():
            self.save_wanted.emit()

    def allow(self, *, look: bool, save: bool, give_up: bool) -> None:
        """Which buttons can be pressed."""
        before = self.goes_on
        for each, on in ((self.look, look), (self.save, save), (self.give_up, give_up)):
            each.setEnabled(on)
        if self.goes_on != before:
            self.allowed.emit()

    def let_bring_back(self, *, on: bool) -> None:
        """Whether anything was given up that can be brought back."""
        if on is self.bring_back.isHidden():
            self.bring_back.setVisible(on)
            self.allowed.emit()

    def _say(self, text: str, whole: str = "") -> None:
        self.said.show_text(text, whole)
        announce(self, text)

    def _go(self, number: object) -> None:
        if isinstance(number, int) and self._faults[number].whose is not None:
            self.entry_wanted.emit(self._faults[number])

    def _count(self) -> None:
        """The button says how many visits go with it."""
        count = len(self.mending.mending.visits)
        self.save.setText(
            say("set-up.save-and-move", {"count": count}) if count else say("set-up.save")
        )


def fault_sentence(fault: EntryFault) -> str:
    """What is wrong, and with what if that is not what was edited."""
    text = typed_fault_text(fault.code, fault.params)
    if not fault.about:
        return text
    if fault.code == "unknown-reference":
        text = say("set-up.still-used", fault.params)
    return say("set-up.another", {"about": fault.about, "fault": text})


def _told(preview: Preview, fields: str, most: int | None) -> Iterator[str]:
    if not preview.difference:
        yield say("set-up.as-it-is")
        return
    yield from difference_sentences(preview.difference, most)
    if fields:
        yield fields
    count = len(preview.breaks)
    yield say("set-up.breaks", {"count": count}) if count else say("set-up.harmless")
    few = None if most is None else NAMED
    if preview.unstaffed:
        days = [say("set-up.unstaffed-day", {"day": day}) for day in preview.unstaffed]
        yield say("set-up.unstaffed", {"count": len(days), "days": _named(days, few)})
    if preview.left_out:
        moments = [one.time for one in preview.left_out]
        times = [say("set-up.left-out-time", {"day": t.day, "start": t.start}) for t in moments]
        yield say("set-up.left-out", {"count": len(times), "times": _named(times, few)})


def _named(told: Sequence[str], most: int | None) -> str:
    """So many of them, and how many more there are."""
    rest = len(told) - len(told[:most])
    return ", ".join((*told[:most], *([say("set-up.more", {"count": rest})] if rest else ())))


def difference_sentences(difference: Difference, most: int | None) -> Iterator[str]:
    """`New: practitioner Lou Reyes.` Of each so many are named, None for all."""
    heads: Iterable[tuple[str, tuple[Item, ...]]] = (
        ("set-up.added", difference.added),
        ("set-up.changes", difference.changed),
        ("set-up.retired", difference.retired),
    )
    for head, items in heads:
        if items:
            told = list(dict.fromkeys(map(item_text, _each_year_once(items))))
            yield say(head, {"what": _named(told, most)})


def _each_year_once(items: tuple[Item, ...]) -> Iterator[Item]:
    """Of what comes back every year alike, the first."""
    known: set[tuple[str, tuple[Interval, ...]]] = set()
    for item in items:
        alike = (item.name[len("2027") :], item.times)
        if not item.yearly or alike not in known:
            yield item
        if item.yearly:
            known.add(alike)


def item_text(item: Item) -> str:
    """`closed on Thu Dec 24 2026, from 12:00 pm, every year`, `room Oak (until now Room 1)`."""
    own = setting_caption(item.name) if item.section == Section.SETTING else ""
    text = say(item.section, {"name": own or item.title or item.name})
    if item.former:
        return say("set-up.renamed", {"what": text, "former": item.former})
    times = map(_time_text, item.times)
    yearly = (say("set-up.yearly"),) if item.yearly else ()
    return ", ".join((text, *times, *yearly))


def _time_text(time: Interval) -> str:
    start, end = time
    if end == MIDNIGHT:
        return say("set-up.closed-from", {"start": start})
    if not start:
        return say("set-up.closed-until", {"end": end})
    return say("set-up.closed-between", {"start": start, "end": end})
