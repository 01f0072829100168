"""Keys and mouse that are no action of the menu: what the day, the lists and the panels take.

Their words are the sentences `keys.<place>` and `key.<place>.<id>`; the shortcut sheet shows them.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyHelp:
    """`keys` are in Qt's portable form; `shown` is the code of what the sheet says instead."""

    place: str
    id: str
    keys: tuple[str, ...] = ()
    shown: str = ""


KEYS = (
    KeyHelp("day", "go", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("day", "ends", ("Home", "End")),
    KeyHelp("day", "open", ("Return",)),
    KeyHelp("day", "card", ("Space",)),
    KeyHelp(
        "day", "pick-up", ("Alt+Up", "Alt+Down", "Alt+Left", "Alt+Right"), "gesture.alt-arrows"
    ),
    KeyHelp("day", "resize", ("Ctrl+Alt+Up", "Ctrl+Alt+Down"), "gesture.ctrl-alt-arrows"),
    KeyHelp("day", "zoom", shown="gesture.ctrl-wheel"),
    KeyHelp("day", "sideways", shown="gesture.shift-wheel"),
    KeyHelp("day", "open-by-mouse", shown="gesture.double-click"),
    KeyHelp("hand", "move", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
    KeyHelp("hand", "along", ("Shift",)),
    KeyHelp("hand", "drop", ("Return",)),
    KeyHelp("hand", "put-back", ("Esc",)),
    KeyHelp("hand", "drag", shown="gesture.drag"),
    KeyHelp("list", "go", ("Up", "Down", "PgUp", "PgDown")),
    KeyHelp("list", "take", ("Return",)),
    KeyHelp("list", "clear", ("Esc",)),
    KeyHelp("options", "go", ("Up", "Down")),
    KeyHelp("options", "book", ("Return",)),
    KeyHelp("month", "go", ("Up", "Down", "Left", "Right"), "gesture.arrows"),
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
