"""What an edit breaks, line by line: where each visit would go, which of them go, why not."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.setup.broken_visits import BrokenVisit
from clinicdesk.services.setup.repairs import Mending, NewPlace, Repair, Repairs, going, needed_by
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.entry.fields import Choice
from clinicdesk.ui.kit.labels import button, column, label, line
from clinicdesk.ui.kit.list_with_form.row_list import ListRow, RowList
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.people.naming import name_in_line, place_name, who_with
from clinicdesk.wording import readable, say

LIST_HEIGHT = 150
LEAST_LIST = 80
"""How high the list of appointments is at most and at least, in pixels at the usual font size."""


class MendingView(QWidget):
    """All that have a place go, unless somebody says otherwise: Space on a line, or the button."""

    visit_wanted = Signal(object)
    """Enter on a line: its `BrokenVisit`."""
    colleague_wanted = Signal(object)
    """Who takes over is another one: a resource's number, or None for whoever is best."""
    changed = Signal()
    """Other visits go, or others were found."""
    longer_wanted = Signal()
    """The time was up before all were looked at: the others shall be too."""

    def __init__(self) -> None:
        super().__init__()
        self.list = RowList(say("set-up.breaks-list"))
        self.list.setMinimumHeight(grown(LEAST_LIST))
        self.list.setMaximumHeight(grown(LIST_HEIGHT))
        self.list.entered.connect(self._open)
        self.list.ticked.connect(self._tick)
        self.said = label(part="muted", wraps=True)
        self.all = button(say("set-up.move-none"), self._tick_all)
        self.longer = button(say("set-up.look-longer"), self.longer_wanted.emit)
        self.longer.hide()
        self.colleague = Choice()
        self.colleague.setAccessibleName(say("set-up.colleague"))
        self.colleague.setMinimumHeight(28)
        self.colleague.currentIndexChanged.connect(
            lambda _index: self.colleague_wanted.emit(self.colleague.currentData())
        )
        self._colleague_caption = label(say("set-up.colleague"), "caption")
        self._colleague_caption.setBuddy(self.colleague)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(say("set-up.reason"))
        self.reason.setPlaceholderText(say("set-up.reason-hint"))
        self.reason.setMinimumHeight(28)
        caption = label(say("set-up.reason"), "caption")
        caption.setBuddy(self.reason)
        choices = line(self._colleague_caption, self.colleague, caption, self.reason, self.all)
        choices.setStretch(3, 1)
        told = line(self.said, self.longer)
        told.setStretch(0, 1)
        self.setLayout(column(self.list, told, choices, spacing=6))
        self._setup: ClinicSetup | None = None
        self._private = False
        self._broken: tuple[BrokenVisit, ...] = ()
        self._repairs = Repairs()
        self._staying: frozenset[int] = frozenset()
        self._with_it = ""
        """What else goes or stays because of the last line that was ticked."""
        self.hide()

    # ------------------------------------------------------------------ what is shown

    def clear(self) -> None:
        """Nothing is known of an edit; what was chosen for it is forgotten."""
        self._broken, self._repairs, self._staying = (), Repairs(), frozenset()
        self._with_it = ""
        self.longer.hide()
        self.reason.clear()
        self.hide()

    def offer_colleagues(self, colleagues: Sequence[ResourceInfo]) -> None:
        """Who may take over from whoever the edit is about; nobody hides the choice."""
        self.colleague.blockSignals(True)
        self.colleague.clear()
        self.colleague.addItem(say("set-up.whoever-is-best"), None)
        for one in colleagues:
            self.colleague.addItem(readable(one.name), one.id)
        self.colleague.blockSignals(False)
        for widget in (self.colleague, self._colleague_caption):
            widget.setVisible(bool(colleagues))

    def show_broken(
        self, broken: tuple[BrokenVisit, ...], setup: ClinicSetup, *, private: bool
    ) -> None:
        """Show what would break; where they would go comes later."""
        self._broken, self._setup, self._private = broken, setup, private
        self._show()
        self.setVisible(bool(broken))

    def show_repairs(self, repairs: Repairs) -> None:
        """Show what was found until now."""
        self._repairs = repairs
        self._show()
        self.changed.emit()
        if repairs.ended:
            announce(self, self.said.text())

    # ------------------------------------------------------------------ what is chosen

    @property
    def mending(self) -> Mending:
        """What is done about what breaks, as it stands here."""
        repairs = self._going
        gone = {visit for repair in repairs for visit in repair.visits}
        reason = self.reason.text().strip()
        left = tuple(
            one.appointment
            for one in self._broken
            if reason and one.may_stay and one.appointment.visit not in gone
        )
        return Mending(repairs, left, reason)

    @property
    def _going(self) -> tuple[Repair, ...]:
        return going(self._repairs.found, self._staying)

    @property
    def _going_visits(self) -> frozenset[int]:
        """By which its repairs are known."""
        return frozenset(repair.visit for repair in self._going)

    def _tick(self, number: object) -> None:
        repair = self._repair_of(self._broken[number]) if isinstance(number, int) else None
        if repair is None:
            return
        before = self._going_visits
        if repair.visit in before:
            self._staying |= {repair.visit}
        else:
            self._staying -= needed_by(self._repairs.found, repair.visit)
        self._with_it = self._said_with(repair, before)
        self._show()
        announce(self.list, f"{self.list.texts[self.list.currentRow()]} {self._with_it}".strip())
        self.changed.emit()

    def _said_with(self, ticked: Repair, before: Set[int]) -> str:
        """Who stays or goes too, as places depend on each other."""
        now = self._going_visits
        code = "set-up.goes-too" if ticked.visit in now else "set-up.stays-too"
        others = (now ^ before) - {ticked.visit}
        return say(code, {"who": self._named(others)}) if others else ""

    def _tick_all(self) -> None:
        every = frozenset(repair.visit for repair in self._repairs.found)
        self._staying = every if self._going else frozenset()
        self._with_it = ""
        self._show()
        announce(self, self.said.text())
        self.changed.emit()

    # ------------------------------------------------------------------ lines

    def _show(self) -> None:
        going_now = self._going_visits
        rows = [
            ListRow(number, self._line(one, going_now)) for number, one in enumerate(self._broken)
        ]
        if [row.text for row in rows] != self.list.texts:
            self.list.show_rows(rows)
        self.all.setEnabled(bool(self._repairs.found))
        self.all.setText(say("set-up.move-none" if going_now else "set-up.move-all"))
        self.said.setText(" ".join(filter(None, (*self._told(), self._with_it))))
        self.longer.setVisible(self.may_look_longer)

    @property
    def may_look_longer(self) -> bool:
        """Whether the time was up before all were looked at."""
        return bool(self._broken) and self._repairs.ended and not self._repairs.whole

    def _told(self) -> Iterator[str]:
        found = {visit for repair in self._repairs.found for visit in repair.visits}
        visits = [one.appointment.visit for one in self._broken]
        counts = {"count": sum(visit in found for visit in visits), "all": len(visits)}
        yield say("set-up.places-found", counts)
        if not self._repairs.ended:
            yield say("set-up.still-looking")
        elif self.may_look_longer:
            known = found | self._repairs.without.keys()
            yield say("set-up.search-ended", {"count": sum(visit not in known for visit in visits)})

    def _line(self, one: BrokenVisit, going_now: Set[int]) -> str:
        text = broken_text(one, private=self._private)
        said = self._becomes(one, going_now)
        return f"{text}\n      {said}" if said else text

    def _becomes(self, one: BrokenVisit, going_now: Set[int]) -> str:
        """What becomes of it, as far as that is known."""
        repair = self._repair_of(one)
        if repair is None:
            why = self._repairs.without.get(one.appointment.visit)
            return say(why) if why else say("set-up.not-found") if self._repairs.ended else ""
        where = self._place(one, repair)
        if repair.visit in going_now:
            return say("set-up.goes", {"where": where})
        if repair.visit in self._staying:
            return say("set-up.stays", {"where": where})
        because = needed_by(self._repairs.found, repair.visit) & self._staying
        return say("set-up.depends", {"where": where, "who": self._named(because)})

    def _named(self, visits: Collection[int]) -> str:
        """Whose they are, in the order of the lines."""
        names = {
            one.appointment.visit: _who(one, private=self._private)
            for one in self._broken
            if (repair := self._repair_of(one)) is not None and repair.visit in visits
        }
        return ", ".join(dict.fromkeys(names.values()))

    def _repair_of(self, one: BrokenVisit) -> Repair | None:
        visit = one.appointment.visit
        return next((repair for repair in self._repairs.found if visit in repair.visits), None)

    def _place(self, one: BrokenVisit, repair: Repair) -> str:
        own = (step for step in repair.steps if step.appointment.number == one.appointment.number)
        return place_text(next(own, repair.steps[0]), self._setup)

    def _open(self, number: object) -> None:
        if isinstance(number, int):
            self.visit_wanted.emit(self._broken[number])


def place_text(place: NewPlace, setup: ClinicSetup | None) -> str:
    """`Mon 8 Mar 2027, 14:00, Dr. Carver, Room 1`."""
    item = replace(place.appointment, resources=place.resources)
    names = () if setup is None else (who_with(setup, item), place_name(setup, item))
    who = ", ".join(readable(name) for name in names if name)
    params: Mapping[str, object] = {
        "day": place.day,
        "time": place.start,
        "who": who,
    }
    return say("set-up.new-time", params)


def broken_text(one: BrokenVisit, *, private: bool) -> str:
    """`Fri 5 Mar 2027, 14:00   ABLE Ann P-10001   Adjustment   session`."""
    appointment = one.appointment
    params = {
        "day": appointment.day,
        "time": appointment.start,
        "who": _who(one, private=private),
        "what": appointment.visit_type,
        "rules": ", ".join(map(say, one.rules)),
    }
    return say("set-up.row", params)


def _who(one: BrokenVisit, *, private: bool) -> str:
    patient = None if one.is_class else one.appointment.patient
    return name_in_line(patient, private=private) if patient else say("set-up.class")
