"""Keys and mouse that are no action of the menu: what the day, the lists and the panels take.

Their words are the sentences `keys.<place>` and `key.<place>.<id>`; the shortcut sheet shows them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyHelp:
    """`keys` are in Qt's portable form; `mouse` is the code of what the mouse does instead."""

    place: str
    id: str
    keys: tuple[str, ...] = ()
    mouse: str = ""


KEYS = (
    KeyHelp("day", "go", ("Up", "Down", "Left", "Right")),
    KeyHelp("day", "ends", ("Home", "End")),
    KeyHelp("day", "open", ("Return",)),
    KeyHelp("day", "card", ("Space",)),
    KeyHelp("day", "pick-up", ("Alt+Up", "Alt+Down", "Alt+Left", "Alt+Right")),
    KeyHelp("day", "resize", ("Ctrl+Alt+Up", "Ctrl+Alt+Down")),
    KeyHelp("day", "zoom", mouse="mouse.ctrl-wheel"),
    KeyHelp("day", "sideways", mouse="mouse.shift-wheel"),
    KeyHelp("day", "open-by-mouse", mouse="mouse.double-click"),
    KeyHelp("hand", "move", ("Up", "Down", "Left", "Right")),
    KeyHelp("hand", "along", ("Shift",)),
    KeyHelp("hand", "drop", ("Return",)),
    KeyHelp("hand", "put-back", ("Esc",)),
    KeyHelp("hand", "drag", mouse="mouse.drag"),
    KeyHelp("list", "go", ("Up", "Down", "PgUp", "PgDown")),
    KeyHelp("list", "take", ("Return",)),
    KeyHelp("list", "clear", ("Esc",)),
    KeyHelp("options", "go", ("Up", "Down")),
    KeyHelp("options", "book", ("Return",)),
    KeyHelp("month", "go", ("Up", "Down", "Left", "Right")),
    KeyHelp("month", "pages", ("PgUp", "PgDown")),
    KeyHelp("month", "ends", ("Home", "End")),
    KeyHelp("month", "take", ("Return", "Space")),
    KeyHelp("visit", "go", ("Up", "Down")),
    KeyHelp("reschedule", "choose", ("Left", "Right")),
    KeyHelp("reschedule", "go-on", ("Return",)),
    KeyHelp("everywhere", "close", ("Esc",)),
    KeyHelp("everywhere", "next", ("Tab", "Shift+Tab")),
)
"""Place by place, as the sheet shows them."""

PLACES = tuple(dict.fromkeys(row.place for row in KEYS))
