"""What the window's first picture does not need: made when it is asked for, or when nobody asks."""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")
Made = TypeVar("Made", covariant=True)


class Late(Generic[Made]):
    """A part of the window that is made when it is first called for, and kept."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: Made | None = None

    @property
    def made(self) -> Made | None:
        """The part; None as long as nobody has called for it."""
        return self._made

    def __call__(self) -> Made:
        """The part, made now if it is not there."""
        if self._made is None:
            self._made = self._make()
        return self._made


class Later(QObject):
    """Steps that are taken one by one while nothing else is to be done, in the order of adding.

    Between two of them the window takes keys and paints, so a step should be short: the modules
    of a panel are loaded before it is made, each in a step of its own.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.parts: list[Late[object]] = []
        """Every part that is made late, whether it is there by now or not."""
        self._steps: deque[Callable[[], object]] = deque()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)

    def part(self, make: Callable[[], T]) -> Late[T]:
        """A part that `make` makes when somebody calls for it."""
        late = Late(make)
        self.parts.append(late)
        return late

    def add(self, step: Callable[[], object]) -> None:
        """Take this step too, after those that were added before."""
        self._steps.append(step)

    def load(self, modules: Iterable[str]) -> None:
        """Load these modules too, in this order, each in a step of its own."""
        for module in modules:
            self.add(partial(import_module, module))

    @property
    def waiting(self) -> int:
        """How many steps are still to be taken."""
        return len(self._steps)

    def begin(self) -> None:
        """The first picture stands: begin with what is needed next."""
        self._timer.start()

    def finish(self) -> None:
        """Take all steps now, for whoever cannot wait."""
        while self._steps:
            self._step()

    def stop(self) -> None:
        """The window is closed: nothing more is needed."""
        self._steps.clear()
        self._timer.stop()

    def _step(self) -> None:
        # Taken from the row first: one that fails is not tried again.
        if self._steps:
            self._steps.popleft()()
        if not self._steps:
            self._timer.stop()
