"""Why a patient's record was not written, and what to do."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

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
    "part.clinic-name": N_("clinic's name"),
    "part.email": N_("e-mail address"),
    "part.family": N_("last name"),
    "part.flag": N_("flag"),
    "part.given": N_("first name"),
    "part.note": N_("note"),
    "part.phone": N_("phone number"),
    "part.reason": N_("reason"),
    "part.reference": N_("number of what must be there before"),
    "part.requirement": N_("name of what must be there before"),
    "part.source": N_("place where it comes from"),
    "part.comes-for": N_("reason for coming"),
    "part.step-note": N_("note"),
    "part.task": N_("note to the desk"),
    "part.whereabouts": N_("place where the patient is"),
    "part.whom": N_("name of who was told"),
    "text.control-character": N_(
        "The {part:code} has a character that cannot be seen or printed; nothing was written."
        " Type it again."
    ),
    "text.too-long": N_(
        "The {part:code} is longer than {longest} characters; nothing was written. Shorten it."
    ),
    "patient.language-unknown": N_(
        "{language} is not the code of a language, or its name; nothing was written. Write one"
        " such as es or Spanish."
    ),
    "patient.name-incomplete": N_(
        "A patient needs a last and a first name; nothing was written. Write both."
    ),
    "patient.detail-gone": N_(
        "This is no longer kept of the patient; nothing was written. Look at the page again."
    ),
    "patient.not-booked": N_(
        "Nothing is booked for {number:patient} any more; nothing was written. The patient's page"
        " says how that person stands."
    ),
    "patient.merged-both-expected": N_(
        "On {day} {kept:patient} is expected at {start:time} and {gone:patient} at"
        " {other_start:time}, which nobody can be; nothing was merged. Move or cancel one of the"
        " two, or leave them two people."
    ),
    "patient.merged-with-itself": N_(
        "{number:patient} is one record; nothing was merged. Name the other one."
    ),
    "patient.person-nameless": N_(
        "Somebody who belongs to a patient needs a name; nothing was written. Write it."
    ),
    "patient.preference-impossible": N_(
        "This is no preference that can be kept; nothing was written. Name hours of a day, from"
        " earlier to later, or somebody who works here."
    ),
    "patient.requirement-nameless": N_(
        "What must be there before a visit needs a name; nothing was written. Write it first."
    ),
    "patient.requirement-over": N_(
        "What is valid until {day} cannot bear a later day; nothing was written. Correct one of"
        " the two."
    ),
    "patient.phone-missing": N_(
        "A patient needs a phone number; nothing was written. Ask for one that is answered."
    ),
}
"""By the code that a refusal carries; the fields are its parameters."""
