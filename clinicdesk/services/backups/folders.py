"""Where a clinic's backups are kept: the folder that the clinic has chosen, or one beside it."""

import contextlib
from pathlib import Path

from clinicdesk.models.clinic import Clinic
from clinicdesk.models.database import Database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.own_words import own_words
from clinicdesk.services.backups.anchor import anchor_now, said_beside
from clinicdesk.services.backups.backup_file import real_path
from clinicdesk.services.backups.drafts import draft_in
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.transactions import Transaction


def default_folder(clinic: Path) -> Path:
    """Where a clinic's backups are kept if nobody has said anything else: beside its file."""
    place = real_path(clinic)
    return place.with_name(f"{place.stem}-backups")


def backup_folder(clinic: Path) -> Path:
    """Where that clinic's backups are kept: as its file says, or else what is kept beside it."""
    chosen = chosen_folder(clinic)
    if chosen is None:
        chosen = said_beside(clinic).backup_folder
    return Path(chosen) if chosen else default_folder(clinic)


def backup_folders(clinic: Path) -> set[Path]:
    """Every folder in which backups of that clinic may be."""
    beside = said_beside(clinic).backup_folder
    folders = {default_folder(clinic), backup_folder(clinic)}
    return folders | {Path(beside)} if beside else folders


def chosen_folder(clinic: Path) -> str | None:
    """The folder that the clinic has chosen, empty for none; None if its file cannot say."""
    return own_words(clinic).backup_folder


def folder_to_keep(clinic: Path, clinic_uid: str) -> str | None:
    """The folder that this clinic has chosen by now, whichever backup is put in its place.

    Empty for the one beside its file; None where nobody can tell, or another clinic is there.
    """
    found, beside = own_words(clinic), said_beside(clinic)
    known = beside.backup_folder if beside.clinic_uid == clinic_uid else None
    return (found.backup_folder or known or "") if found.uid == clinic_uid else known


def refuse_gone(clinic: Path, folder: Path) -> None:
    """Raise Refused for a chosen folder that is not there: its disk may not be connected.

    The one beside the clinic is made when it is needed.
    """
    if folder == default_folder(clinic):
        return
    try:
        folder.stat()
    except FileNotFoundError:
        raise Refused(RefusalCode.BACKUP_FOLDER_GONE, path=str(folder)) from None
    except (OSError, ValueError):
        # Whoever writes there is told what else is wrong with it.
        return


def make_chosen(folder: Path) -> None:
    """Make a folder that somebody names for backups just now, but none of those above it.

    Raises Refused.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        raise Refused(RefusalCode.BACKUP_FOLDER_GONE, path=str(folder.parent)) from None
    except (OSError, ValueError):
        raise Refused(RefusalCode.BACKUP_FOLDER_UNWRITABLE, path=str(folder)) from None


def choose_folder(context: Context, database: Database, folder: Path | None) -> Changed:
    """Keep this clinic's backups in `folder` from now on; None for the one beside its file.

    Raises Refused for a folder in which nothing can be written, and DatabaseRefused.
    """
    if folder is not None:
        _try(folder)
    with database.writing() as session:
        transaction = Transaction(session, context)
        with transaction.change(ChangeCode.BACKUPS_FOLDER_CHOSEN) as change:
            session.get_one(Clinic, 1).backup_folder = "" if folder is None else str(folder)
            change.affect_everything()
        done = change.done()
    with contextlib.suppress(DatabaseRefused):
        # Chosen it is, whether or not that can be kept beside.
        anchor_now(context, database)
    return done


def _try(folder: Path) -> None:
    """Raise Refused unless a file can be made there."""
    make_chosen(folder)
    try:
        with draft_in(folder) as probe:
            probe.touch(mode=0o600, exist_ok=False)
    except (OSError, ValueError):
        raise Refused(RefusalCode.BACKUP_FOLDER_UNWRITABLE, path=str(folder)) from None
