"""Why no day has a plan: what is in the way, and what would help."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_CLINIC: Mapping[str, Sentence] = {
    "reason.gaps-contradict-min-gap": N_(
        "{then} must start at most {max_gap:length} after {first}, but also at least"
        " {least:length} after it; whoever maintains the visit template must change one of these."
    ),
    "reason.gaps-contradict-transfer": N_(
        "{then} must start at most {max_gap:length} after {first}, but getting there and what lies"
        " between takes {least:length}; whoever maintains the visit template must allow more."
    ),
    "reason.nobody-qualifies": N_(
        "Nobody and nothing in this clinic qualifies for {step}; whoever maintains the clinic's"
        " people and rooms must add what is missing."
    ),
    "reason.nobody-for-both": N_(
        "{steps} must have the same practitioner or room, but nobody and nothing in this clinic"
        " qualifies for all; whoever maintains the visit template must change that."
    ),
    "reason.rules-in-circle": N_(
        "The order of {steps} goes in a circle; whoever maintains the visit template must fix it."
    ),
}

_TIME: Mapping[str, Sentence] = {
    "reason.earlier-today": N_(
        "The visit would have fitted earlier today, but that time has passed. Look at more days"
        " or other ones."
    ),
    "reason.today-over": N_("The clinic's hours of today are over. Look at a later day."),
    "reason.need-never-free": N_(
        "{step} needs one of these for {minutes:length}, and none is free for so long on any of"
        " these days: {one_of}. Look at more days or other ones."
    ),
    "reason.no-common-day": N_(
        "Each step fits on some of these days, but no day suits all of them: {steps}."
        " Look at more days, or book a step on a day of its own."
    ),
    "reason.no-days": N_("No day was looked at; look at one or more."),
    "reason.patient-elsewhere": N_(
        "The patient's other appointments are in the way. Look at more days, or move one of them."
    ),
    "reason.patient-elsewhere-step": N_(
        "{step} would fit but for the patient's other appointments. Look at more days, or move one"
        " of them."
    ),
    "reason.step-never-free": N_(
        "{step} takes {minutes:length}, and at no time of these days is all that it needs free at"
        " once. Look at more days or other ones."
    ),
    "reason.step-window-leaves-none-step": N_(
        "{step} would fit but for the sessions that it is limited to. Look at more days, or ask for"
        " extra hours."
    ),
    "reason.window-leaves-none": N_(
        "The visit would fit only outside the clinic's opening hours or the hours that suit the"
        " patient. Look at more days, or allow other hours."
    ),
    "reason.window-leaves-none-step": N_(
        "{step} would fit only outside the clinic's opening hours or the hours that suit the"
        " patient. Look at more days, or allow other hours."
    ),
}

_TOGETHER: Mapping[str, Sentence] = {
    "reason.no-combination": N_(
        "Each step fits by itself, but no day holds all of them together. Look at more days, or"
        " book a step on a day of its own."
    ),
    "reason.longest-stay-leaves-none": N_(
        "The visit would fit if the patient could stay longer than {longest_stay:length}. Look at"
        " more days, or book a step on a day of its own."
    ),
    "reason.one-window-leaves-none": N_(
        "The visit would fit only with a wait while the clinic is closed. Look at more days."
    ),
    "reason.same-leaves-none": N_(
        "The visit would fit if {steps} could have different practitioners or rooms. Look at more"
        " days."
    ),
    "reason.rule-leaves-none-max-gap": N_(
        "The visit would fit if {then} could start later than {max_gap:length} after {first}."
        " Look at more days, or book one of the two on a day of its own."
    ),
    "reason.rule-leaves-none-min-gap": N_(
        "The visit would fit if {then} could start sooner than {min_gap:length} after {first}."
        " Look at more days, or book one of the two on a day of its own."
    ),
    "reason.rule-leaves-none-order": N_(
        "The visit would fit if {then} did not have to come after {first}. Look at more days, or"
        " book one of the two on a day of its own."
    ),
    "reason.step-leaves-none-step": N_(
        "The other steps would fit without {step}. Look at more days, or book it on a day of its"
        " own."
    ),
    "reason.transfer-leaves-none": P_(
        "The visit would fit without the {transfer_minutes} minute that the patient needs between"
        " two steps. Look at more days.",
        "The visit would fit without the {transfer_minutes} minutes that the patient needs between"
        " two steps. Look at more days.",
        "transfer_minutes",
    ),
}

SENTENCES: Mapping[str, Sentence] = {**_CLINIC, **_TIME, **_TOGETHER}
"""By the engine's code and what it means of a rule or visit; the fields are its parameters."""
