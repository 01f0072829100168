"""The rules that the database itself holds on SQLite, whatever the program does."""

# On insert `itself` is NULL: every row IS NOT NULL, so none is left out.
_OVERLAP = """SELECT RAISE(ABORT, 'claims overlap')
    WHERE EXISTS (
        SELECT 1 FROM claim
        WHERE resource_id = NEW.resource_id AND day = NEW.day AND busy = 1
          AND start < NEW."end" AND "end" > NEW.start AND id IS NOT {itself}
    );"""

SQLITE_GUARDS = (
    # Busy claims of one resource never overlap.
    f"""CREATE TRIGGER claim_insert_overlap BEFORE INSERT ON claim WHEN NEW.busy
    BEGIN {_OVERLAP.format(itself="NULL")} END""",
    f"""CREATE TRIGGER claim_update_overlap
    BEFORE UPDATE OF resource_id, day, start, "end", busy ON claim WHEN NEW.busy
    BEGIN {_OVERLAP.format(itself="OLD.id")} END""",
    # The journal is written once; only its payload can be redacted.
    """CREATE TRIGGER journal_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END""",
    """CREATE TRIGGER journal_update
    BEFORE UPDATE OF number, at, actor, workstation, role, kind, of_number, undoable, code, params,
        affects, everything, revision, write_key, baseline, digest, previous, hash ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    """CREATE TRIGGER journal_redact BEFORE UPDATE OF payload ON journal WHEN NEW.payload NOTNULL
    BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    # Numbers that people read to each other are never reused: their rows are never deleted.
    *(
        f"""CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} rows are never deleted'); END"""
        for table in ("patient", "visit", "appointment")
    ),
)
"""CREATE statements, as the newest migration leaves them."""

OVERLAP_MESSAGE = "claims overlap"
