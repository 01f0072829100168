"""An action before anybody carries it out: its menu, what it acts on, its shortcuts."""

from dataclasses import dataclass
from enum import Enum


class About(Enum):
    """What an action acts on. It must be on screen when the key goes down, or the action is off."""

    WINDOW = "window"
    """The program, the window, or a panel that the action itself brings."""
    CHANGE = "change"
    """This desk's newest change, which the action's own words name."""
    DAY = "day"
    """The clinic's day."""
    APPOINTMENT = "appointment"
    """One appointment, whose patient is shown by name and a second identifier."""
    OPTION = "option"
    """The chosen option of the booking, beside its patient."""


@dataclass(frozen=True)
class ActionSpec:
    """A row of a subject's or the window's table of actions.

    Its words are the sentence `action.<id>`, those of its menu `menu.<menu>`. Menus stand in the
    order in which the rows first name them.
    """

    id: str
    menu: str
    about: About
    shortcuts: tuple[str, ...] = ()
    """In Qt's portable form, the first one is shown. One of a single letter works only while
    nobody types, and can be turned off as a whole."""
    checkable: bool = False
    repeats: bool = False
    """Whether a key that is held down asks again and again."""
    above_layers: bool = False
    """Whether it works whatever layer lies on top."""
    icon: str = ""
    """Of its button at the window's left edge, whose word is `rail.<id>`; empty: it has none."""
