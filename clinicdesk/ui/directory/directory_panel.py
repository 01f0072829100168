"""The directory's panel: a field for some words, who fits them, and Enter to book with somebody."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from clinicdesk.services.directory.free_time import DAYS, FirstFree, FreeTime, Wanted, first_free
from clinicdesk.services.directory.listing import Listed, read_directory
from clinicdesk.services.directory.matching import asked_type, fits, shown_type
from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.directory.rows import Found, about, row_of
from clinicdesk.ui.kit.entry.type_ahead import TypeAhead
from clinicdesk.ui.kit.labels import LEAST_TARGET, Notice, button, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.ui.kit.requests import WantedVisit
from clinicdesk.wording import say

MOST_ROWS = 6
"""So many are seen at once."""


class DirectoryPanel(QWidget):
    """Asks the planner who there is, and when those who fit are free; others' changes ask again."""

    closed = Signal()
    book_wanted = Signal(object)
    """A `WantedVisit` with the practitioner that was picked."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._listed: tuple[Listed, ...] = ()
        self._free: dict[Wanted, FreeTime | None] = {}
        """What is known until now."""
        self._stale = True
        """Whether it is to be read again once somebody sees it."""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = TypeAhead(keeper, say("directory.words"), say("directory.hint"), MOST_ROWS)
        self.only_free = _tick(say("directory.only-free", {"count": DAYS}))
        self.only_new = _tick(say("directory.only-new"))
        self.notice = Notice(say("notice.title"))
        self.none = label(part="muted", wraps=True)
        self.everybody = button(say("directory.everybody"), self._list_everybody)
        self.about = label(wraps=True)
        self.book = button(say("directory.book"), self._book_pointed, part="primary")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        close = icon_button("\N{MULTIPLICATION SIGN}", say("directory.close"), self.closed.emit)
        head = line(label(say("directory.title"), size="large", bold=True), close)
        head.setStretch(0, 1)
        ticks = column(self.only_free, self.only_new, spacing=2)
        parts = column(
            self.search, ticks, self.notice, self.none, self.everybody, self.about, spacing=10
        )
        parts.addStretch(1)
        whole = column(panel_head(head), spacing=0)
        whole.addWidget(panel_body(parts), 1)
        whole.addWidget(panel_foot(line(self.book)))
        self.setLayout(whole)
        self.setFocusProxy(self.search)

    def _connect(self) -> None:
        self.search.typed.connect(lambda _text: self._show(ask=True))
        self.search.pointed.connect(lambda _key: self._show_about())
        self.search.picked.connect(self._book)
        for tick in (self.only_free, self.only_new):
            tick.toggled.connect(lambda _on: self._show())
        desk = self._desk
        desk.changed.connect(self._follow)
        desk.day_began.connect(lambda _day: self._look_again())
        desk.minute_began.connect(self._go_on)
        desk.readable.connect(self._look_again)

    # ------------------------------------------------------------------ reading

    def begin(self) -> None:
        """Open with an empty field."""
        self.search.field.clear()
        self.search.setFocus()
        self._look_again()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody saw it is read now."""
        super().showEvent(event)
        if self._stale:
            self._read()

    def _follow(self, _change: Changed) -> None:
        self._look_again()

    def _go_on(self, today: date, minute: int) -> None:
        """A time that has begun is free no more."""
        known = (free for free in self._free.values() if free is not None)
        if any((free.day, free.start) < (today, minute) for free in known):
            self._look_again()

    def _look_again(self) -> None:
        self._stale = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._stale = False
        self._desk.ask("directory", read_directory, then=self._have, failed=self._fail)

    def _have(self, listed: tuple[Listed, ...]) -> None:
        """What was free may be taken: what is shown is asked for anew, and stands until then."""
        self.notice.say("")
        self._listed = listed
        wanted = self._wanted_of(self._fitting)
        self._free = {one: self._free[one] for one in wanted if one in self._free}
        self._show()
        self._ask(wanted)

    def _fail(self, sentence: str) -> None:
        self.notice.say(sentence)

    def _ask(self, wanted: list[Wanted]) -> None:
        if wanted:
            self._desk.ask(
                "directory free times",
                first_free,
                tuple(wanted),
                then=self._know_all,
                part=self._know,
                failed=self._fail,
            )

    def _know(self, free: FirstFree) -> None:
        self._free.update(free)
        self._show()

    def _know_all(self, free: FirstFree) -> None:
        """Where the answer was given little time the rest is asked for."""
        self._know(free)
        if free:
            self._ask(self._unknown())

    # ------------------------------------------------------------------ showing

    @property
    def _text(self) -> str:
        return self.search.field.text()

    @property
    def _fitting(self) -> list[Listed]:
        return [one for one in self._listed if fits(one, self._text)]

    def _wanted_of(self, listed: list[Listed]) -> list[Wanted]:
        kinds = ((one.number, shown_type(one, self._text)) for one in listed)
        return [Wanted(number, kind) for number, kind in kinds if kind is not None]

    def _found(self, listed: Listed) -> Found:
        kind = shown_type(listed, self._text)
        if kind is None:
            return Found(listed)
        wanted = Wanted(listed.number, kind)
        return Found(listed, kind, self._free.get(wanted), known=wanted in self._free)

    @property
    def shown(self) -> list[Found]:
        """Who is listed now, in the clinic's order."""
        found = [self._found(one) for one in self._fitting]
        return [
            one
            for one in found
            if (one.free or not self.only_free.isChecked())
            and (one.listed.takes_new_patients or not self.only_new.isChecked())
        ]

    def _show(self, *, ask: bool = False) -> None:
        """List who fits, the same one pointed at; `ask` for times that nobody knows yet."""
        pointed, today = self.search.list.current, self._desk.today()
        rows = [row_of(one, today) for one in self.shown]
        self.search.list.show_rows(rows)
        if pointed in [row.key for row in rows]:
            self.search.list.point_at(pointed)
        self.none.setText("" if rows else say("directory.none"))
        for part in (self.none, self.everybody):
            part.setVisible(bool(self._listed) and not rows)
        self._show_about()
        if ask:
            self._ask(self._unknown())

    def _list_everybody(self) -> None:
        """Without words and ticks, where those find nobody."""
        self.search.setFocus()
        self.only_free.setChecked(False)
        self.only_new.setChecked(False)
        self.search.field.clear()

    def _unknown(self) -> list[Wanted]:
        return [one for one in self._wanted_of(self._fitting) if one not in self._free]

    def _show_about(self) -> None:
        found = self._pointed_at()
        self.about.setText("" if found is None else about(found, self._desk.today()))
        self.about.setVisible(found is not None)
        self.book.setEnabled(found is not None)

    def _pointed_at(self) -> Found | None:
        number = self.search.list.current
        return next((self._found(one) for one in self._listed if one.number == number), None)

    # ------------------------------------------------------------------ booking

    def _book_pointed(self) -> None:
        self._book(self.search.list.current)

    def _book(self, number: object) -> None:
        """With whom was picked; for the visit type only if it was asked for."""
        listed = next((one for one in self._listed if one.number == number), None)
        if listed is not None:
            wanted = WantedVisit(practitioner=listed.number)
            kind = asked_type(listed, self._text)
            self.book_wanted.emit(replace(wanted, visit_type=kind))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it, once the field is empty."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _tick(text: str) -> QCheckBox:
    made = QCheckBox(text)
    made.setMinimumHeight(26)
    made.setMinimumHeight(LEAST_TARGET)
    return made
