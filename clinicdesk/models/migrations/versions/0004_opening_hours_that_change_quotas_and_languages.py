"""Opening hours that change, quotas of sessions, texts by language, forms and the clinic's contact"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
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
    holiday_rule JSON NOT NULL,
    backup_folder VARCHAR NOT NULL,
    demo BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_clinic PRIMARY KEY (id),
    CONSTRAINT ck_clinic_one CHECK (id = 1)
)"""

_VISIT_TYPE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    public_name VARCHAR NOT NULL,
    public_name_in JSON NOT NULL,
    specialty_id INTEGER,
    minutes INTEGER NOT NULL,
    arrive_early INTEGER NOT NULL,
    place VARCHAR NOT NULL,
    other_places JSON NOT NULL,
    instructions VARCHAR NOT NULL,
    instructions_in JSON NOT NULL,
    requirements JSON NOT NULL,
    group_size INTEGER NOT NULL,
    only_in_blocks BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_visit_type_key UNIQUE ("key"),
    CONSTRAINT ck_visit_type_minutes CHECK (minutes BETWEEN 1 AND 1440),
    CONSTRAINT ck_visit_type_group_size CHECK (group_size >= 1),
    CONSTRAINT fk_visit_type_specialty_id_resource_type
        FOREIGN KEY(specialty_id) REFERENCES resource_type (id)
)"""

_VISIT_TYPE_NEED = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    visit_type_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    holds JSON NOT NULL,
    "before" INTEGER NOT NULL,
    "after" INTEGER NOT NULL,
    places JSON NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_visit_type_need_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id)
)"""

_TEMPLATE_STEP = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    template_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    visit_type_id INTEGER NOT NULL,
    minutes INTEGER,
    place VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_template_step_template_id_visit_template
        FOREIGN KEY(template_id) REFERENCES visit_template (id),
    CONSTRAINT fk_template_step_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id)
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
    pace INTEGER NOT NULL,
    position INTEGER NOT NULL,
    starts_on DATE,
    ends_on DATE,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_resource_pace CHECK (pace BETWEEN 25 AND 400),
    CONSTRAINT ck_resource_kind
        CHECK (kind IN ('practitioner', 'assistant', 'room', 'equipment', 'patient')),
    CONSTRAINT fk_resource_lane_of_resource FOREIGN KEY(lane_of) REFERENCES resource (id)
)"""

_HOURS_BLOCK = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    resource_id INTEGER NOT NULL,
    new_patients_only BOOLEAN NOT NULL,
    only_here BOOLEAN NOT NULL,
    release_days INTEGER,
    release_minute INTEGER,
    rule VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_hours_block_release
        CHECK (release_days >= 0 AND release_minute BETWEEN 0 AND 1440),
    CONSTRAINT ck_hours_block_minutes CHECK (0 <= start AND start < "end" AND "end" <= 1440),
    CONSTRAINT fk_hours_block_resource_id_resource
        FOREIGN KEY(resource_id) REFERENCES resource (id)
)"""

_APPOINTMENT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    visit_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    visit_type_id INTEGER,
    title VARCHAR NOT NULL,
    day DATE NOT NULL,
    start INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    resource_uses JSON NOT NULL,
    status VARCHAR NOT NULL,
    busy BOOLEAN NOT NULL,
    class_id INTEGER,
    group_size INTEGER,
    reason VARCHAR NOT NULL,
    override_reason VARCHAR NOT NULL,
    override_by VARCHAR NOT NULL,
    override_rules JSON NOT NULL,
    whereabouts VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_appointment_visit_id_position UNIQUE (visit_id, position),
    CONSTRAINT uq_appointment_id_day_busy UNIQUE (id, day, busy),
    CONSTRAINT ck_appointment_status CHECK (status IN ('pending', 'booked', 'arrived', 'checked-in',
        'fulfilled', 'proposed', 'waitlist', 'cancelled', 'noshow', 'entered-in-error')),
    CONSTRAINT ck_appointment_busy CHECK
        (busy = (status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled'))),
    CONSTRAINT ck_appointment_minutes CHECK
        (minutes >= 1 AND start >= 0 AND start + minutes <= 1440),
    CONSTRAINT ck_appointment_named CHECK (visit_type_id IS NOT NULL OR title <> ''),
    CONSTRAINT fk_appointment_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_appointment_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id),
    CONSTRAINT fk_appointment_class_id_appointment
        FOREIGN KEY(class_id) REFERENCES appointment (id)
)"""

_HOURS_BLOCK_QUOTA = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    block_id INTEGER NOT NULL,
    visit_type_id INTEGER NOT NULL,
    at_most INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_hours_block_quota_at_most CHECK (at_most >= 0),
    CONSTRAINT fk_hours_block_quota_block_id_hours_block
        FOREIGN KEY(block_id) REFERENCES hours_block (id),
    CONSTRAINT fk_hours_block_quota_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id)
)"""

_OPENING_SEASON = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    every_year BOOLEAN NOT NULL,
    week JSON NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_opening_season_order CHECK (first_day <= last_day)
)"""

_MEETING = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL
)"""

_MEETING_HOURS = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_meeting_hours_minutes CHECK (0 <= start AND start < "end" AND "end" <= 1440),
    CONSTRAINT fk_meeting_hours_meeting_id_meeting FOREIGN KEY(meeting_id) REFERENCES meeting (id)
)"""

_MEETING_MEMBER = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    meeting_id INTEGER NOT NULL,
    resource_id INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_meeting_member_meeting_id_meeting
        FOREIGN KEY(meeting_id) REFERENCES meeting (id),
    CONSTRAINT fk_meeting_member_resource_id_resource
        FOREIGN KEY(resource_id) REFERENCES resource (id)
)"""

_LOST_WITH_THEIR_TABLES = (
    """CREATE UNIQUE INDEX uq_resource_active_name ON resource (name)
    WHERE active AND kind <> 'patient'""",
    """CREATE UNIQUE INDEX uq_visit_type_need_in_use ON visit_type_need (visit_type_id, position)
    WHERE active""",
    """CREATE UNIQUE INDEX uq_template_step_in_use ON template_step (template_id, position)
    WHERE active""",
    "CREATE INDEX ix_hours_block_resource_id ON hours_block (resource_id)",
    "CREATE INDEX ix_appointment_class_id ON appointment (class_id)",
    "CREATE INDEX ix_appointment_day ON appointment (day)",
    """CREATE TRIGGER appointment_delete BEFORE DELETE ON appointment
    BEGIN SELECT RAISE(ABORT, 'appointment rows are never deleted'); END""",
)

_NEW_INDEXES = (
    "CREATE UNIQUE INDEX uq_meeting_active_name ON meeting (name) WHERE active",
    "CREATE INDEX ix_meeting_hours_meeting_id ON meeting_hours (meeting_id)",
    """CREATE UNIQUE INDEX uq_meeting_member_in_use
    ON meeting_member (meeting_id, resource_id) WHERE active""",
    """CREATE UNIQUE INDEX uq_hours_block_quota_in_use
    ON hours_block_quota (block_id, visit_type_id) WHERE active""",
)


_BOOKED_WITHOUT_AN_INTERPRETER = """UPDATE appointment SET
    override_rules = json_insert(override_rules, '$[#]', 'interpreter'),
    override_reason = CASE override_reason WHEN ''
        THEN 'Booked before interpreters were planned with a visit' ELSE override_reason END,
    override_by = CASE override_by WHEN '' THEN 'upgrade' ELSE override_by END
    WHERE status IN ('pending', 'booked', 'arrived', 'checked-in') AND visit_id IN (
        SELECT visit.id FROM visit JOIN patient ON patient.id = visit.patient_id
        WHERE patient.interpreter
    )"""
"""What is booked keeps the rules that it was booked with, and says so."""


def upgrade() -> None:
    _replace(
        "clinic",
        _CLINIC,
        address="''",
        directions="''",
        directions_in="'{}'",
        phone="''",
        web="''",
        holiday_rule="'{}'",
    )
    _replace(
        "visit_type",
        _VISIT_TYPE,
        public_name_in="'{}'",
        other_places="'[]'",
        instructions_in="'{}'",
    )
    _replace("visit_type_need", _VISIT_TYPE_NEED, places="'[]'")
    _replace("template_step", _TEMPLATE_STEP, place="''")
    _replace("resource", _RESOURCE, pace="100")
    _replace("hours_block", _HOURS_BLOCK, only_here="0")
    _replace("appointment", _APPOINTMENT, place="''")
    op.execute(f"CREATE TABLE hours_block_quota {_HOURS_BLOCK_QUOTA}")
    op.execute(f"CREATE TABLE opening_season {_OPENING_SEASON}")
    op.execute(f"CREATE TABLE meeting {_MEETING}")
    op.execute(f"CREATE TABLE meeting_hours {_MEETING_HOURS}")
    op.execute(f"CREATE TABLE meeting_member {_MEETING_MEMBER}")
    op.execute(_BOOKED_WITHOUT_AN_INTERPRETER)
    for statement in (*_LOST_WITH_THEIR_TABLES, *_NEW_INDEXES):
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
