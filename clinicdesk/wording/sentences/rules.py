"""The words of every rule: what it says when it is broken, its name, and a few words of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinicdesk.wording.machine.marking import N_, Sentence


@dataclass(frozen=True)
class RuleWords:
    """The words of one rule; the fields of the first and the last are its check's parameters."""

    broken: str
    """Of a hard rule a whole refusal, of a soft one only what is broken (`visit.breaks-rule`)."""
    name: str | None = None
    """What it is called, of a rule that may be overridden or that `check` may find broken."""
    short: str = N_("this cannot be here")
    """Beside an appointment that is dragged, in eight words at most."""


RULES: Mapping[str, RuleWords] = {
    "missing-step": RuleWords(
        N_("{step} is not there exactly once; nothing was changed. A visit is booked whole.")
    ),
    "one-day": RuleWords(
        N_(
            "{step} would be on {day}, but {other_step} on {other_day}; nothing was changed."
            " A combined visit is on one day."
        )
    ),
    "grid": RuleWords(
        N_(
            "{step} on {day} cannot start at {start:time}: the clinic's times are {grid} minutes"
            " apart. Nothing was changed."
        ),
        short=N_("not on the {grid} minute grid"),
    ),
    "resources": RuleWords(
        N_(
            "{step} on {day} does not have each thing that it needs for itself; nothing was"
            " changed. Plan again."
        ),
        short=N_("needs something else for itself"),
    ),
    "minutes": RuleWords(
        N_("{step} on {day} would not last as long as it must; nothing was changed. Plan again.")
    ),
    "window": RuleWords(
        N_("{step} on {day} at {start:time} is outside the time that suits the patient."),
        N_("the patient's hours"),
        N_("outside the patient's time"),
    ),
    "step-window": RuleWords(
        N_("{step} on {day} cannot be at {start:time}: it may only be at the hours set for it."),
        N_("the hours set for the step"),
        N_("outside the hours set for this step"),
    ),
    "alternative-window": RuleWords(
        N_("{step} on {day} at {start:time} is outside the sessions of {resource} for it."),
        N_("session"),
        N_("outside the sessions of {resource}"),
    ),
    "sequence": RuleWords(
        N_(
            "{step} on {day} at {start:time} must start at least {min_gap} minutes (at most:"
            " {max_gap:limit}) after {other_step}, which ends at {other_end:time}."
        ),
        N_("order of the steps"),
        N_("order or gap to {other_step}"),
    ),
    "transfer": RuleWords(
        N_(
            "{step} on {day} starts {gap} minutes after {other_step}; {transfer} are needed in"
            " between."
        ),
        N_("time between steps"),
        N_("too little time between the steps"),
    ),
    "same": RuleWords(
        N_("{step} on {day} must have {other_resource}, as {other_step} has."),
        N_("the same practitioner or room"),
        N_("must have {other_resource}"),
    ),
    "longest-stay": RuleWords(
        N_(
            "On {day} the patient would be here for {minutes:length}, longer than the"
            " {longest_stay:length} that the visit may last."
        ),
        N_("longest stay"),
        N_("too long a visit"),
    ),
    "patient-overlap": RuleWords(
        N_(
            "On {day} the patient is busy from {other_start:time} to {other_end:time}, so {step}"
            " cannot be at {start:time}. Nothing was changed; choose another time."
        ),
        short=N_("the patient is busy then"),
    ),
    "taken": RuleWords(
        N_(
            "{resource} is taken from {begin:time} to {to:time} on {day}, so {step} cannot be at"
            " {start:time}. Nothing was changed; choose another time."
        ),
        short=N_("{resource} is taken then"),
    ),
    "outside": RuleWords(
        N_(
            "{step} on {day} at {start:time} needs {resource} from {begin:time} to {to:time},"
            " outside working hours."
        ),
        N_("working hours"),
        N_("outside hours of {resource}"),
    ),
    "cost": RuleWords(
        N_("The plan is not the one that was shown; nothing was changed. Plan again.")
    ),
    "left-out": RuleWords(N_("A visit would be left out; nothing was changed. Plan again.")),
    "furthest": RuleWords(N_("Somebody would be moved too far; nothing was changed. Plan again.")),
    "front": RuleWords(
        N_("This is not one of the ways that were shown; nothing was changed. Plan again.")
    ),
    "lane": RuleWords(
        N_("{resource} is a second place, open for work-ins only."),
        N_("work-in"),
        N_("second place, for work-ins only"),
    ),
    "one-window": RuleWords(
        N_("{step} on {day} at {start:time} would be after hours in which the clinic is closed."),
        N_("no closed hours within the visit"),
        N_("closed in between"),
    ),
    "way": RuleWords(
        N_(
            "{step} on {day} at {start:time} is too near to the patient's other visit: one is by"
            " phone or video, the other on site."
        ),
        N_("the patient's way"),
        N_("no time for the patient's way"),
    ),
    "new-patient": RuleWords(
        N_("{step} on {day} would be with {resource}, who takes no patients new to the clinic."),
        N_("no new patients"),
        N_("{resource} takes no new patients"),
    ),
    "interpreter": RuleWords(
        N_(
            "{step} on {day} at {start:time} would be with nobody who speaks {language:language},"
            " and without an interpreter."
        ),
        N_("an interpreter"),
        N_("nobody speaks {language:language}"),
    ),
    "requirement": RuleWords(
        N_(
            "{step} on {day} needs “{requirement}”, which is still open and can be there from"
            " {first_day} on."
        ),
        N_("what must be there before"),
        N_("“{requirement}” is not there by then"),
    ),
    "quota": RuleWords(
        N_(
            "{resource} takes at most {most} of {step} in this session on {day},"
            " and so many are booked."
        ),
        N_("how many a session takes"),
        N_("full: at most {most}"),
    ),
    "unqualified": RuleWords(
        N_(
            "{step} on {day} would be with {resource}, who does not do it, or is not meant for it."
            " Nothing was changed; choose another."
        ),
        N_("who qualifies"),
        N_("{resource} does not do this"),
    ),
    "retired": RuleWords(
        N_(
            "{step} on {day} needs {resource}, which the clinic does not have any more."
            " Nothing was changed; choose another."
        ),
        N_("what it needs is retired"),
    ),
}
"""One row a rule of the engine's or the clinic's, by its name.

Not by the enums themselves: whoever only needs a sentence would wait for the whole engine. That
no rule is left out, a test holds.
"""

_OVERRIDING: Mapping[str, Sentence] = {
    "visit.breaks-rule": N_(
        "{rule:code}{why:because} Nothing was changed. Choose another time, or give a reason for"
        " overriding this rule."
    ),
    "override.not-allowed": N_(
        'The role "{role:word}" may not override this rule: {rule:code}. Nothing was changed;'
        " ask somebody whose role allows it."
    ),
}

SENTENCES: Mapping[str, Sentence] = {
    **{f"rule.{rule}": words.broken for rule, words in RULES.items()},
    **{f"rule-name.{rule}": words.name for rule, words in RULES.items() if words.name},
    **{f"rule-short.{rule}": words.short for rule, words in RULES.items()},
    **_OVERRIDING,
}
"""By the codes of `services/visits/rules/clinic_rules.py`."""
