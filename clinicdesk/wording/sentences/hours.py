"""Why hours and absences were not written, and what to do."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "hours.bad-rule": N_(
        "ClinicDesk cannot repeat hours like that; nothing was changed."
        " Repeat by whole days, weeks, months or years, without an end."
    ),
    "hours.ends-before-it-begins": N_(
        "It would end before it begins; nothing was changed. Correct the times."
    ),
    "hours.unknown": N_("There is no absence {number}; nothing was changed."),
}
"""By the code that a refusal carries; the fields are its parameters."""
