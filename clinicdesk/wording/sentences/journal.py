"""The journal: taking the contents out of its entries, and why that was refused."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "done.journal.redacted": P_(
        "Took out the contents of journal entry {entries}",
        "Took out the contents of journal entries {entries}",
        "entries",
    ),
    "redaction.not-allowed": N_(
        'The role "{role:word}" may not take out the contents of journal entries; nothing was'
        " changed. Ask a manager."
    ),
    "redaction.nothing": N_(
        "The journal has no entry {number} with contents; nothing was changed. Look up the numbers"
        " in the history of the visit."
    ),
    "redaction.reason-missing": N_(
        "Taking out the contents of journal entries needs a reason; nothing was changed. Write one"
        " that names nobody."
    ),
}
