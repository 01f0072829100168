"""What `doctor` says: a name for each fact, and its value with units."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_NAMES: Mapping[str, Sentence] = {
    "doctor.program": N_("ClinicDesk"),
    "doctor.schema": N_("Schema of the program"),
    "doctor.python": N_("Python"),
    "doctor.qt": N_("Qt for Python"),
    "doctor.sqlalchemy": N_("SQLAlchemy"),
    "doctor.sqlite": N_("SQLite"),
    "doctor.system": N_("System"),
    "doctor.database": N_("Clinic's file"),
    "doctor.database-bytes": N_("Size"),
    "doctor.database-pages": N_("Pages"),
    "doctor.database-read-only": N_("May only be read"),
    "doctor.database-on-share": N_("On a network share"),
    "doctor.database-synced": N_("In a synchronized folder"),
    "doctor.database-disk-free-bytes": N_("Free on its disk"),
    "doctor.open-in": N_("Open in other programs"),
    "doctor.database-state": N_("State of the file"),
    "doctor.database-schema": N_("Schema of the file"),
    "doctor.clock-utc": N_("Clock (UTC)"),
    "doctor.clock-offset-minutes": N_("Clock ahead of UTC"),
    "doctor.computer-zone": N_("Zone of this computer"),
    "doctor.demo": N_("A demo: its patients are invented"),
    "doctor.clinic-zone": N_("Zone of the clinic"),
    "doctor.clinic-zone-known": N_("Zone of the clinic known here"),
    "doctor.journal-entries": N_("Entries in the journal"),
    "doctor.journal-newest": N_("Newest entry (UTC)"),
    "doctor.clock-before-journal": N_("Clock is before the newest entry"),
    "doctor.workstations-holding": N_("Workstations that hold a visit"),
    "doctor.backup-folder": N_("Folder of the backups"),
    "doctor.backup-disk-free-bytes": N_("Free on the backups' disk"),
    "doctor.backups": N_("Backups"),
    "doctor.last-backup": N_("Last backup (UTC)"),
    "doctor.last-backup-reason": N_("Why it was made"),
    "doctor.last-check": N_("Last check on this computer (UTC)"),
    "doctor.last-check-broken": N_("Found broken by it"),
}

_VALUES: Mapping[str, Sentence] = {
    "doctor-value.unknown": N_("unknown"),
    "doctor-value.none": N_("none"),
    "doctor-value.sound": N_("sound"),
    "doctor-value.yes": N_("yes"),
    "doctor-value.no": N_("no"),
    "doctor-value.process": N_("{name} (process {pid})"),
    "doctor-value.minutes": P_("{count} minute", "{count} minutes"),
}

SENTENCES: Mapping[str, Sentence] = {**_NAMES, **_VALUES}
"""By code."""
