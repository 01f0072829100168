"""All sentences by their codes, collected from the subjects' own modules."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import Sentence
from clinicdesk.wording.sentences import (
    absence,
    backups,
    booking,
    changes,
    checking,
    checks,
    clinic_file_trouble,
    clinic_setup,
    clinics,
    command_line,
    contacts,
    day,
    directory,
    doctor,
    exporting,
    flow,
    frame,
    hours,
    journal,
    keys,
    patient_page,
    patients,
    reasons,
    refusals,
    relaxations,
    rules,
    setup_window,
    statuses,
    trouble,
    visits,
    waiting,
    work,
)

SUBJECTS: tuple[Mapping[str, Sentence], ...] = (
    refusals.SENTENCES,
    clinic_file_trouble.SENTENCES,
    clinic_setup.SENTENCES,
    clinics.SENTENCES,
    setup_window.SENTENCES,
    visits.SENTENCES,
    rules.SENTENCES,
    statuses.SENTENCES,
    patients.SENTENCES,
    patient_page.SENTENCES,
    hours.SENTENCES,
    journal.SENTENCES,
    checks.SENTENCES,
    checking.SENTENCES,
    backups.SENTENCES,
    changes.SENTENCES,
    reasons.SENTENCES,
    relaxations.SENTENCES,
    command_line.SENTENCES,
    doctor.SENTENCES,
    exporting.SENTENCES,
    frame.SENTENCES,
    booking.SENTENCES,
    day.SENTENCES,
    absence.SENTENCES,
    flow.SENTENCES,
    contacts.SENTENCES,
    waiting.SENTENCES,
    directory.SENTENCES,
    keys.SENTENCES,
    trouble.SENTENCES,
    work.SENTENCES,
)
"""Each subject's sentences; no code may stand in two of them."""

SENTENCES: Mapping[str, Sentence] = {
    code: sentence for subject in SUBJECTS for code, sentence in subject.items()
}
