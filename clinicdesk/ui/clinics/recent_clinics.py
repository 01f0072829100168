"""The clinics that were open on this computer, the last one first: where they are, their names."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

MOST = 12

_SETTING = "clinics/recent"


@dataclass(frozen=True)
class RecentClinic:
    """A clinic that was open here."""

    path: str
    name: str
    demo: bool = False


def recent_clinics(settings: QSettings) -> tuple[RecentClinic, ...]:
    """The last one first; none where nothing is kept, or what is kept is damaged."""
    try:
        kept = json.loads(str(settings.value(_SETTING, "[]")))
        return tuple(
            RecentClinic(str(each["path"]), str(each["name"]), each["demo"] is True)
            for each in kept[:MOST]
        )
    except (ValueError, TypeError, LookupError, RecursionError):
        return ()


def newest_own_clinic(settings: QSettings) -> Path | None:
    """The last one that is no demo: nobody books a real patient in a demo by starting again."""
    own = (each for each in recent_clinics(settings) if not each.demo)
    return next((Path(each.path) for each in own), None)


def note_clinic(settings: QSettings, path: Path, name: str, *, demo: bool) -> None:
    """It is open now."""
    opened = RecentClinic(str(path.absolute()), name, demo)
    _keep(settings, (opened, *_without(settings, opened.path)))


def forget_clinic(settings: QSettings, path: str) -> None:
    """Offer it no more. Its file stays as it is."""
    _keep(settings, _without(settings, path))


def _without(settings: QSettings, path: str) -> tuple[RecentClinic, ...]:
    return tuple(each for each in recent_clinics(settings) if each.path != path)


def _keep(settings: QSettings, clinics: tuple[RecentClinic, ...]) -> None:
    settings.setValue(_SETTING, json.dumps([asdict(each) for each in clinics[:MOST]]))
