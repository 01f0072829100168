"""The first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


_GUARDS = (
    """CREATE TRIGGER claim_insert_overlap BEFORE INSERT ON claim WHEN NEW.busy
    BEGIN
    SELECT RAISE(ABORT, 'claims overlap')
    WHERE EXISTS (
        SELECT 1 FROM claim
        WHERE resource_id = NEW.resource_id AND day = NEW.day AND busy = 1
          AND start < NEW."end" AND "end" > NEW.start AND id IS NOT NULL
    );
 END""",
    """CREATE TRIGGER claim_update_overlap
    BEFORE UPDATE OF resource_id, day, start, "end", busy ON claim WHEN NEW.busy
    BEGIN
    SELECT RAISE(ABORT, 'claims overlap')
    WHERE EXISTS (
        SELECT 1 FROM claim
        WHERE resource_id = NEW.resource_id AND day = NEW.day AND busy = 1
          AND start < NEW."end" AND "end" > NEW.start AND id IS NOT OLD.id
    );
 END""",
    """CREATE TRIGGER journal_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END""",
    """CREATE TRIGGER journal_update
    BEFORE UPDATE OF number, at, actor, workstation, role, kind, of_number, undoable, code, params,
        affects, everything, revision, digest, previous, hash ON journal
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
    op.create_table(
        "clinic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("grid_minutes", sa.Integer(), nullable=False),
        sa.Column("transfer_minutes", sa.Integer(), nullable=False),
        sa.Column("hold_minutes", sa.Integer(), nullable=False),
        sa.Column("date_order", sa.String(), nullable=False),
        sa.Column("week_start", sa.Integer(), nullable=False),
        sa.Column("twelve_hour", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clinic_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("day", name=op.f("uq_holiday_day")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("workstation", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("of_number", sa.Integer(), nullable=True),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("params", sa.String(), nullable=False),
        sa.Column("affects", sa.String(), nullable=False),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("payload", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'change') = (of_number IS NULL)", name=op.f("ck_journal_of_number")
        ),
        sa.CheckConstraint("kind IN ('change', 'undo', 'redo')", name=op.f("ck_journal_kind")),
        sa.ForeignKeyConstraint(
            ["of_number"], ["journal.number"], name=op.f("fk_journal_of_number_journal")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_journal_desk", "journal", ["workstation", "actor", "number"], unique=False)
    op.create_index("ix_journal_everything", "journal", ["everything", "number"], unique=False)
    op.create_index("ix_journal_of_number", "journal", ["of_number"], unique=False)
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '0 <= start AND start < "end" AND "end" <= 1440', name=op.f("ck_opening_hours_minutes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("movable", sa.Boolean(), nullable=False),
        sa.Column("part_of", sa.String(), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("always", sa.Boolean(), nullable=False),
        sa.Column("lane_of", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('practitioner', 'assistant', 'room', 'equipment', 'patient')",
            name=op.f("ck_resource_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["lane_of"], ["resource.id"], name=op.f("fk_resource_lane_of_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_resource_active_name",
        "resource",
        ["name"],
        unique=True,
        sqlite_where=sa.text("active AND kind <> 'patient'"),
    )
    op.create_table(
        "resource_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("color", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_type")),
        sa.UniqueConstraint("key", name=op.f("uq_resource_type_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "visit_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("transfer_minutes", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_template")),
        sa.UniqueConstraint("key", name=op.f("uq_visit_template_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_visit_template_active_name",
        "visit_template",
        ["name"],
        unique=True,
        sqlite_where=sa.text("active"),
    )
    op.create_table(
        "extra_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '0 <= start AND start < "end" AND "end" <= 1440', name=op.f("ck_extra_hours_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_extra_hours_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_hours")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_extra_hours_resource_id"), "extra_hours", ["resource_id"], unique=False
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("family_key", sa.String(), nullable=False),
        sa.Column("given_key", sa.String(), nullable=False),
        sa.Column("phone_key", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["patient.id"], name=op.f("fk_patient_merged_into_patient")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_patient_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_patient_resource_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_patient_born", "patient", ["born"], unique=False)
    op.create_index("ix_patient_family_given", "patient", ["family_key", "given_key"], unique=False)
    op.create_index("ix_patient_given_family", "patient", ["given_key", "family_key"], unique=False)
    op.create_index("ix_patient_phone_key", "patient", ["phone_key"], unique=False)
    op.create_table(
        "qualification",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_qualification_resource_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["resource_type.id"], name=op.f("fk_qualification_type_id_resource_type")
        ),
        sa.PrimaryKeyConstraint("resource_id", "type_id", name=op.f("pk_qualification")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("new_patients_only", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '0 <= start AND start < "end" AND "end" <= 1440', name=op.f("ck_session_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_session_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_session_resource_id"), "session", ["resource_id"], unique=False)
    op.create_table(
        "template_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("then", sa.Integer(), nullable=False),
        sa.Column("min_gap", sa.Integer(), nullable=True),
        sa.Column("max_gap", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["visit_template.id"],
            name=op.f("fk_template_rule_template_id_visit_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_rule")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_template_rule_template_id"), "template_rule", ["template_id"], unique=False
    )
    op.create_table(
        "time_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint('0 < "end" AND "end" <= 1440', name=op.f("ck_time_off_end")),
        sa.CheckConstraint("0 <= start AND start < 1440", name=op.f("ck_time_off_start")),
        sa.CheckConstraint(
            'first_day < last_day OR (first_day = last_day AND start < "end")',
            name=op.f("ck_time_off_order"),
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_time_off_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_time_off_resource_id"), "time_off", ["resource_id"], unique=False)
    op.create_table(
        "visit_type",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("public_name", sa.String(), nullable=False),
        sa.Column("specialty_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("arrive_early", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("instructions", sa.String(), nullable=False),
        sa.Column("requirements", sa.JSON(), nullable=False),
        sa.Column("group_size", sa.Integer(), nullable=False),
        sa.Column("only_in_sessions", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("group_size >= 1", name=op.f("ck_visit_type_group_size")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_visit_type_minutes")),
        sa.ForeignKeyConstraint(
            ["specialty_id"],
            ["resource_type.id"],
            name=op.f("fk_visit_type_specialty_id_resource_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_type")),
        sa.UniqueConstraint("key", name=op.f("uq_visit_type_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "working_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '0 <= start AND start < "end" AND "end" <= 1440', name=op.f("ck_working_hours_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_working_hours_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_working_hours_resource_id"), "working_hours", ["resource_id"], unique=False
    )
    op.create_table(
        "session_visit_type",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("visit_type_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_session_visit_type_session_id_session")
        ),
        sa.ForeignKeyConstraint(
            ["visit_type_id"],
            ["visit_type.id"],
            name=op.f("fk_session_visit_type_visit_type_id_visit_type"),
        ),
        sa.PrimaryKeyConstraint("session_id", "visit_type_id", name=op.f("pk_session_visit_type")),
    )
    op.create_table(
        "template_step",
        sa.Column("template_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("visit_type_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["visit_template.id"],
            name=op.f("fk_template_step_template_id_visit_template"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_type_id"],
            ["visit_type.id"],
            name=op.f("fk_template_step_visit_type_id_visit_type"),
        ),
        sa.PrimaryKeyConstraint("template_id", "position", name=op.f("pk_template_step")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("step_count", sa.Integer(), nullable=False),
        sa.Column("transfer_minutes", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("step_count >= 1", name=op.f("ck_visit_step_count")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_visit_patient_id_patient")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["visit_template.id"], name=op.f("fk_visit_template_id_visit_template")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_visit_patient_id"), "visit", ["patient_id"], unique=False)
    op.create_table(
        "visit_type_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_type_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("holds", sa.JSON(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_type_id"],
            ["visit_type.id"],
            name=op.f("fk_visit_type_need_visit_type_id_visit_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_type_need")),
        sa.UniqueConstraint(
            "visit_type_id", "position", name=op.f("uq_visit_type_need_visit_type_id_position")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("visit_type_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("busy", sa.Boolean(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("group_size", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("override_by", sa.String(), nullable=False),
        sa.Column("override_rules", sa.JSON(), nullable=False),
        sa.Column("confirmed", sa.String(), nullable=False),
        sa.Column("whereabouts", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "busy = (status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled'))",
            name=op.f("ck_appointment_busy"),
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled', 'proposed', 'waitlist', 'cancelled', 'noshow', 'entered-in-error')",
            name=op.f("ck_appointment_status"),
        ),
        sa.CheckConstraint(
            "visit_type_id IS NOT NULL OR title <> ''", name=op.f("ck_appointment_named")
        ),
        sa.CheckConstraint(
            "minutes >= 1 AND start >= 0 AND start + minutes <= 1440",
            name=op.f("ck_appointment_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["appointment.id"], name=op.f("fk_appointment_session_id_appointment")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_appointment_visit_id_visit")
        ),
        sa.ForeignKeyConstraint(
            ["visit_type_id"],
            ["visit_type.id"],
            name=op.f("fk_appointment_visit_type_id_visit_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("id", "day", "busy", name=op.f("uq_appointment_id_day_busy")),
        sa.UniqueConstraint("visit_id", "position", name=op.f("uq_appointment_visit_id_position")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_appointment_day", "appointment", ["day"], unique=False)
    op.create_index(op.f("ix_appointment_session_id"), "appointment", ["session_id"], unique=False)
    op.create_table(
        "hold",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("workstation", sa.String(), nullable=False),
        sa.Column("expires_at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_hold_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_expires_at"), "hold", ["expires_at"], unique=False)
    op.create_table(
        "need_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=True),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("penalty", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(type_id IS NULL) <> (resource_id IS NULL)", name=op.f("ck_need_option_one_kind")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["visit_type_need.id"], name=op.f("fk_need_option_need_id_visit_type_need")
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_need_option_resource_id_resource")
        ),
        sa.ForeignKeyConstraint(
            ["type_id"], ["resource_type.id"], name=op.f("fk_need_option_type_id_resource_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_option")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_need_option_need_id"), "need_option", ["need_id"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("busy", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            '0 <= start AND start < "end" AND "end" <= 1440', name=op.f("ck_claim_minutes")
        ),
        sa.CheckConstraint("busy IN (TRUE, FALSE)", name=op.f("ck_claim_busy")),
        sa.ForeignKeyConstraint(
            ["appointment_id", "day", "busy"],
            ["appointment.id", "appointment.day", "appointment.busy"],
            name=op.f("fk_claim_appointment_id_day_busy_appointment"),
        ),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["resource.id"], name=op.f("fk_claim_resource_id_resource")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index("ix_claim_appointment", "claim", ["appointment_id"], unique=False)
    op.create_index("ix_claim_day", "claim", ["day"], unique=False)
    op.create_index(
        "ix_claim_resource", "claim", ["resource_id", "day", "busy", "start", "end"], unique=False
    )
    for guard in _GUARDS:
        op.execute(guard)
    # Numbers that people say on the phone: all of one length from the first on.
    op.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('patient', 10000), ('visit', 1000)")
