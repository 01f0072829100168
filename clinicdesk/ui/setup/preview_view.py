"""What an edit would do, below its form: what it changes, whom it disturbs, and the buttons."""

from collections.abc import Iterable, Iterator
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.setup.difference import Difference, Item, Section
from clinicdesk.services.setup.editing import EntryFault
from clinicdesk.services.setup.previewing import Preview
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import Notice, button, column, label, line
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.setup.mending_view import MendingView
from clinicdesk.ui.setup.setting_words import setting_caption
from clinicdesk.wording import say
from clinicdesk.wording.sentences.clinic_file import fault_text

LIST_HEIGHT = 110
"""Of the list of what is wrong elsewhere, in pixels at the usual font size."""

NAMED = 3
"""So many times at which a meeting is not held are named."""


MOST_NAMED = 12
"""Of what is new, changed or retired: a country's holidays of ten years are a hundred."""


class PreviewView(QFrame):
    """Shows what it is given; what is asked by its buttons others do."""

    look_wanted = Signal()
    save_wanted = Signal()
    give_up_wanted = Signal()
    entry_wanted = Signal(object)
    """Enter on what is wrong with another entry: its `EntryFault`."""

    def __init__(self) -> None:
        super().__init__()
        # Tab passes it; the keyboard is kept here while something is worked out.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.notice = Notice(say("set-up.notice"))
        self.said = label(wraps=True)
        self.mending = MendingView()
        self.mending.changed.connect(self._count)
        self.others = RowList(say("set-up.others-list"))
        self.others.setFixedHeight(grown(LIST_HEIGHT))
        self.others.entered.connect(self._go)
        self.look = button(say("set-up.look"), self.look_wanted.emit)
        self.save = button(say("set-up.save"), self.save_wanted.emit, part="primary")
        self.give_up = button(say("set-up.give-up"), self.give_up_wanted.emit)
        self.buttons = line(self.look, self.save, self.give_up, None)
        self.setLayout(column(self.notice, self.said, self.others, self.mending, self.buttons))
        self._faults: tuple[EntryFault, ...] = ()
        self.clear()

    def clear(self, said: str = "") -> None:
        """Nothing is known of an edit; only this is said."""
        self.notice.say("")
        self._say(said)
        self._faults = ()
        self.mending.clear()
        self.others.hide()
        self._count()

    def refuse(self, sentence: str) -> None:
        """Say why nothing was done, or cannot be."""
        self.clear()
        self.notice.say(sentence)

    def show_others(self, faults: tuple[EntryFault, ...]) -> None:
        """What is wrong with other entries; Enter leads to one that is known."""
        self.clear()
        self.notice.say(say("set-up.others", {"count": len(faults)}) if faults else "")
        self._faults = faults
        self.others.show_rows([ListRow(n, fault_sentence(one)) for n, one in enumerate(faults)])
        self.others.setVisible(bool(faults))

    def show_preview(
        self, preview: Preview, setup: ClinicSetup, today: date, *, private: bool
    ) -> None:
        """What would change, and which appointments to come break a rule then."""
        self.mending.show_broken(preview.breaks, setup, today, private=private)
        self._say(" ".join(_told(preview)))

    def allow(self, *, look: bool, save: bool, give_up: bool) -> None:
        """Which buttons can be pressed."""
        for each, on in ((self.look, look), (self.save, save), (self.give_up, give_up)):
            each.setEnabled(on)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))
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
    text = fault_text("", fault.code, fault.params)
    return say("set-up.another", {"about": fault.about, "fault": text}) if fault.about else text


def _told(preview: Preview) -> Iterator[str]:
    if not preview.difference:
        yield say("set-up.as-it-is")
        return
    yield from difference_sentences(preview.difference)
    count = len(preview.breaks)
    yield say("set-up.breaks", {"count": count}) if count else say("set-up.harmless")
    if preview.left_out:
        times = (one.time for one in preview.left_out[:NAMED])
        named = [say("set-up.left-out-time", {"day": t.day, "start": t.start}) for t in times]
        params = {"count": len(preview.left_out), "times": ", ".join(named)}
        yield say("set-up.left-out", params)


def difference_sentences(difference: Difference) -> Iterator[str]:
    """`Adds practitioner Lou Reyes.`"""
    heads: Iterable[tuple[str, tuple[Item, ...]]] = (
        ("set-up.added", difference.added),
        ("set-up.changes", difference.changed),
        ("set-up.retired", difference.retired),
    )
    for head, items in heads:
        if items:
            named = [_item_text(item) for item in items[:MOST_NAMED]]
            if len(items) > MOST_NAMED:
                named.append(say("set-up.more", {"count": len(items) - MOST_NAMED}))
            yield say(head, {"what": ", ".join(named)})


def _item_text(item: Item) -> str:
    own = setting_caption(item.name) if item.section == Section.SETTING else ""
    return say(item.section, {"name": own or item.title or item.name})
