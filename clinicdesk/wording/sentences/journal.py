"""The journal: taking the contents out of its entries, and why that was refused."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "action.clinic.redact": N_("Take out contents of the journal…"),
    "done.journal.redacted": P_(
        "Took out the contents of journal entry {entries}",
        "Took out the contents of journal entries {entries}",
        "entries",
    ),
    "redacting.about": N_(
        "Of every change of this visit it stays who made it, when and where; whose visit it was and"
        " what it was before is taken out of the journal for good. Those changes can no longer be"
        " undone."
    ),
    "redacting.cancel": N_("Cancel"),
    "redacting.go": N_("Take out"),
    "redacting.no-visit": N_("Write the number of a visit, such as V-1093."),
    "redacting.nothing": N_(
        "The journal has no contents about {visit:visit}; nothing was changed. Look up the number."
    ),
    "redacting.reason": N_("Why (it stays in the journal: name nobody)"),
    "redacting.reason-missing": N_("Write why."),
    "redacting.visit": N_("Visit"),
    "redacting.working": N_("The contents are being taken out…"),
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
