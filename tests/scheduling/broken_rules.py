"""Problems and plans in which each rule is broken once, and where."""

from collections.abc import Callable

from tests.scheduling.examples import MONDAY, TUESDAY, Json

Change = Callable[[Json, Json], object]


def visit(problem: Json) -> Json:
    found: Json = problem["requests"][0]
    return found


BROKEN_ONCE: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "busy": (
        lambda problem, _: problem["resources"][2].update(busy={MONDAY: [[539, 545]]}),
        [("taken", "steps[0].resources[1]")],
    ),
    "busy in the buffer": (
        lambda problem, _: problem["resources"][0]["busy"][MONDAY].append([544, 560]),
        [("taken", "steps[0].resources[0]")],
    ),
    "busy just after the buffer": (
        lambda problem, _: problem["resources"][0]["busy"][MONDAY].append([545, 720]),
        [],
    ),
    "booked by another": (
        lambda problem, _: (
            problem["booked"][0].update(start=575),
            problem["requests"][1].update(patient="p-2"),
        ),
        [("taken", "steps[1].resources[0]")],
    ),
    "booked by another on another day": (
        lambda problem, _: problem["booked"][0].update(start=550, day=TUESDAY),
        [],
    ),
    "one resource for two steps of the visit": (
        lambda problem, plan: (
            plan["steps"][1].update(resources=["dr-lee"], start=550, end=570),
            visit(problem)["steps"][0]["needs"][0].update(after=15),
        ),
        [("taken", "steps[1].resources[0]")],
    ),
    "outside free time": (
        lambda problem, _: problem["resources"][1]["free"].update({MONDAY: [[480, 575]]}),
        [("outside", "steps[1].resources[0]")],
    ),
    "a buffer outside free time": (
        lambda problem, _: problem["resources"][0]["free"].update({MONDAY: [[480, 544]]}),
        [("outside", "steps[0].resources[0]")],
    ),
    "free time in touching parts": (
        lambda problem, _: problem["resources"][0]["free"].update(
            {MONDAY: [[520, 720], [480, 520]]}
        ),
        [],
    ),
    "the patient is elsewhere": (
        lambda problem, _: (
            problem["booked"][0].update(start=580),
            problem["resources"].append(
                {"id": "gym", "kind": "room", "free": {MONDAY: [[480, 1020]]}}
            ),
            problem["requests"][1]["steps"][0]["needs"][0]["one_of"].append({"resource": "gym"}),
            problem["booked"][0].update(resources=["gym"]),
        ),
        [("patient-overlap", "steps[2]")],
    ),
    "another without a patient is someone else": (
        lambda problem, _: (
            problem["booked"][0].update(start=580),
            problem["requests"][1].update(patient=None),
            visit(problem).update(patient=None),
        ),
        [],
    ),
    "two steps at once": (
        lambda problem, plan: (
            plan["steps"][2].update(start=570, end=580),
            visit(problem).update(transfer_minutes=0, sequence=[]),
        ),
        [("patient-overlap", "steps[2]")],
    ),
    "before the patient's window": (
        lambda problem, _: visit(problem).update(windows={MONDAY: [[501, 660]]}),
        [("window", "steps[0]")],
    ),
    "a window in two parts": (
        lambda problem, _: visit(problem).update(windows={MONDAY: [[500, 549], [550, 660]]}),
        [],
    ),
    "a step across two windows": (
        lambda problem, _: visit(problem).update(windows={MONDAY: [[500, 530], [531, 660]]}),
        [("window", "steps[0]")],
    ),
    "after the step's window": (
        lambda problem, _: visit(problem)["steps"][0].update(windows={MONDAY: [[490, 539]]}),
        [("step-window", "steps[0]")],
    ),
    "no step window that day": (
        lambda problem, _: visit(problem)["steps"][0].update(windows={TUESDAY: [[0, 1440]]}),
        [("step-window", "steps[0]")],
    ),
    "outside the alternative's window": (
        lambda problem, _: visit(problem)["steps"][1]["needs"][0]["one_of"][0].update(
            windows={MONDAY: [[555, 650]]}
        ),
        [("alternative-window", "steps[1].resources[0]")],
    ),
    "nearer than min_gap": (
        lambda problem, _: visit(problem)["sequence"][0].update(min_gap=15),
        [("sequence", "steps[1]")],
    ),
    "farther than max_gap": (
        lambda problem, _: visit(problem)["sequence"][0].update(max_gap=9, min_gap=0),
        [("sequence", "steps[1]")],
    ),
    "the largest of two stated gaps": (
        lambda problem, _: visit(problem)["sequence"].append(
            {"first": "evaluation", "then": "pt", "min_gap": 15}
        ),
        [("sequence", "steps[1]")],
    ),
    "in the wrong order": (
        lambda problem, _: visit(problem)["sequence"].append({"first": "talk", "then": "pt"}),
        [("sequence", "steps[1]")],
    ),
    "different people where one is asked for": (
        lambda problem, _: visit(problem).update(
            same=[{"needs": [{"step": "pt", "need": 0}, {"step": "evaluation", "need": 0}]}]
        ),
        [("same", "")],
    ),
    "the same person where one is asked for": (
        lambda problem, plan: (
            visit(problem).update(
                same=[{"needs": [{"step": "pt", "need": 0}, {"step": "evaluation", "need": 0}]}]
            ),
            plan["steps"][1].update(resources=["dr-lee"], end=570),
        ),
        [],
    ),
    "a stay a minute too long": (
        lambda problem, _: visit(problem).update(longest_stay=94),
        [("longest-stay", "")],
    ),
    "a stay as long as may be": (
        lambda problem, _: visit(problem).update(longest_stay=95),
        [],
    ),
    "in two windows where one is asked for": (
        lambda problem, _: visit(problem).update(
            one_window=True, windows={MONDAY: [[500, 549], [550, 660]]}
        ),
        [("window", "")],
    ),
    "in no window where one is asked for": (
        lambda problem, _: visit(problem).update(
            one_window=True, windows={MONDAY: [[500, 530], [531, 560], [560, 660]]}
        ),
        [("window", "steps[0]")],
    ),
    "in windows that touch": (
        lambda problem, _: visit(problem).update(
            one_window=True, windows={MONDAY: [[500, 545], [545, 660]]}
        ),
        [],
    ),
    "no time to get there": (
        lambda problem, _: visit(problem).update(
            sequence=visit(problem)["sequence"][:1], transfer_minutes=6
        ),
        [("transfer", "steps[2]")],
    ),
    "no time to get there, order demanded": (
        lambda problem, _: visit(problem).update(transfer_minutes=6),
        [("sequence", "steps[2]"), ("transfer", "steps[2]")],
    ),
    "a stated gap replaces the transfer": (
        lambda problem, _: (
            visit(problem).update(transfer_minutes=6),
            visit(problem)["sequence"][1].update(min_gap=5),
        ),
        [],
    ),
    "a resource that does not qualify": (
        lambda _, plan: plan["steps"][1].update(resources=["exam-2"]),
        [("resources", "steps[1].resources[0]")],
    ),
    "a resource that nobody knows": (
        lambda _, plan: plan["steps"][1].update(resources=["nobody"]),
        [("resources", "steps[1].resources[0]")],
    ),
    "a resource too few": (
        lambda _, plan: plan["steps"][0].update(resources=["dr-lee"]),
        [("resources", "steps[0].resources")],
    ),
    "resources in the wrong order": (
        lambda _, plan: plan["steps"][0].update(resources=["exam-1", "dr-lee"]),
        [("resources", "steps[0].resources[0]"), ("resources", "steps[0].resources[1]")],
    ),
    "one resource for two needs": (
        lambda problem, plan: (
            visit(problem)["steps"][0]["needs"].append({"one_of": [{"resource": "dr-lee"}]}),
            plan["steps"][0].update(resources=["dr-lee", "exam-1", "dr-lee"]),
        ),
        [("resources", "steps[0].resources[2]")],
    ),
    "too short": (
        lambda _, plan: plan["steps"][1].update(end=575),
        [("minutes", "steps[1].end")],
    ),
    "the alternative's minutes": (
        lambda problem, _: visit(problem)["steps"][1]["needs"][0]["one_of"][0].update(minutes=25),
        [("minutes", "steps[1].end")],
    ),
    "off the grid": (
        lambda problem, _: problem.update(grid_minutes=50, booked=[]),
        [("grid", "steps[2].start")],
    ),
    "a step is missing": (
        lambda _, plan: plan["steps"].pop(),
        [("missing-step", "")],
    ),
    "a step stands twice": (
        lambda problem, plan: (
            plan["steps"].append(plan["steps"][2] | {"start": 640, "end": 650}),
            visit(problem).update(windows=None),
        ),
        [("missing-step", "")],
    ),
    "a step that the request lacks": (
        lambda _, plan: plan["steps"].append(plan["steps"][2] | {"step": "nap"}),
        [("missing-step", "steps[3]")],
    ),
    "an untrue cost": (lambda _, plan: plan.update(cost=96), [("cost", "cost")]),
}
"""What is changed in `sound_problem` and `sound_plan`, and what that breaks where."""
