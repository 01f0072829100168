"""An error out of a method that Qt calls reaches whoever handles errors, and ends nothing."""

from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken

_NAMES = ("event", "eventFilter", "focusNextPrevChild")


def make_errors_whole() -> None:
    """From now on, for each class that is derived of one of Qt's.

    Python 3.11 hands on many an error, as that of a list without so many items, as a type and a
    text apart. PySide 6.11 takes the text for the error where Python has called Qt and Qt calls
    Python, as `show` does `showEvent`, and the program ends at once. An error that somebody has
    caught is whole.
    """
    derive: Any = classmethod(_derive)
    Shiboken.Object.__init_subclass__ = derive  # type: ignore[method-assign]


def _derive(cls: Any, /, **given: Any) -> None:
    super(Shiboken.Object, cls).__init_subclass__(**given)
    for name, method in list(vars(cls).items()):
        if isinstance(method, FunctionType) and (name in _NAMES or name.endswith("Event")):
            setattr(cls, name, _whole(method))


def _whole(method: Callable[..., object]) -> Callable[..., object]:
    @wraps(method)
    def call(self: object, *given: object) -> object:
        try:
            return method(self, *given)
        except BaseException:
            raise

    return call
