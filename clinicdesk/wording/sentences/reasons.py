"""Why no day has a plan: what is in the way. What would help is tried first: `relaxations.py`."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_CLINIC: Mapping[str, Sentence] = {
    "reason.gaps-contradict-min-gap": N_(
        "{then} must start at most {max_gap:length} after {first}, but also at least"
        " {least:length} after it; whoever maintains that combined visit must change one of these."
    ),
    "reason.gaps-contradict-transfer": N_(
        "{then} must start at most {max_gap:length} after {first}, but getting there and what lies"
        " between takes {least:length}; whoever maintains that combined visit must allow more."
    ),
    "reason.nobody-qualifies": N_(
        "Nobody and nothing in this clinic qualifies for {step}; whoever maintains the clinic's"
        " people and rooms must add what is missing."
    ),
    "reason.nobody-for-both": N_(
        "{steps} must have the same practitioner or room, but nobody and nothing in this clinic"
        " qualifies for all; whoever maintains that combined visit must change that."
    ),
    "reason.rules-in-circle": N_(
        "The order of {steps} goes in a circle; whoever maintains that combined visit must fix it."
    ),
}

_TIME: Mapping[str, Sentence] = {
    "reason.earlier-today": N_(
        "The visit would have fitted earlier today, but that time has passed."
    ),
    "reason.today-over": N_("The clinic's hours of today are over."),
    "reason.need-never-free": N_(
        "{step} needs one of these for {minutes:length}, and none is free for so long on any of"
        " these days: {one_of}."
    ),
    "reason.no-interpreter": N_(
        "The visit would fit but that nobody is free to interpret {language:language}: {one_of}."
    ),
    "reason.no-speaker": N_(
        "The visit would fit but that nobody who speaks {language:language} is free."
    ),
    "reason.requirement": N_(
        "The visit would fit, but “{requirement}” is still open and can be there from {first_day}"
        " on."
    ),
    "reason.no-new-patients": N_(
        "The patient is new to the clinic, and nobody who could do {step} takes new patients:"
        " {one_of}."
    ),
    "reason.no-common-day": N_(
        "Each step fits on some of these days, but no day suits all of them: {steps}."
    ),
    "reason.no-days": N_("No day was looked at."),
    "reason.patient-elsewhere": N_("The patient's other appointments are in the way."),
    "reason.patient-elsewhere-step": N_(
        "{step} would fit but for the patient's other appointments."
    ),
    "reason.step-never-free": N_(
        "{step} takes {minutes:length}, and at no time of these days is all that it needs free at"
        " once."
    ),
    "reason.step-window-leaves-none-step": N_(
        "{step} would fit but for the sessions that it is limited to."
    ),
    "reason.window-leaves-none": N_(
        "The visit would fit only outside the clinic's opening hours or the hours that suit the"
        " patient."
    ),
    "reason.window-leaves-none-step": N_(
        "{step} would fit only outside the clinic's opening hours or the hours that suit the"
        " patient."
    ),
}

_TOGETHER: Mapping[str, Sentence] = {
    "reason.no-combination": N_("No day holds all steps together."),
    "reason.longest-stay-leaves-none": N_(
        "The visit would fit if the patient could stay longer than {longest_stay:length}."
    ),
    "reason.one-window-leaves-none": N_(
        "The visit would fit only with a wait while the clinic is closed."
    ),
    "reason.same-leaves-none": N_(
        "The visit would fit if {steps} could have different practitioners or rooms."
    ),
    "reason.rule-leaves-none-max-gap": N_(
        "The visit would fit if {then} could start later than {max_gap:length} after {first}."
    ),
    "reason.rule-leaves-none-min-gap": N_(
        "The visit would fit if {then} could start sooner than {min_gap:length} after {first}."
    ),
    "reason.rule-leaves-none-order": N_(
        "The visit would fit if {then} did not have to come after {first}."
    ),
    "reason.step-leaves-none-step": N_("The other steps would fit without {step}."),
    "reason.transfer-leaves-none": P_(
        "The visit would fit without the {transfer_minutes} minute that the patient needs between"
        " two steps.",
        "The visit would fit without the {transfer_minutes} minutes that the patient needs between"
        " two steps.",
        "transfer_minutes",
    ),
}

SENTENCES: Mapping[str, Sentence] = {**_CLINIC, **_TIME, **_TOGETHER}
"""By the engine's code and what it means of a rule or visit; the fields are its parameters."""
