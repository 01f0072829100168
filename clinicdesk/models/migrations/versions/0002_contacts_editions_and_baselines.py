"""Contacts, editions and baselines"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


_GUARDS = (
    """CREATE TRIGGER claim_insert_overlap BEFORE INSERT ON claim WHEN NEW.busy
    BEGIN SELECT RAISE(ABORT, 'claims overlap')
    WHERE EXISTS (
        SELECT 1 FROM claim
        WHERE resource_id = NEW.resource_id AND day = NEW.day AND busy = 1
          AND start < NEW."end" AND "end" > NEW.start AND id IS NOT NULL
    ); END""",
    """CREATE TRIGGER claim_update_overlap
    BEFORE UPDATE OF resource_id, day, start, "end", busy ON claim WHEN NEW.busy
    BEGIN SELECT RAISE(ABORT, 'claims overlap')
    WHERE EXISTS (
        SELECT 1 FROM claim
        WHERE resource_id = NEW.resource_id AND day = NEW.day AND busy = 1
          AND start < NEW."end" AND "end" > NEW.start AND id IS NOT OLD.id
    ); END""",
    """CREATE TRIGGER journal_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END""",
    """CREATE TRIGGER journal_update
    BEFORE UPDATE OF number, at, actor, workstation, role, kind, of_number, undoable, code, params,
        affects, everything, revision, write_key, baseline, digest, previous, hash ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    """CREATE TRIGGER journal_redact BEFORE UPDATE OF payload ON journal WHEN NEW.payload NOTNULL
    BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    """CREATE TRIGGER patient_delete BEFORE DELETE ON patient
    BEGIN SELECT RAISE(ABORT, 'patient rows are never deleted'); END""",
    """CREATE TRIGGER visit_delete BEFORE DELETE ON visit
    BEGIN SELECT RAISE(ABORT, 'visit rows are never deleted'); END""",
    """CREATE TRIGGER appointment_delete BEFORE DELETE ON appointment
    BEGIN SELECT RAISE(ABORT, 'appointment rows are never deleted'); END""",
)


def upgrade() -> None:
    _drop_guards()
    op.add_column("journal", sa.Column("write_key", sa.String(), nullable=True))
    op.add_column("journal", sa.Column("baseline", sa.String(), nullable=True))
    op.create_index("ix_journal_write_key", "journal", ["write_key"])
    for guard in _GUARDS:
        op.execute(guard)


def _drop_guards() -> None:
    triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in op.get_bind().execute(triggers).all():
        op.execute(f'DROP TRIGGER "{name}"')
