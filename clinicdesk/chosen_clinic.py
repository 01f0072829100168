"""A file that somebody has chosen as their clinic: what it is, and where a new clinic is put."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.models.stores.sqlite import is_database
from clinicdesk.services.doctor.kept_backups import was_there, zone_of
from clinicdesk.services.storage import DatabaseRefused, glance_at, is_backup, path_exists


@dataclass(frozen=True)
class Chosen:
    """A file, and of a backup the zone of its clinic's clock."""

    file: Path
    kind: Literal["backup", "clinic", "description"]
    zone: ZoneInfo | None = None


def look_at(file: Path) -> Chosen:
    """What that file is; a text of that ending describes one.

    Raises DatabaseRefused where nothing is there, or nothing that a clinic can be made of.
    """
    if not path_exists(file):
        raise DatabaseRefused(DatabaseCode.ABSENT, path=str(file))
    if is_backup(file):
        return Chosen(file, "backup", zone_of(file, file))
    if not is_database(file):
        if file.suffix.lower() != ".toml":
            raise DatabaseRefused(DatabaseCode.FOREIGN, path=str(file))
        return Chosen(file, "description")
    glance_at(file)
    return Chosen(file, "clinic")


def place_for(wanted: Path) -> Path:
    """Where a new clinic is put, in a folder that is made if it is absent.

    That is `wanted`; or beside it, under a name with a number, where a clinic is or was. Raises
    DatabaseRefused.
    """
    try:
        wanted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise unreachable(wanted, error) from None
    place, number = wanted, 1
    while path_exists(place) or was_there(place):
        number += 1
        place = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return place
