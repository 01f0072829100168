"""Same rules, one window and the longest stay of templates and visits; the patient's way"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


_CLINIC = """(
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    uid VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    grid_minutes INTEGER NOT NULL,
    transfer_minutes INTEGER NOT NULL,
    way_minutes INTEGER NOT NULL,
    hold_minutes INTEGER NOT NULL,
    date_order VARCHAR NOT NULL,
    week_start INTEGER NOT NULL,
    twelve_hour BOOLEAN NOT NULL,
    languages JSON NOT NULL,
    backup_folder VARCHAR NOT NULL,
    demo BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_clinic PRIMARY KEY (id),
    CONSTRAINT ck_clinic_one CHECK (id = 1)
)"""

_VISIT_TEMPLATE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    transfer_minutes INTEGER,
    same_rules JSON NOT NULL,
    one_window BOOLEAN NOT NULL,
    longest_stay INTEGER,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_visit_template_key UNIQUE ("key"),
    CONSTRAINT ck_visit_template_longest_stay CHECK (longest_stay >= 1)
)"""

_VISIT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER,
    template_id INTEGER,
    step_count INTEGER NOT NULL,
    transfer_minutes INTEGER NOT NULL,
    rules JSON NOT NULL,
    same_rules JSON NOT NULL,
    one_window BOOLEAN NOT NULL,
    longest_stay INTEGER,
    edition INTEGER NOT NULL,
    last_modified VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_visit_step_count CHECK (step_count >= 1),
    CONSTRAINT ck_visit_longest_stay CHECK (longest_stay >= 1),
    CONSTRAINT fk_visit_patient_id_patient FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_visit_template_id_visit_template
        FOREIGN KEY(template_id) REFERENCES visit_template (id)
)"""

_LOST_WITH_THEIR_TABLES = (
    "CREATE INDEX ix_visit_patient_id ON visit (patient_id)",
    "CREATE UNIQUE INDEX uq_visit_template_active_name ON visit_template (name) WHERE active",
    """CREATE TRIGGER visit_delete BEFORE DELETE ON visit
    BEGIN SELECT RAISE(ABORT, 'visit rows are never deleted'); END""",
)


def upgrade() -> None:
    # What was booked so far was booked without a way: a clinic says itself from when on it counts.
    _replace(
        "clinic",
        _CLINIC,
        "id, name, uid, zone, grid_minutes, transfer_minutes, hold_minutes, date_order,"
        " week_start, twelve_hour, languages, backup_folder, demo, version",
        way_minutes="0",
    )
    _replace(
        "visit_template",
        _VISIT_TEMPLATE,
        "id, key, name, transfer_minutes, active, version",
        same_rules="'[]'",
        one_window="0",
    )
    _replace(
        "visit",
        _VISIT,
        "id, patient_id, template_id, step_count, transfer_minutes, rules, edition,"
        " last_modified, version",
        same_rules="'[]'",
        one_window="0",
    )
    for statement in _LOST_WITH_THEIR_TABLES:
        op.execute(statement)


def _replace(table: str, shape: str, columns: str, **new: str) -> None:
    """Make a table anew in its new shape, with its rows and with the numbers that are used up."""
    used = op.get_bind().scalar(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}
    )
    op.execute(f"CREATE TABLE new_{table} {shape}")
    op.execute(
        f"INSERT INTO new_{table} ({', '.join([columns, *new])})"
        f" SELECT {', '.join([columns, *new.values()])} FROM {table} ORDER BY 1"
    )
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{table}'")
    if used is not None:
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {used})")
