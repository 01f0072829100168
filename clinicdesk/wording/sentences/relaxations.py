"""What could give way so that a visit fits: a line for each kind, before the times it gives."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "relaxation.max-gap": N_("{then} up to {new:length} after {first}, not {old:length}"),
    "relaxation.min-gap": N_("{then} as soon as {new:length} after {first}, not {old:length}"),
    "relaxation.transfer": N_("{new:length} from one step to the next, not {old:length}"),
    "relaxation.rule": N_("{first} need not come before {then}"),
    "relaxation.longest-stay": N_("The patient stays up to {new:length}, not {old:length}"),
    "relaxation.one-window": N_("The visit goes on after the clinic was closed in between"),
    "relaxation.same": N_("{steps} with different practitioners or rooms"),
    "relaxation.person": N_("With {resource} for {step}"),
    "relaxation.window-earlier": N_("The patient comes {minutes:length} earlier"),
    "relaxation.window-later": N_("The patient stays {minutes:length} later"),
    "relaxation.window-days": N_("The patient comes on another day of the week"),
    "relaxation.left-out": N_("Without {step}"),
    "relaxation.two-days": N_("On two days: first {earlier}, then {later}"),
    "relaxation.two-days-apart": N_(
        "On two days, longer apart than the rules say: first {earlier}, then {later}"
    ),
    "relaxation.both": N_("{one:code}; {two:code}"),
}
"""By the engine's kind; the fields are its parameters, named."""
