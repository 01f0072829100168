"""Plain English for relaxations: what gives way, and when the visit is then.

The command line of the engine speaks this; the clinic's own windows have `wording/`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from clinicdesk.scheduling.core.problem import Plan
from clinicdesk.scheduling.program.fields import quoted
from clinicdesk.scheduling.program.reason_sentences import clock, in_minutes
from clinicdesk.scheduling.why_not.relaxation import Relaxation

Params = Mapping[str, Any]


def relaxation_sentence(relaxation: Relaxation) -> str:
    """One sentence that names what gives way and the day and time of each plan it opens."""
    text = _given_way(relaxation.kind, relaxation.params)
    when = " and ".join(map(_when, relaxation.plans))
    return f"{text[0].upper()}{text[1:]}: {when}."


def _when(plan: Plan) -> str:
    return f"{plan.day} {clock(min(placed.start for placed in plan.steps))}"


def _given_way(kind: str, params: Params) -> str:
    return _KINDS[kind](params)


def _pair(p: Params) -> str:
    return f"between {quoted(p['first'])} and {quoted(p['then'])}"


def _names(names: tuple[str, ...]) -> str:
    return " and ".join(map(quoted, names))


def _max_gap(p: Params) -> str:
    return f"up to {in_minutes(p['new'])} {_pair(p)} instead of {p['old']}"


def _min_gap(p: Params) -> str:
    return f"from {in_minutes(p['new'])} {_pair(p)} on instead of {p['old']}"


def _transfer(p: Params) -> str:
    return f"{in_minutes(p['new'])} of transfer instead of {p['old']}"


def _person(p: Params) -> str:
    return f"with {quoted(p['resource'])} for need {p['need'] + 1} of step {quoted(p['step'])}"


def _window_earlier(p: Params) -> str:
    return f"the patient comes up to {in_minutes(p['minutes'])} earlier, at {clock(p['at'])}"


def _window_later(p: Params) -> str:
    return f"the patient stays up to {in_minutes(p['minutes'])} later, until {clock(p['at'])}"


def _window_days(_: Params) -> str:
    return "the patient comes on another day"


def _step_window(p: Params) -> str:
    return f"step {quoted(p['step'])} up to {in_minutes(p['minutes'])} outside its windows"


def _alternative_window(p: Params) -> str:
    late = in_minutes(p["minutes"])
    return f"step {quoted(p['step'])} up to {late} outside the windows of {quoted(p['resource'])}"


def _overtime(p: Params) -> str:
    spans = " and ".join(f"{clock(begin)} to {clock(end)}" for begin, end in p["outside"])
    return f"{quoted(p['resource'])} outside free time from {spans}"


def _rule(p: Params) -> str:
    return f"without the rule of {quoted(p['first'])} before {quoted(p['then'])}"


def _longest_stay(p: Params) -> str:
    return f"a stay of up to {in_minutes(p['new'])} instead of {p['old']}"


def _one_window(_: Params) -> str:
    return "in several of the patient's windows"


def _same(p: Params) -> str:
    return f"with different resources for {_names(p['steps'])}"


def _left_out(p: Params) -> str:
    return f"without step {quoted(p['step'])}"


def _two_days(p: Params) -> str:
    text = f"on two days, first {_names(p['earlier'])}, then {_names(p['later'])}"
    if p["given_up"]:
        text += f", whatever time passes {_pairs(p['given_up'])}"
    return text


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str:
    return " and ".join(_pair({"first": first, "then": then}) for first, then in pairs)


def _later_day(_: Params) -> str:
    return "on a later day"


def _both(p: Params) -> str:
    return ", and ".join(_given_way(kind, params) for kind, params in p["parts"])


_KINDS: dict[str, Callable[[Params], str]] = {
    "max-gap": _max_gap,
    "min-gap": _min_gap,
    "transfer": _transfer,
    "person": _person,
    "window-earlier": _window_earlier,
    "window-later": _window_later,
    "window-days": _window_days,
    "step-window": _step_window,
    "alternative-window": _alternative_window,
    "overtime-before": _overtime,
    "overtime-after": _overtime,
    "rule": _rule,
    "longest-stay": _longest_stay,
    "one-window": _one_window,
    "same": _same,
    "left-out": _left_out,
    "two-days": _two_days,
    "later-day": _later_day,
    "both": _both,
}
