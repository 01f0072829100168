"""Which rule of scheduling stands in the way of a booking, and what it is called."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence
from clinicdesk.wording.sentences.names import RULES

_HARD: Mapping[str, Sentence] = {
    "rule.cost": N_("The plan is not the one that was shown; nothing was changed. Plan again."),
    "rule.grid": N_(
        "{step} on {day} cannot start at {start:time}: the clinic's times are {grid} minutes apart."
        " Nothing was changed."
    ),
    "rule.left-out": N_("A visit would be left out; nothing was changed. Plan again."),
    "rule.minutes": N_(
        "{step} on {day} would not last as long as it must; nothing was changed. Plan again."
    ),
    "rule.missing-step": N_(
        "{step} is not there exactly once; nothing was changed. A visit is booked whole."
    ),
    "rule.one-day": N_(
        "{step} would be on {day}, but {other_step} on {other_day}; nothing was changed."
        " A combined visit is on one day."
    ),
    "rule.patient-overlap": N_(
        "On {day} the patient is busy from {other_start:time} to {other_end:time}, so {step} cannot"
        " be at {start:time}. Nothing was changed; choose another time."
    ),
    "rule.resources": N_(
        "{step} on {day} does not have what it needs, each of its own; nothing was changed."
        " Plan again."
    ),
    "rule.retired": N_(
        "{step} on {day} needs {resource}, which the clinic does not have any more."
        " Nothing was changed; choose another."
    ),
    "rule.taken": N_(
        "{resource} is taken from {begin:time} to {to:time} on {day}, so {step} cannot be at"
        " {start:time}. Nothing was changed; choose another time."
    ),
}

_SOFT: Mapping[str, Sentence] = {
    "rule.alternative-window": N_(
        "{step} on {day} at {start:time} is outside the sessions of {resource} for it."
    ),
    "rule.lane": N_("{resource} is a second place, open for work-ins only."),
    "rule.outside": N_(
        "{step} on {day} at {start:time} needs {resource} from {begin:time} to {to:time},"
        " outside working hours."
    ),
    "rule.sequence": N_(
        "{step} on {day} at {start:time} must start at least {min_gap} minutes (at most:"
        " {max_gap:limit}) after {other_step}, which ends at {other_end:time}."
    ),
    "rule.step-window": N_("{step} on {day} cannot be at {start:time}: it has hours of its own."),
    "rule.transfer": N_(
        "{step} on {day} starts {gap} minutes after {other_step}; {transfer} are needed in between."
    ),
    "rule.window": N_(
        "{step} on {day} at {start:time} is outside the time that suits the patient."
    ),
}

_SET_ASIDE: Mapping[str, Sentence] = {
    "visit.breaks-rule": N_(
        "{rule:code} Nothing was changed. Choose another time, or give a reason for setting this"
        " rule aside."
    ),
    "override.not-allowed": N_(
        'The role "{role:word}" may not set this rule aside: {rule:code}. Nothing was changed;'
        " ask somebody whose role allows it."
    ),
}

_NAMES: Mapping[str, Sentence] = {
    "rule-name.retired": N_("what the clinic has"),
    **{f"rule-name.{rule}": name for rule, name in RULES.items()},
}

SENTENCES: Mapping[str, Sentence] = {**_HARD, **_SOFT, **_SET_ASIDE, **_NAMES}
"""By the problem format's name of the rule (`rule.taken`); the fields are its parameters."""
