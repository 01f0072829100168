"""A key or a gesture that is no action of the menus, as the shortcut sheet shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyHelp:
    """A row of the sheet, in words `key.<place>.<id>`, under the heading `keys.<place>`.

    `keys` are in Qt's portable form; `shown` is the code of what the sheet says instead.
    """

    place: str
    id: str
    keys: tuple[str, ...] = ()
    shown: str = ""
