"""All sentences by their codes, collected from the subjects' own modules."""

from collections.abc import Mapping

from clinicdesk.wording import (
    absence,
    changes,
    checks,
    command_line,
    hours,
    keys,
    patients,
    reasons,
    refusals,
    rules,
    screen,
    screen_booking,
    screen_day,
    visits,
    ways,
)
from clinicdesk.wording.marking import Sentence

SUBJECTS: tuple[Mapping[str, Sentence], ...] = (
    refusals.SENTENCES,
    visits.SENTENCES,
    rules.SENTENCES,
    patients.SENTENCES,
    hours.SENTENCES,
    checks.SENTENCES,
    changes.SENTENCES,
    reasons.SENTENCES,
    ways.SENTENCES,
    command_line.SENTENCES,
    screen.SENTENCES,
    screen_booking.SENTENCES,
    screen_day.SENTENCES,
    absence.SENTENCES,
    keys.SENTENCES,
)
"""Each subject's sentences; no code may stand in two of them."""

SENTENCES: Mapping[str, Sentence] = {
    code: sentence for subject in SUBJECTS for code, sentence in subject.items()
}
