"""A template's steps and rules as they are typed in lines, and back. Pure, no widgets.

Steps: `pt-session as second (30 min, video)`. Sequence: `x-ray then physiatry-new: 10-60; the film
is read first`, `emg then talk: up to 30`, `10 or more`. The same: `emg, talk: room`. Words stand as
in the clinic file; what is no word of these is handed on to the file's reader as it was typed.
"""

import re
from collections.abc import Mapping
from typing import Any

from clinicdesk.ui.setup.line_words import STEPS, english_line, shown_line
from clinicdesk.ui.setup.quoting import (
    DASH,
    NOTHING_CALLED,
    NOTHING_KNOWN,
    Called,
    Known,
    called,
    halves,
    in_file,
    masked,
    pieces,
    quoted,
    unquoted,
    with_names_quoted,
)

Step = str | Mapping[str, Any]
"""An entry of `steps`: the key of a visit type, or a table."""

_OWN = re.compile(r"\(([^()]*)\)\s*$")
_MINUTES = re.compile(r"([0-9]+)\s*min(?:utes?)?", re.IGNORECASE)
_PLACE = re.compile(r"on site|(?:by )?(?:video|phone)", re.IGNORECASE)
_BOTH = re.compile(r"([0-9]+)-([0-9]+)")
_LEAST = re.compile(r"(?:at least )?([0-9]+)(?: or more|-| at least)?", re.IGNORECASE)
_MOST = re.compile(r"(?:up to |at most |-)([0-9]+)", re.IGNORECASE)
USUAL_KIND = "practitioner"


def step_line(step: object, names: Called = NOTHING_CALLED) -> str:
    """The line of a step; visit types are `called` by these names, here and below."""
    if not isinstance(step, Mapping):
        return called(str(step), names)
    key, minutes, place = (step.get(name) for name in ("key", "minutes", "place"))
    own_key = f" as {quoted(str(key))}" if key else ""
    own = ", ".join([*([f"{minutes} min"] if minutes else []), *([str(place)] if place else [])])
    kind = called(str(step.get("visit_type", "")), names)
    return shown_line(f"{kind}{own_key}{f' ({own})' if own else ''}", STEPS, names.values())


def step_entry(line: str, known: Known = NOTHING_KNOWN) -> Step:
    """The step that the line means; visit types are `known` by their names too."""
    line = with_names_quoted(english_line(line, STEPS, known), known)
    found = _OWN.search(masked(line))
    own = _own(found[1]) if found else {}
    kind, key = halves(line[: found.start()] if found and own else line, r"\bas\b")
    visit_type = in_file(unquoted(kind), known)
    if not key and not own:
        return visit_type
    return {"visit_type": visit_type, **({"key": unquoted(key)} if key else {}), **own}


def _own(text: str) -> dict[str, object]:
    """What stands in brackets behind a step: its minutes, where it is had; else nothing."""
    found: dict[str, object] = {}
    for piece in pieces(text, ","):
        minutes = _MINUTES.fullmatch(piece)
        if minutes is not None:
            found["minutes"] = int(minutes[1])
        elif _PLACE.fullmatch(piece):
            found["place"] = piece.casefold().removeprefix("by ")
        else:
            return {}
    return found


def step_key(step: Step) -> str:
    """What rules call the step."""
    return step if isinstance(step, str) else str(step.get("key") or step.get("visit_type", ""))


def step_kind(step: Step) -> str:
    """The key of its visit type."""
    return step if isinstance(step, str) else str(step.get("visit_type", ""))


def rule_line(rule: Mapping[str, Any], names: Called = NOTHING_CALLED) -> str:
    """The line of a sequence rule."""
    pair = " then ".join(called(str(rule.get(key, "")), names) for key in ("first", "then"))
    gap = gap_text(rule)
    why = f"; {rule['why']}" if rule.get("why") else ""
    line = f"{pair}{f': {gap}' if gap else ''}{why}"
    return shown_line(line, STEPS, names.values(), free=";")


def shown_gap(rule: Mapping[str, Any]) -> str:
    """The gap as it stands in a line, in the window's words."""
    return shown_line(gap_text(rule), STEPS)


def gap_text(rule: Mapping[str, Any]) -> str:
    """`10-60`, `10 or more`, `up to 60`; empty where none is stated."""
    least, most = rule.get("min_gap"), rule.get("max_gap")
    if least is None:
        return "" if most is None else f"up to {most}"
    return f"{least} or more" if most is None else f"{least}-{most}"


def rule_entry(line: str, known: Known = NOTHING_KNOWN) -> dict[str, object]:
    """The rule that the line means; steps are `known` by the names of their visit types too."""
    said, why = halves(english_line(line, STEPS, known, free=";"), ";")
    pair, gap = halves(with_names_quoted(said, known), ":")
    first, then = halves(pair, r"\bthen\b")
    steps = {"first": first, "then": then}
    values = {key: in_file(unquoted(step), known) for key, step in steps.items()} | {"why": why}
    return {**{key: value for key, value in values.items() if value}, **_gaps(gap)}


def same_line(same: Mapping[str, Any], names: Called = NOTHING_CALLED) -> str:
    """The line of a rule that steps have the same practitioner, or room."""
    steps = ", ".join(called(str(key), names) for key in same.get("steps", ()))
    kind = same.get("kind", USUAL_KIND)
    line = steps if kind == USUAL_KIND else f"{steps}: {kind}"
    return shown_line(line, STEPS, names.values())


def same_entry(line: str, known: Known = NOTHING_KNOWN) -> dict[str, object]:
    """The rule that the line means; steps are `known` by the names of their visit types too."""
    line = with_names_quoted(english_line(line, STEPS, known), known)
    steps, kind = halves(line, ":")
    names = [in_file(unquoted(step), known) for step in pieces(steps, ",")]
    entry: dict[str, object] = {"steps": names}
    return {**entry, "kind": kind} if kind and kind != USUAL_KIND else entry


def _gaps(text: str) -> dict[str, object]:
    gap = " ".join(DASH.sub("-", text).split())
    if not gap:
        return {}
    both, least, most = (form.fullmatch(gap) for form in (_BOTH, _LEAST, _MOST))
    if both is not None:
        return {"min_gap": int(both[1]), "max_gap": int(both[2])}
    if least is not None:
        return {"min_gap": int(least[1])}
    return {"max_gap": int(most[1]) if most else gap}
