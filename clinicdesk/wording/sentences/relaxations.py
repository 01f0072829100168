"""What could give way so that a visit fits: a line for each kind, before the times it gives."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "way.max-gap": N_("{then} up to {new:length} after {first}, not {old:length}"),
    "way.min-gap": N_("{then} as soon as {new:length} after {first}, not {old:length}"),
    "way.transfer": N_("{new:length} from one step to the next, not {old:length}"),
    "way.rule": N_("{first} need not come before {then}"),
    "way.person": N_("With {resource} for {step}"),
    "way.window-earlier": N_("The patient comes {minutes:length} earlier"),
    "way.window-later": N_("The patient stays {minutes:length} later"),
    "way.window-days": N_("The patient comes on another day of the week"),
    "way.left-out": N_("Without {step}"),
    "way.two-days": N_("On two days: first {earlier}, then {later}"),
    "way.two-days-apart": N_(
        "On two days, longer apart than the rules say: first {earlier}, then {later}"
    ),
    "way.both": N_("{one:code}; {two:code}"),
}
"""By the engine's kind; the fields are its parameters, named."""
