"""Messages to patients and their texts, and how the clinic is named and answers"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
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
    address VARCHAR NOT NULL,
    directions VARCHAR NOT NULL,
    directions_in JSON NOT NULL,
    phone VARCHAR NOT NULL,
    web VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    discreet_titles BOOLEAN NOT NULL,
    calendar_names BOOLEAN NOT NULL,
    mail_server VARCHAR NOT NULL,
    mail_security VARCHAR NOT NULL,
    mail_user VARCHAR NOT NULL,
    holiday_rule JSON NOT NULL,
    backup_folder VARCHAR NOT NULL,
    demo BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_clinic PRIMARY KEY (id),
    CONSTRAINT ck_clinic_one CHECK (id = 1)
)"""

_MESSAGE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    visit_id INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    occasion VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    due_at VARCHAR NOT NULL,
    workstation VARCHAR NOT NULL,
    taken_by VARCHAR NOT NULL,
    taken_at VARCHAR NOT NULL,
    fault VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_message_occasion CHECK (occasion IN ('new', 'changed', 'called-off')),
    CONSTRAINT ck_message_channel CHECK (channel IN ('text', 'e-mail')),
    CONSTRAINT ck_message_form CHECK (form IN ('', 'visit', 'steps')),
    CONSTRAINT ck_message_state
        CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'unsure', 'dropped')),
    CONSTRAINT fk_message_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
)"""

_MESSAGE_TEXT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    occasion VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    subject_in JSON NOT NULL,
    letter VARCHAR NOT NULL,
    letter_in JSON NOT NULL,
    short_text VARCHAR NOT NULL,
    short_text_in JSON NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_message_text_occasion CHECK (occasion IN ('new', 'changed', 'called-off'))
)"""

_INDEXES = (
    "CREATE INDEX ix_message_visit_id ON message (visit_id)",
    """CREATE INDEX ix_message_under_way ON message (due_at)
    WHERE state IN ('waiting', 'sending')""",
    "CREATE UNIQUE INDEX uq_message_text_in_use ON message_text (occasion) WHERE active",
)


def upgrade() -> None:
    _replace(
        "clinic",
        _CLINIC,
        email="''",
        discreet_titles="0",
        calendar_names="0",
        mail_server="''",
        mail_security="'starttls'",
        mail_user="''",
    )
    op.execute(f"CREATE TABLE message {_MESSAGE}")
    op.execute(f"CREATE TABLE message_text {_MESSAGE_TEXT}")
    for statement in _INDEXES:
        op.execute(statement)


def _replace(table: str, shape: str, **new: str) -> None:
    """Make a table anew in its new shape, with its rows and with the numbers that are used up.

    `new` are columns that it did not have, each with its value as SQL.
    """
    bind = op.get_bind()
    used = bind.scalar(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}
    )
    former = bind.scalars(sa.text(f"SELECT name FROM pragma_table_info('{table}')")).all()
    columns = ", ".join(f'"{column}"' for column in former)
    added = "".join(f', "{column}"' for column in new)
    values = "".join(f", {value}" for value in new.values())
    op.execute(f"CREATE TABLE new_{table} {shape}")
    op.execute(
        f"INSERT INTO new_{table} ({columns}{added}) SELECT {columns}{values} FROM {table}"
        " ORDER BY id"
    )
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE new_{table} RENAME TO {table}")
    if used is not None:
        op.execute(f"DELETE FROM sqlite_sequence WHERE name = 'new_{table}' OR name = '{table}'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {used})")
