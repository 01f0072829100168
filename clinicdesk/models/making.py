"""Making a new clinic's file: it appears whole or not at all, and never replaces another."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import Database, path_exists
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.models.stores.places import refuse_unsafe_place
from clinicdesk.models.stores.publishing import publish
from clinicdesk.models.stores.sqlite import APPLICATION_ID, SIDE_FILES
from clinicdesk.models.upgrading import migrate


@contextlib.contextmanager
def creating_database(path: Path, draft: Path | None = None) -> Iterator[Database]:
    """Make a new clinic database; it appears at `path` when the block ends well, or not at all.

    Until then it is at `draft`, in the same folder, which is removed whatever becomes of it.
    Raises DatabaseRefused if anything is at `path` already or its folder cannot be written.
    """
    for existing in (str(path), *(f"{path}{suffix}" for suffix in SIDE_FILES)):
        # Side files that an older database of this name left would be taken for the new one's.
        if path_exists(Path(existing)):
            raise DatabaseRefused(DatabaseCode.EXISTS, path=existing)
    refuse_unsafe_place(path)
    draft = draft or path.with_name(f".clinicdesk-{secrets.token_hex(8)}.new")
    try:
        try:
            # In here: what is stopped between the two would leave it.
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except (OSError, ValueError) as error:
            raise unreachable(path, error) from None
        try:
            _create_schema(draft)
            with contextlib.closing(Database(draft)) as database:
                yield database
        except DatabaseRefused as refused:
            # A refusal names the path that was asked for, not the draft's.
            raise DatabaseRefused(refused.code, **{**refused.params, "path": str(path)}) from None
        publish(draft, path)
    finally:
        for leftover in (draft, draft.with_name(draft.name + "-journal")):
            leftover.unlink(missing_ok=True)


def _create_schema(draft: Path) -> None:
    # Without foreign keys, as in an upgrade: migrations replace tables that others refer to.
    with (
        contextlib.closing(Database(draft, foreign_keys=False)) as database,
        database.exclusively() as connection,
    ):
        migrate(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
