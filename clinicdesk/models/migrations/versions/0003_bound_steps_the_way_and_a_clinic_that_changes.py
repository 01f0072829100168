"""Same rules, stays and the way; closures, and what a clinic has and offers in rows that change"""

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

_RESOURCE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    movable BOOLEAN NOT NULL,
    part_of VARCHAR NOT NULL,
    profile JSON NOT NULL,
    always BOOLEAN NOT NULL,
    lane_of INTEGER,
    position INTEGER NOT NULL,
    starts_on DATE,
    ends_on DATE,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_resource_kind
        CHECK (kind IN ('practitioner', 'assistant', 'room', 'equipment', 'patient')),
    CONSTRAINT fk_resource_lane_of_resource FOREIGN KEY(lane_of) REFERENCES resource (id)
)"""

_QUALIFICATION = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    resource_id INTEGER NOT NULL,
    type_id INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_qualification_resource_id_resource
        FOREIGN KEY(resource_id) REFERENCES resource (id),
    CONSTRAINT fk_qualification_type_id_resource_type
        FOREIGN KEY(type_id) REFERENCES resource_type (id)
)"""

_HOURS_BLOCK_VISIT_TYPE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    block_id INTEGER NOT NULL,
    visit_type_id INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_hours_block_visit_type_block_id_hours_block
        FOREIGN KEY(block_id) REFERENCES hours_block (id),
    CONSTRAINT fk_hours_block_visit_type_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id)
)"""

_VISIT_TYPE_NEED = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    visit_type_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    holds JSON NOT NULL,
    "before" INTEGER NOT NULL,
    "after" INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_visit_type_need_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id)
)"""

_NEED_OPTION = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    need_id INTEGER NOT NULL,
    type_id INTEGER,
    resource_id INTEGER,
    minutes INTEGER,
    penalty INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_need_option_one_kind CHECK ((type_id IS NULL) <> (resource_id IS NULL)),
    CONSTRAINT fk_need_option_need_id_visit_type_need
        FOREIGN KEY(need_id) REFERENCES visit_type_need (id),
    CONSTRAINT fk_need_option_type_id_resource_type
        FOREIGN KEY(type_id) REFERENCES resource_type (id),
    CONSTRAINT fk_need_option_resource_id_resource
        FOREIGN KEY(resource_id) REFERENCES resource (id)
)"""

_TEMPLATE_STEP = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    template_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    visit_type_id INTEGER NOT NULL,
    minutes INTEGER,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_template_step_template_id_visit_template
        FOREIGN KEY(template_id) REFERENCES visit_template (id),
    CONSTRAINT fk_template_step_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id)
)"""

_TEMPLATE_RULE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    template_id INTEGER NOT NULL,
    first INTEGER NOT NULL,
    "then" INTEGER NOT NULL,
    min_gap INTEGER,
    max_gap INTEGER,
    why VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_template_rule_template_id_visit_template
        FOREIGN KEY(template_id) REFERENCES visit_template (id)
)"""

_CLOSURE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    day DATE NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_closure_minutes CHECK (0 <= start AND start < "end" AND "end" <= 1440)
)"""

_LOST_WITH_THEIR_TABLES = (
    "CREATE INDEX ix_visit_patient_id ON visit (patient_id)",
    """CREATE UNIQUE INDEX uq_resource_active_name ON resource (name)
    WHERE active AND kind <> 'patient'""",
    "CREATE INDEX ix_need_option_need_id ON need_option (need_id)",
    "CREATE INDEX ix_template_rule_template_id ON template_rule (template_id)",
    "CREATE UNIQUE INDEX uq_visit_template_active_name ON visit_template (name) WHERE active",
    """CREATE TRIGGER visit_delete BEFORE DELETE ON visit
    BEGIN SELECT RAISE(ABORT, 'visit rows are never deleted'); END""",
)

_NEW_INDEXES = (
    "CREATE INDEX ix_closure_day ON closure (day)",
    """CREATE UNIQUE INDEX uq_qualification_in_use ON qualification (resource_id, type_id)
    WHERE active""",
    """CREATE UNIQUE INDEX uq_hours_block_visit_type_in_use
    ON hours_block_visit_type (block_id, visit_type_id) WHERE active""",
    """CREATE UNIQUE INDEX uq_visit_type_need_in_use ON visit_type_need (visit_type_id, position)
    WHERE active""",
    """CREATE UNIQUE INDEX uq_template_step_in_use ON template_step (template_id, position)
    WHERE active""",
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
    _rows_that_change()
    _replace(
        "resource",
        _RESOURCE,
        "id, kind, name, movable, part_of, profile, always, lane_of, position, active, version",
    )
    _replace(
        "holiday", _CLOSURE, "id, day, name, active, version", name="closure", start="0", end="1440"
    )
    for statement in (*_LOST_WITH_THEIR_TABLES, *_NEW_INDEXES):
        op.execute(statement)


def _rows_that_change() -> None:
    """What stood beside its owner for good becomes a row that can be put out of use, and undone."""
    for table, shape, columns in (
        ("qualification", _QUALIFICATION, "resource_id, type_id"),
        ("hours_block_visit_type", _HOURS_BLOCK_VISIT_TYPE, "block_id, visit_type_id"),
        (
            "visit_type_need",
            _VISIT_TYPE_NEED,
            'id, visit_type_id, position, holds, "before", "after"',
        ),
        ("need_option", _NEED_OPTION, "id, need_id, type_id, resource_id, minutes, penalty"),
        ("template_step", _TEMPLATE_STEP, "template_id, position, visit_type_id, minutes"),
        ("template_rule", _TEMPLATE_RULE, 'id, template_id, first, "then", min_gap, max_gap, why'),
    ):
        _replace(table, shape, columns, active="1", version="1")


def _replace(table: str, shape: str, columns: str, *, name: str = "", **new: str) -> None:
    """Make a table anew in its new shape, with its rows and with the numbers that are used up."""
    name = name or table
    used = op.get_bind().scalar(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}
    )
    added = "".join(f', "{column}"' for column in new)
    values = "".join(f", {value}" for value in new.values())
    op.execute(f"CREATE TABLE new_{name} {shape}")
    op.execute(
        f"INSERT INTO new_{name} ({columns}{added}) SELECT {columns}{values} FROM {table}"
        " ORDER BY 1, 2"
    )
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE new_{name} RENAME TO {name}")
    if used is not None:
        op.execute(f"DELETE FROM sqlite_sequence WHERE name IN ('{table}', '{name}')")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{name}', {used})")
