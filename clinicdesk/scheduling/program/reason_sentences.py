"""Plain English for what the engine says in codes: broken rules, and why nothing fits.

The command line of the engine speaks this; the clinic's own windows have `wording/`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.core.problem import Reason
from clinicdesk.scheduling.core.rules import Rule, Violation
from clinicdesk.scheduling.program.fields import quoted

Params = Mapping[str, Any]


def violation_sentence(violation: Violation) -> str:
    """One sentence that names the step, the resource and the times as HH:MM."""
    return _RULES[violation.rule](violation.params)


def reason_sentence(reason: Reason) -> str:
    """One sentence on which step or rule is in the way.

    It advises only what the search has tried, and found a plan with: `relaxation_sentences.py` says
    by how much. What cannot help alone (a step that fits nowhere by itself) is only named.
    """
    return _REASONS[reason.code](reason.params)


def clock(minute: int) -> str:
    """Minutes after midnight as HH:MM; what is not within a day is said in words."""
    if minute < 0:
        return f"{-minute} minutes before midnight"
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _step(params: Params) -> str:
    return f"step {quoted(params['step'])} of {quoted(params['request'])}"


def _timed(params: Params) -> str:
    return f"{_step(params)} ({_span(params['start'], params['end'])})"


def _span(start: int, end: int) -> str:
    return f"{clock(start)} to {clock(end)}"


def _spans(intervals: Sequence[Interval]) -> str:
    return " or ".join(_span(*interval) for interval in intervals) or "no time at all"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def in_minutes(count: int) -> str:
    """A count of minutes in words."""
    return "1 minute" if count == 1 else f"{count} minutes"


def _taken(p: Params) -> str:
    need = f"{_timed(p)} needs {quoted(p['resource'])}"
    when = _span(p["from"], p["to"])
    if "other_step" not in p:
        return _sentence(f"{need}, which is taken from {when} on {p['day']}")
    other = f"step {quoted(p['other_step'])} of {quoted(p['other_request'])}"
    return _sentence(f"{need}, which {other} takes from {when} on {p['day']}")


def _outside(p: Params) -> str:
    when = _span(p["from"], p["to"])
    return _sentence(
        f"{_timed(p)} needs {quoted(p['resource'])}, which is not free from {when} on {p['day']}"
    )


def _patient_overlap(p: Params) -> str:
    other = f"step {quoted(p['other_step'])} of {quoted(p['other_request'])}"
    times = _span(p["other_start"], p["other_end"])
    return _sentence(f"{_timed(p)} overlaps {other} ({times}) of the same patient on {p['day']}")


def _same(p: Params) -> str:
    other = f"{quoted(p['other_resource'])} of step {quoted(p['other_step'])}"
    return _sentence(
        f"{_step(p)} must have the same resource as {other}, not {quoted(p['resource'])}"
    )


def _longest_stay(p: Params) -> str:
    most = in_minutes(p["longest_stay"])
    return _sentence(
        f"request {quoted(p['request'])} lasts {in_minutes(p['minutes'])} on {p['day']}, but the"
        f" patient stays {most} at most"
    )


def _window(p: Params) -> str:
    if p.get("fault") == "apart":
        other = f"step {quoted(p['other_step'])}"
        return _sentence(f"{_timed(p)} must lie in the same window as {other} on {p['day']}")
    spaces = _spans(p["windows"])
    return _sentence(f"{_timed(p)} must lie within the patient's time on {p['day']}: {spaces}")


def _step_window(p: Params) -> str:
    return _sentence(f"{_timed(p)} must lie within {_spans(p['windows'])} on {p['day']}")


def _alternative_window(p: Params) -> str:
    spaces = _spans(p["windows"])
    return _sentence(
        f"{_timed(p)} with {quoted(p['resource'])} must lie within {spaces} on {p['day']}"
    )


def _sequence(p: Params) -> str:
    most = "" if p["max_gap"] is None else f" and at most {p['max_gap']}"
    other = f"{quoted(p['other_step'])}, which ends at {clock(p['other_end'])}"
    gap = f"at least {p['min_gap']}{most} minutes"
    return _sentence(f"{_timed(p)} must start {gap} after {other}")


def _transfer(p: Params) -> str:
    other = quoted(p["other_step"])
    room = f"{in_minutes(p['gap'])} after step {other}"
    return _sentence(f"{_timed(p)} starts {room}, but {p['transfer']} are needed to get there")


def _resources(p: Params) -> str:
    if p["fault"] == "count":
        return _sentence(f"{_step(p)} has {p['needs']} needs, but {p['given']} resources are named")
    if p["fault"] == "twice":
        return _sentence(f"{_step(p)} has {quoted(p['resource'])} fill two of its needs")
    return _sentence(f"{_step(p)} may not take {quoted(p['resource'])} for this need")


def _wrong_minutes(p: Params) -> str:
    stated = f"ends at {clock(p['stated_end'])}"
    true = f"{in_minutes(p['end'] - p['start'])}, so until {clock(p['end'])}"
    return _sentence(f"{_step(p)} {stated}, but from {clock(p['start'])} it lasts {true}")


def _grid(p: Params) -> str:
    return _sentence(f"{_timed(p)} must start at a multiple of {in_minutes(p['grid'])}")


def _one_day(p: Params) -> str:
    other = f"step {quoted(p['other_step'])} is on {p['other_day']}"
    return _sentence(f"{_step(p)} is on {p['day']}, but {other}: all must be on one day")


def _missing_step(p: Params) -> str:
    says = {
        "absent": f"{_step(p)} has no place",
        "repeated": f"{_step(p)} has more than one place",
        "unknown": f"{quoted(p['request'])} has no step {quoted(p['step'])}",
    }
    return _sentence(says[p["fault"]])


def _left_out(p: Params) -> str:
    name = f"request {quoted(p['request'])}"
    says = {
        "unlisted": f"{name} is neither placed nor listed as unplaced",
        "both": f"{name} is placed and listed as unplaced as well",
        "booked": f"{name} is left out although all its booked steps can stay as they are",
    }
    return _sentence(says[p["fault"]])


def _cost(p: Params) -> str:
    of = f" of {quoted(p['request'])}" if "request" in p else ""
    return _sentence(f"the cost{of} is {p['true']}, not {p['stated']}")


def _furthest(p: Params) -> str:
    booked = f"{p['booked_day']} at {clock(p['booked_start'])}"
    far = f"further than {in_minutes(p['furthest'])}"
    return _sentence(f"{_timed(p)} on {p['day']} is {far} from where it is booked, {booked}")


def _front(p: Params) -> str:
    if p["fault"] == "many":
        return _sentence(f"there are more than {p['most']} answers")
    if p["fault"] == "order":
        return "Fewest sent home must come first, then fewest called."
    return _sentence(f"answer {p['other'] + 1} is as good as this one in everything")


_RULES: Mapping[Rule, Callable[[Params], str]] = {
    Rule.MISSING_STEP: _missing_step,
    Rule.ONE_DAY: _one_day,
    Rule.GRID: _grid,
    Rule.RESOURCES: _resources,
    Rule.MINUTES: _wrong_minutes,
    Rule.WINDOW: _window,
    Rule.STEP_WINDOW: _step_window,
    Rule.ALTERNATIVE_WINDOW: _alternative_window,
    Rule.SEQUENCE: _sequence,
    Rule.TRANSFER: _transfer,
    Rule.SAME: _same,
    Rule.LONGEST_STAY: _longest_stay,
    Rule.PATIENT_OVERLAP: _patient_overlap,
    Rule.TAKEN: _taken,
    Rule.OUTSIDE: _outside,
    Rule.COST: _cost,
    Rule.LEFT_OUT: _left_out,
    Rule.FURTHEST: _furthest,
    Rule.FRONT: _front,
}


def _no_days(_: Params) -> str:
    return "The problem lists no day."


def _nobody_qualifies(p: Params) -> str:
    need = f"need {p['need'] + 1} of {_step(p)}"
    return _sentence(f"nobody and nothing qualifies for {need}")


def _rules_in_circle(p: Params) -> str:
    steps = ", ".join(quoted(step) for step in p["steps"])
    return _sentence(f"the sequence rules go in a circle around {steps}")


def _gaps_contradict(p: Params) -> str:
    pair = f"{quoted(p['first'])} and {quoted(p['then'])}"
    source = "transfer" if p["by"] == "transfer" else "a sequence rule"
    return _sentence(
        f"between {pair} {source} asks for {in_minutes(p['least'])} at least, but at most"
        f" {p['max_gap']} may pass"
    )


def _nobody_for_both(p: Params) -> str:
    steps = " and ".join(quoted(step) for step in p["steps"])
    return _sentence(f"steps {steps} must have the same resource, but none qualifies for all")


def _same_leaves_none(p: Params) -> str:
    steps = " and ".join(quoted(step) for step in p["steps"])
    return _sentence(f"the same resource for {steps} leaves no plan: allow different ones")


def _longest_stay_leaves_none(p: Params) -> str:
    most = in_minutes(p["longest_stay"])
    return _sentence(f"a stay of {most} at most leaves no plan: allow a longer one")


def _one_window_leaves_none(_: Params) -> str:
    return "All steps in one of the patient's windows leave no plan: allow several windows."


def _need_never_free(p: Params) -> str:
    names = " nor ".join(quoted(name) for name in p["one_of"])
    return _sentence(f"{_step(p)} fits into no free time of {names} on any day")


def _window_leaves_none(p: Params) -> str:
    if "step" in p:
        return _sentence(f"{_step(p)} fits only outside the patient's windows")
    name = f"request {quoted(p['request'])}"
    return _sentence(f"{name} fits only outside the patient's windows: allow wider windows")


def _step_window_leaves_none(p: Params) -> str:
    return _sentence(f"{_step(p)} fits only outside its own windows")


def _patient_elsewhere(p: Params) -> str:
    if "step" in p:
        return _sentence(f"{_step(p)} fits only while the patient is in other booked steps")
    name = f"request {quoted(p['request'])}"
    return _sentence(f"{name} fits only while the patient is in other booked steps: move those")


def _step_never_free(p: Params) -> str:
    return _sentence(f"{_step(p)} fits on no day even by itself")


def _no_common_day(p: Params) -> str:
    counts = ", ".join(f"{quoted(step)} on {count}" for step, count in p["days"].items())
    return _sentence(f"no day suits every step, by itself each fits ({counts})")


def _rule_leaves_none(p: Params) -> str:
    eased = {
        "min_gap": f"allow a smallest gap below {p['min_gap']} minutes",
        "max_gap": f"allow a largest gap above {p['max_gap']} minutes",
        "order": "leave it out",
    }
    pair = f"{quoted(p['first'])} before {quoted(p['then'])}"
    return _sentence(f"the rule of {pair} leaves no plan: {eased[p['limit']]}")


def _transfer_leaves_none(p: Params) -> str:
    return _sentence(f"{in_minutes(p['transfer_minutes'])} of transfer leave no plan: allow fewer")


def _step_leaves_none(p: Params) -> str:
    return _sentence(f"all others fit without {_step(p)}: leave it out")


def _no_combination(_: Params) -> str:
    return "No day holds all steps together."


NO_WAY_OUT = "No single change opens a plan, and no two changes together do."
"""What is said of a request once everything was tried: single relaxations and pairs of them."""

_REASONS: dict[str, Callable[[Params], str]] = {
    "no-days": _no_days,
    "nobody-qualifies": _nobody_qualifies,
    "rules-in-circle": _rules_in_circle,
    "gaps-contradict": _gaps_contradict,
    "nobody-for-both": _nobody_for_both,
    "need-never-free": _need_never_free,
    "window-leaves-none": _window_leaves_none,
    "step-window-leaves-none": _step_window_leaves_none,
    "patient-elsewhere": _patient_elsewhere,
    "step-never-free": _step_never_free,
    "no-common-day": _no_common_day,
    "rule-leaves-none": _rule_leaves_none,
    "transfer-leaves-none": _transfer_leaves_none,
    "same-leaves-none": _same_leaves_none,
    "longest-stay-leaves-none": _longest_stay_leaves_none,
    "one-window-leaves-none": _one_window_leaves_none,
    "step-leaves-none": _step_leaves_none,
    "no-combination": _no_combination,
}
