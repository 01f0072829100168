"""A layer to choose the day's columns: every practitioner, assistant, room and thing to tick."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.services.patients.records import name_key
from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.ui.day.columns.column_choice import VIEWS
from clinicdesk.ui.day.text.appointment_text import specialty_text
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import Button, ToolButton
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import readable, say

SIZE = QSize(340, 520)

_NUMBER = Qt.ItemDataRole.UserRole
_KEEPS = frozenset(
    {"view.columns", "view.save", *(f"view.saved-{view}" for view in range(1, VIEWS + 1))}
)


class ColumnChooser(Overlay):
    """A list with a filter; what is ticked is shown at once. Esc closes it."""

    chosen = Signal(object)
    """Numbers of resources in the clinic's order, or None for the usual columns."""
    save_wanted = Signal(int)
    """The number of the view, 1 to 6, as which the columns shall be saved."""

    def __init__(self, page: QWidget, actions: Actions) -> None:
        super().__init__(page, SIZE, actions, _KEEPS)
        self.setObjectName("dayChooser")
        self.setAccessibleName(say("day.choose-columns"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(say("day.filter-hint"))
        self.field.setAccessibleName(say("day.filter"))
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(say("day.resources"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemChanged.connect(lambda _item: self._tell())
        self.usual = Button(say("day.usual-columns"))
        self.usual.clicked.connect(lambda: self.chosen.emit(None))
        self.none = Button(say("day.no-columns"))
        self.none.clicked.connect(self._untick)
        presets = QHBoxLayout()
        presets.addWidget(self.usual, 1)
        presets.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        layout.addLayout(presets)
        layout.addWidget(QLabel(say("day.save-view")))
        layout.addLayout(self._save_row())
        self.setFocusProxy(self.field)

    def _save_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        self.slots: dict[int, ToolButton] = {}
        for view in range(1, VIEWS + 1):
            button = ToolButton()
            button.setObjectName("dayButton")
            button.setText(f"F{view + 1}")
            button.clicked.connect(partial(self.save_wanted.emit, view))
            row.addWidget(button, 1)
            self.slots[view] = button
        return row

    def open_for(self, day: DayInfo, shown: Sequence[int], *, saving: bool) -> None:
        """Open with every resource of the clinic, those that are shown ticked."""
        self._fill(day, shown)
        self.field.clear()
        self.list.setCurrentRow(0)
        if not self.isVisible():
            self.open()
        if saving:
            self.slots[1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self, shown: Sequence[int]) -> None:
        """Tick what is shown now."""
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            item = self.list.item(row)
            ticked = item.data(_NUMBER) in shown
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)

    def name_slots(self, names: Mapping[int, str]) -> None:
        """Say what is saved on each key."""
        for view, text in names.items():
            self.slots[view].setAccessibleName(text)
            self.slots[view].setToolTip(plain_tip(text))

    def _fill(self, day: DayInfo, shown: Sequence[int]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for column in day.columns:
            resource = column.resource
            parts = [readable(resource.name), specialty_text(day.setup, resource)]
            if not column.present and resource.kind == "practitioner":
                parts.append(say("day.away-today"))
            item = QListWidgetItem(", ".join(parts), self.list)
            item.setData(_NUMBER, resource.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        self.list.blockSignals(False)
        self.refresh(shown)

    def ticked(self) -> tuple[int, ...]:
        """The numbers of what is ticked."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            item.data(_NUMBER) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def _tell(self) -> None:
        self.chosen.emit(self.ticked())

    def _untick(self) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._tell()

    def _filter(self, text: str) -> None:
        wanted = name_key(text)
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(wanted not in name_key(item.text()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leads from the field into the list, Enter ticks the first that matches."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Return:
                self._tick_first()
                return True
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """At the right, under the day's head."""
        room = self._below.size()
        height = min(SIZE.height(), room.height() - 64)
        self.setGeometry(room.width() - SIZE.width() - 12, 52, SIZE.width(), height)

    def _tick_first(self) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            if not item.isHidden():
                on = item.checkState() == Qt.CheckState.Checked
                item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
                self.field.selectAll()
                return
