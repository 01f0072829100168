"""The patient's page, the flow of the day, requirements and the waitlist"""

import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


_PATIENT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    resource_id INTEGER NOT NULL,
    family VARCHAR NOT NULL,
    given VARCHAR NOT NULL,
    born DATE NOT NULL,
    phone VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    speaks VARCHAR NOT NULL,
    reads VARCHAR NOT NULL,
    interpreter BOOLEAN NOT NULL,
    flags JSON NOT NULL,
    note VARCHAR NOT NULL,
    other_number VARCHAR NOT NULL,
    phone_use VARCHAR NOT NULL,
    standing VARCHAR NOT NULL,
    standing_since DATE,
    standing_reason VARCHAR NOT NULL,
    merged_into INTEGER,
    family_key VARCHAR NOT NULL,
    given_key VARCHAR NOT NULL,
    phone_key VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_patient_standing CHECK (standing IN ('', 'deceased', 'barred')),
    CONSTRAINT uq_patient_resource_id UNIQUE (resource_id),
    CONSTRAINT fk_patient_resource_id_resource
        FOREIGN KEY(resource_id) REFERENCES resource (id),
    CONSTRAINT fk_patient_merged_into_patient FOREIGN KEY(merged_into) REFERENCES patient (id)
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
    comes_for VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    arrived_at INTEGER,
    roomed_at INTEGER,
    begun_at INTEGER,
    done_at INTEGER,
    room_id INTEGER,
    left_unseen BOOLEAN NOT NULL,
    place VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_appointment_visit_id_position UNIQUE (visit_id, position),
    CONSTRAINT uq_appointment_id_day_busy UNIQUE (id, day, busy),
    CONSTRAINT ck_appointment_status
        CHECK (status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled',
        'proposed', 'waitlist', 'cancelled', 'noshow', 'entered-in-error')),
    CONSTRAINT ck_appointment_busy
        CHECK (busy = (status IN ('pending', 'booked', 'arrived', 'checked-in',
        'fulfilled'))),
    CONSTRAINT ck_appointment_minutes
        CHECK (minutes >= 1 AND start >= 0 AND start + minutes <= 1440),
    CONSTRAINT ck_appointment_named CHECK (visit_type_id IS NOT NULL OR title <> ''),
    CONSTRAINT ck_appointment_arrived_at CHECK (arrived_at BETWEEN 0 AND 1440),
    CONSTRAINT ck_appointment_roomed_at CHECK (roomed_at BETWEEN 0 AND 1440),
    CONSTRAINT ck_appointment_begun_at CHECK (begun_at BETWEEN 0 AND 1440),
    CONSTRAINT ck_appointment_done_at CHECK (done_at BETWEEN 0 AND 1440),
    CONSTRAINT fk_appointment_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_appointment_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id),
    CONSTRAINT fk_appointment_class_id_appointment
        FOREIGN KEY(class_id) REFERENCES appointment (id),
    CONSTRAINT fk_appointment_room_id_resource FOREIGN KEY(room_id) REFERENCES resource (id)
)"""

_PATIENT_KEY = """(
    id INTEGER NOT NULL,
    patient_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    CONSTRAINT pk_patient_key PRIMARY KEY (id),
    CONSTRAINT ck_patient_key_kind CHECK (kind IN ('name', 'phone')),
    CONSTRAINT fk_patient_key_patient_id_patient FOREIGN KEY(patient_id) REFERENCES patient (id)
)"""

_RELATED_PERSON = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    relationship VARCHAR NOT NULL,
    may_be_told BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_related_person_relationship
        CHECK (relationship IN ('guardian', 'parent', 'spouse', 'child', 'caregiver',
        'other')),
    CONSTRAINT fk_related_person_patient_id_patient
        FOREIGN KEY(patient_id) REFERENCES patient (id)
)"""

_CONTACT_POINT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    related_person_id INTEGER,
    system VARCHAR NOT NULL,
    use VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    value_key VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_contact_point_system CHECK (system IN ('phone', 'e-mail')),
    CONSTRAINT ck_contact_point_use CHECK ("use" IN ('', 'mobile', 'home', 'work')),
    CONSTRAINT fk_contact_point_patient_id_patient
        FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_contact_point_related_person_id_related_person
        FOREIGN KEY(related_person_id) REFERENCES related_person (id)
)"""

_CHANNEL_CONSENT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    channel VARCHAR NOT NULL,
    agreed BOOLEAN NOT NULL,
    said_on DATE NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_channel_consent_channel
        CHECK (channel IN ('call', 'voicemail', 'text', 'e-mail', 'paper', 'file',
        'unknown')),
    CONSTRAINT fk_channel_consent_patient_id_patient
        FOREIGN KEY(patient_id) REFERENCES patient (id)
)"""

_PATIENT_PREFERENCE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    resource_id INTEGER,
    weekdays JSON NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_patient_preference_kind CHECK (kind IN ('time', 'practitioner', 'avoided')),
    CONSTRAINT ck_patient_preference_of_kind CHECK ((kind = 'time') = (resource_id IS NULL)),
    CONSTRAINT ck_patient_preference_minutes
        CHECK (0 <= earliest AND earliest < latest AND latest <= 1440),
    CONSTRAINT fk_patient_preference_patient_id_patient
        FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_patient_preference_resource_id_resource
        FOREIGN KEY(resource_id) REFERENCES resource (id)
)"""

_PATIENT_REQUIREMENT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    visit_id INTEGER,
    name VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    reference VARCHAR NOT NULL,
    dated DATE,
    valid_until DATE,
    decide_by DATE,
    note VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_patient_requirement_state
        CHECK (state IN ('open', 'requested', 'met', 'waived')),
    CONSTRAINT fk_patient_requirement_patient_id_patient
        FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_patient_requirement_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
)"""

_WAITLIST_ENTRY = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER NOT NULL,
    visit_id INTEGER,
    template_id INTEGER,
    visit_type_id INTEGER,
    practitioner_id INTEGER,
    urgent BOOLEAN NOT NULL,
    since VARCHAR NOT NULL,
    first_day DATE,
    last_day DATE,
    weekdays JSON NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    notice_minutes INTEGER NOT NULL,
    note VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_waitlist_entry_outcome CHECK (outcome IN ('waiting', 'served', 'dropped')),
    CONSTRAINT ck_waitlist_entry_for_something
        CHECK (visit_id IS NOT NULL OR template_id IS NOT NULL OR visit_type_id IS NOT NULL),
    CONSTRAINT ck_waitlist_entry_minutes
        CHECK (0 <= earliest AND earliest < latest AND latest <= 1440),
    CONSTRAINT fk_waitlist_entry_patient_id_patient
        FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_waitlist_entry_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_waitlist_entry_template_id_visit_template
        FOREIGN KEY(template_id) REFERENCES visit_template (id),
    CONSTRAINT fk_waitlist_entry_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id),
    CONSTRAINT fk_waitlist_entry_practitioner_id_resource
        FOREIGN KEY(practitioner_id) REFERENCES resource (id)
)"""

_DELAY = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    resource_id INTEGER NOT NULL,
    day DATE NOT NULL,
    minutes INTEGER NOT NULL,
    noted_at INTEGER NOT NULL,
    actor VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_delay_minutes CHECK (minutes BETWEEN 0 AND 1440),
    CONSTRAINT ck_delay_noted_at CHECK (noted_at BETWEEN 0 AND 1440),
    CONSTRAINT fk_delay_resource_id_resource FOREIGN KEY(resource_id) REFERENCES resource (id)
)"""

_DESK_TASK = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER,
    visit_id INTEGER,
    text VARCHAR NOT NULL,
    asked_by VARCHAR NOT NULL,
    asked_at VARCHAR NOT NULL,
    done_by VARCHAR NOT NULL,
    done_at VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_desk_task_patient_id_patient FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_desk_task_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
)"""

_MADE_ANEW = (
    "CREATE INDEX ix_patient_born ON patient (born)",
    "CREATE INDEX ix_patient_family_given ON patient (family_key, given_key)",
    "CREATE INDEX ix_patient_given_family ON patient (given_key, family_key)",
    "CREATE INDEX ix_patient_other_number ON patient (other_number)",
    "CREATE INDEX ix_patient_phone_key ON patient (phone_key)",
    "CREATE INDEX ix_appointment_class_id ON appointment (class_id)",
    "CREATE INDEX ix_appointment_day ON appointment (day)",
    """CREATE TRIGGER patient_delete BEFORE DELETE ON patient
    BEGIN SELECT RAISE(ABORT, 'patient rows are never deleted'); END""",
    """CREATE TRIGGER appointment_delete BEFORE DELETE ON appointment
    BEGIN SELECT RAISE(ABORT, 'appointment rows are never deleted'); END""",
)
"""Indexes and guards of the tables that are made anew."""

_NEW_INDEXES = (
    """CREATE INDEX ix_patient_key ON patient_key (kind, "key", patient_id)""",
    "CREATE INDEX ix_patient_key_patient_id ON patient_key (patient_id)",
    "CREATE INDEX ix_related_person_patient_id ON related_person (patient_id)",
    "CREATE INDEX ix_contact_point_patient_id ON contact_point (patient_id)",
    "CREATE INDEX ix_contact_point_value_key ON contact_point (value_key)",
    """CREATE UNIQUE INDEX uq_channel_consent_in_use
    ON channel_consent (patient_id, channel) WHERE active""",
    "CREATE INDEX ix_patient_preference_patient_id ON patient_preference (patient_id)",
    "CREATE INDEX ix_patient_requirement_patient_id ON patient_requirement (patient_id)",
    "CREATE INDEX ix_patient_requirement_visit_id ON patient_requirement (visit_id)",
    "CREATE INDEX ix_waitlist_entry_patient_id ON waitlist_entry (patient_id)",
    "CREATE INDEX ix_waitlist_entry_visit_id ON waitlist_entry (visit_id)",
    "CREATE INDEX ix_delay_day ON delay (day, resource_id)",
    "CREATE INDEX ix_desk_task_patient_id ON desk_task (patient_id)",
    "CREATE INDEX ix_desk_task_visit_id ON desk_task (visit_id)",
)

_NEW_TABLES = {
    "patient_key": _PATIENT_KEY,
    "related_person": _RELATED_PERSON,
    "contact_point": _CONTACT_POINT,
    "channel_consent": _CHANNEL_CONSENT,
    "patient_preference": _PATIENT_PREFERENCE,
    "patient_requirement": _PATIENT_REQUIREMENT,
    "waitlist_entry": _WAITLIST_ENTRY,
    "delay": _DELAY,
    "desk_task": _DESK_TASK,
}

_TOGETHER = 10_000
"""Patients whose keys are written in one go."""


def upgrade() -> None:
    _replace(
        "patient",
        _PATIENT,
        other_number="''",
        phone_use="''",
        standing="''",
        standing_reason="''",
    )
    _replace("appointment", _APPOINTMENT, comes_for="''", note="''", left_unseen="0")
    for table, shape in _NEW_TABLES.items():
        op.execute(f"CREATE TABLE {table} {shape}")
    _write_keys()
    for statement in (*_MADE_ANEW, *_NEW_INDEXES):
        op.execute(statement)


def _write_keys() -> None:
    """Every patient's keys, in the order of their numbers."""
    bind, last = op.get_bind(), 0
    some = sa.text(
        "SELECT id, family, given, phone FROM patient WHERE id > :last ORDER BY id LIMIT :most"
    )
    write = sa.text("INSERT INTO patient_key (patient_id, kind, key) VALUES (:number, :kind, :key)")
    while rows := bind.execute(some, {"last": last, "most": _TOGETHER}).all():
        last = rows[-1].id
        bind.execute(write, [key for row in rows for key in _keys(row)])


def _keys(row: Any) -> list[dict[str, object]]:
    kinds = {"name": _name_keys(row.family, row.given), "phone": _phone_keys(row.phone)}
    return [
        {"number": row.id, "kind": kind, "key": key}
        for kind, keys in kinds.items()
        for key in sorted(keys)
    ]


_LETTERS = str.maketrans(
    {
        "\u0131": "i",
        "ß": "ss",
        "æ": "ae",
        "ð": "d",
        "ø": "o",
        "þ": "th",
        "đ": "d",
        "ł": "l",
        "œ": "oe",
    }
)
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_TWO_LETTERS = re.compile("ae|oe|ue|aa")
_EXTENSION = re.compile(r"(?:\b|(?<=\d))(?:x|ext|extension|durchwahl|anexo)\.?\s*:?\s*\d+", re.I)
_NEXT_NUMBER = re.compile(r"[/;,|\n]|\bor\b|\band\b|(?<=\d)\s*\+", re.IGNORECASE)


def _name_key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(char for char in plain if char.isalnum())


def _name_keys(family: str, given: str) -> set[str]:
    words = f"{family} {given}".split()
    parts = [*words, *(part for word in words for part in re.split(r"[-\u2010-\u2015]", word))]
    return {key for part in parts for key in _spellings(part)}


def _spellings(word: str) -> set[str]:
    plain = _name_key(word)
    composed = unicodedata.normalize("NFC", word.casefold())
    written_out = _name_key(composed.translate(_WRITTEN_OUT))
    shortened = _TWO_LETTERS.sub(lambda found: found.group()[0], plain)
    return {plain, written_out, shortened} - {""}


def _phone_keys(text: str) -> set[str]:
    numbers = _NEXT_NUMBER.split(_EXTENSION.sub(" ", text))
    tails = {key for key in map(_digits_last_first, numbers) if len(key) >= 3}
    return tails | {"^" + tail[::-1] for tail in tails}


def _digits_last_first(text: str) -> str:
    return "".join(str(unicodedata.digit(char)) for char in reversed(text) if char.isdigit())


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
