"""The painted day for assistive technology: each appointment a child with name, place, state."""

from typing import Protocol, cast

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget, QWidget


class Exposed(Protocol):
    """What a painted widget tells about the things that it paints."""

    def exposed_count(self) -> int:
        """How many there are."""
        ...

    def exposed_name(self, index: int) -> str:
        """What one is called."""
        ...

    def exposed_rect(self, index: int) -> QRect:
        """Where it is on the screen."""
        ...

    def exposed_focus(self) -> int | None:
        """Which one the keyboard is at."""
        ...


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say something that just happened."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def tell_focus(widget: QWidget, index: int) -> None:
    """The keyboard is at another child of the widget."""
    event = QAccessibleEvent(widget, QAccessible.Event.Focus)
    event.setChild(index)
    QAccessible.updateAccessibility(event)


def tell_name(widget: QWidget, index: int) -> None:
    """A child of the widget is called otherwise now."""
    event = QAccessibleEvent(widget, QAccessible.Event.NameChanged)
    event.setChild(index)
    QAccessible.updateAccessibility(event)


class ExposedChild(QAccessibleInterface):
    """One painted thing."""

    def __init__(self, widget: QWidget, index: int) -> None:
        super().__init__()
        self._widget, self._index = widget, index

    @property
    def _owner(self) -> Exposed:
        return cast(Exposed, self._widget)

    def isValid(self) -> bool:
        """Whether it is still painted."""
        return self._index < self._owner.exposed_count()

    def object(self) -> QObject:
        """It is no object of its own."""
        return cast(QObject, None)

    def window(self) -> QWindow:
        """It has its widget's window."""
        return cast(QWindow, None)

    def parent(self) -> QAccessibleInterface:
        """The widget that paints it."""
        return QAccessible.queryAccessibleInterface(self._widget)

    def child(self, _index: int) -> QAccessibleInterface:
        """It has no children."""
        return cast(QAccessibleInterface, None)

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface:
        """It has no children."""
        return cast(QAccessibleInterface, None)

    def childCount(self) -> int:
        """It has no children."""
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        """It has no children."""
        return -1

    def role(self) -> QAccessible.Role:
        """An item of a list."""
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        """Whether the keyboard is there."""
        state = QAccessible.State()
        focused = self.isValid() and self._owner.exposed_focus() == self._index
        for name, value in (
            ("focusable", True),
            ("selectable", True),
            ("focused", focused and self._widget.hasFocus()),
            ("selected", focused),
            ("invalid", not self.isValid()),
        ):
            setattr(state, name, value)
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Its name; it has no other texts."""
        if kind != QAccessible.Text.Name or not self.isValid():
            return ""
        return self._owner.exposed_name(self._index)

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        """Its name cannot be written."""

    def rect(self) -> QRect:
        """Where it is on the screen."""
        return self._owner.exposed_rect(self._index) if self.isValid() else QRect()


class ExposedList(QAccessibleWidget):
    """A widget whose children are what it paints."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, QAccessible.Role.List, widget.accessibleName())
        self._widget = widget
        # Qt keeps pointers to interfaces only; these references keep them alive as long.
        self._children: dict[int, ExposedChild] = {}

    @property
    def _owner(self) -> Exposed:
        return cast(Exposed, self._widget)

    def childCount(self) -> int:
        """How many things are painted."""
        return self._owner.exposed_count()

    def child(self, index: int) -> QAccessibleInterface:
        """The thing of that number."""
        if not 0 <= index < self.childCount():
            return cast(QAccessibleInterface, None)
        if index not in self._children:
            self._children[index] = ExposedChild(self._widget, index)
            QAccessible.registerAccessibleInterface(self._children[index])
        return self._children[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The number of a thing."""
        for index, known in self._children.items():
            if known is child:
                return index
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """The thing at a point of the screen."""
        for index in range(self.childCount()):
            if self._owner.exposed_rect(index).contains(x, y):
                return self.child(index)
        return cast(QAccessibleInterface, None)

    def focusChild(self) -> QAccessibleInterface:
        """The thing that the keyboard is at."""
        index = self._owner.exposed_focus()
        return cast(QAccessibleInterface, None) if index is None else self.child(index)


_exposed: dict[str, ExposedList] = {}
_kinds: list[type[QWidget]] = []


def expose(kind: type[QWidget]) -> None:
    """From now on, widgets of this class (an `Exposed`) show what they paint as children."""
    if not _kinds:
        QAccessible.installFactory(_interface)
    if kind not in _kinds:
        _kinds.append(kind)


def _interface(_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    if thing is None or not isinstance(thing, tuple(_kinds)):
        return None
    made = ExposedList(cast(QWidget, thing))
    key = f"{id(thing)}"
    _exposed[key] = made
    thing.destroyed.connect(lambda: _exposed.pop(key, None))
    return made
