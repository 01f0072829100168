"""What a screen reader says of the drawing of a template: each step, and each rule."""

from clinicdesk.ui.setup.steps.step_text import step_key, step_kind
from clinicdesk.ui.setup.steps.template_edits import Kinds, Template
from clinicdesk.wording import readable, say


def step_name(template: Template, step: int, kinds: Kinds) -> str:
    """What the visit type is called, or the step's own key where it has one."""
    entry = template.steps[step]
    kind = kinds.get(step_kind(entry))
    own = step_key(entry) != step_kind(entry)
    return readable(step_key(entry) if own or kind is None else kind.name)


def step_words(template: Template, step: int, kinds: Kinds) -> str:
    """`Step 2 of 3: PT evaluation, 60 minutes; the same practitioner as EMG`."""
    named = {
        "place": step + 1,
        "steps": len(template.steps),
        "what": step_name(template, step, kinds),
        "count": template.minutes_of(step, kinds),
    }
    return "; ".join((say("set-up.step-said", named), *same_words(template, step, kinds)))


def same_words(template: Template, step: int, kinds: Kinds) -> tuple[str, ...]:
    """`the same practitioner as EMG`, for each step before it with which it has the same."""
    return tuple(
        say("set-up.step-same", {"kind": kind, "what": step_name(template, first, kinds)})
        for first, kind in template.same_as(step)
    )


def rule_words(template: Template, rule: int, kinds: Kinds) -> str:
    """`PT evaluation after Spine X-ray: 10 to 60 minutes between them`."""
    entry = template.rules[rule]
    places = {key: template.place_of(entry.get(key)) for key in ("first", "then")}
    names = {
        key: "" if place is None else step_name(template, place, kinds)
        for key, place in places.items()
    }
    least, most = entry.get("min_gap"), entry.get("max_gap")
    sort = f"{'free' if least is None else 'least'}-{'free' if most is None else 'most'}"
    return say(f"set-up.rule-{sort}", {**names, "least": least, "most": most})
