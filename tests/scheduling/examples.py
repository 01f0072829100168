"""A small sound problem and its best plan, as JSON, for tests that break one thing at a time."""

from copy import deepcopy
from typing import Any

Json = dict[str, Any]

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"

_PROBLEM: Json = {
    "format": "clinicdesk-problem/1",
    "grid_minutes": 5,
    "days": [MONDAY, TUESDAY],
    "resources": [
        {
            "id": "dr-lee",
            "kind": "practitioner",
            "free": {MONDAY: [[480, 720]], TUESDAY: [[480, 720]]},
            "busy": {MONDAY: [[480, 500]]},
        },
        {"id": "pt-ann", "kind": "practitioner", "free": {MONDAY: [[480, 1020]]}},
        {"id": "exam-1", "kind": "room", "free": {MONDAY: [[420, 1140]], TUESDAY: [[420, 1140]]}},
        {"id": "exam-2", "kind": "room", "free": {MONDAY: [[420, 1140]]}},
    ],
    "requests": [
        {
            "id": "visit-1",
            "patient": "p-1",
            "windows": {MONDAY: [[480, 660]], TUESDAY: [[480, 660]]},
            "target": MONDAY,
            "transfer_minutes": 5,
            "steps": [
                {
                    "id": "evaluation",
                    "minutes": 40,
                    "needs": [
                        {"one_of": [{"resource": "dr-lee", "penalty": 2}], "after": 5},
                        {"one_of": [{"resource": "exam-1"}, {"resource": "exam-2"}]},
                    ],
                    "windows": {MONDAY: [[490, 640]]},
                },
                {
                    "id": "pt",
                    "minutes": 30,
                    "needs": [
                        {
                            "one_of": [
                                {"resource": "pt-ann", "windows": {MONDAY: [[480, 650]]}},
                                {"resource": "dr-lee", "minutes": 20, "penalty": 30},
                            ]
                        }
                    ],
                },
                {"id": "talk", "minutes": 10},
            ],
            "sequence": [
                {"first": "evaluation", "then": "pt", "min_gap": 10, "max_gap": 60},
                {"first": "pt", "then": "talk"},
            ],
        },
        {
            "id": "visit-0",
            "patient": "p-1",
            "steps": [{"id": "pt", "minutes": 20, "needs": [{"one_of": [{"resource": "pt-ann"}]}]}],
        },
    ],
    "booked": [
        {
            "request": "visit-0",
            "step": "pt",
            "day": MONDAY,
            "start": 610,
            "resources": ["pt-ann"],
        }
    ],
    "weights": {"day_later": 20, "span": 1, "short_gap": 5, "short_gap_minutes": 15},
}

_PLAN: Json = {
    "request": "visit-1",
    "day": MONDAY,
    "cost": 97,
    "steps": [
        {"step": "evaluation", "start": 500, "end": 540, "resources": ["dr-lee", "exam-1"]},
        {"step": "pt", "start": 550, "end": 580, "resources": ["pt-ann"]},
        {"step": "talk", "start": 585, "end": 595, "resources": []},
    ],
}


def sound_problem() -> Json:
    """Two steps with resources and one without; another visit of the same patient is booked."""
    return deepcopy(_PROBLEM)


def sound_plan() -> Json:
    """The best plan of `visit-1`: it breaks no rule and costs what it says."""
    return deepcopy(_PLAN)
