"""Why a patient's record was not written, and what to do."""

from collections.abc import Mapping

from clinicdesk.wording.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "patient.unknown": N_(
        "There is no patient {number:patient}; nothing was changed. Find the patient by name."
    ),
    "patient.similar": N_(
        "A patient of this name and birth date is here already, {number:patient}; nobody was added."
        " Use that record, or say that this is somebody else (--even-if-similar on a command line)."
    ),
    "patient.born-impossible": N_(
        "Nobody living was born on {born}; nothing was written. Correct the birth date."
    ),
    "patient.control-character": N_(
        "The name or the phone number has a character that cannot be printed; nothing was written."
        " Type it anew."
    ),
    "patient.name-incomplete": N_(
        "A patient needs a last and a first name; nothing was written. Write both."
    ),
    "patient.phone-missing": N_(
        "A patient needs a phone number; nothing was written. Ask for one that is answered."
    ),
}
"""By the code that a refusal carries; the fields are its parameters."""
