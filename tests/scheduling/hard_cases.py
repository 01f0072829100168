"""Named problems on which simpler schedulers fail, with their best plan worked out by hand."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

MONDAY, TUESDAY = "2026-11-23", "2026-11-24"


def at(hours: int, minutes: int = 0) -> int:
    """Minutes after midnight."""
    return 60 * hours + minutes


@dataclass(frozen=True)
class HardCase:
    """`starts` are those of the best plan on Monday, in the order of the steps; None: no plan."""

    problem: Json
    starts: tuple[int, ...] | None
    cost: int | None


def resource(name: str, *free: tuple[int, int], kind: str = "practitioner", **more: Any) -> Json:
    return {"id": name, "kind": kind, "free": {MONDAY: [list(item) for item in free]}} | more


def step(name: str, minutes: int, *needs: Json, **more: Any) -> Json:
    return {"id": name, "minutes": minutes, "needs": list(needs)} | more


def need(*names: str | Json, **more: Any) -> Json:
    one_of = [{"resource": name} if isinstance(name, str) else name for name in names]
    return {"one_of": one_of} | more


def problem(resources: list[Json], steps: list[Json], **more: Any) -> Json:
    request = {"id": "visit", "steps": steps, "sequence": more.pop("sequence", [])}
    request |= more.pop("request", {})
    return {
        "format": "clinicdesk-problem/1",
        "grid_minutes": 5,
        "days": [MONDAY],
        "resources": resources,
        "requests": [request, *more.pop("requests", [])],
        "weights": {"short_gap": 0},
    } | more


def earliest_x_ray_kills_the_visit() -> HardCase:
    """X-ray free at 8:00 and 13:40, surgeon only at 15:00, at most 2 h between."""
    return HardCase(
        problem(
            [
                resource("x-ray", (at(8), at(8, 20)), (at(13, 40), at(14)), kind="equipment"),
                resource("surgeon", (at(15), at(15, 30))),
            ],
            [step("image", 20, need("x-ray")), step("consult", 30, need("surgeon"))],
            sequence=[{"first": "image", "then": "consult", "max_gap": 120}],
        ),
        (at(13, 40), at(15)),
        110,
    )


def only_another_order_fits() -> HardCase:
    """Listed PT, then chiropractor; only the chiropractor before PT fits."""
    return HardCase(
        problem(
            [
                resource("pt", (at(10), at(11))),
                resource("chiropractor", (at(9), at(9, 45)), (at(10, 15), at(10, 40))),
            ],
            [step("pt", 45, need("pt")), step("adjust", 30, need("chiropractor"))],
        ),
        (at(10), at(9, 15)),
        90,
    )


def first_free_therapist_is_too_slow() -> HardCase:
    """The one free at 9:00 needs 60 minutes and misses the surgeon; one free at 9:05 needs 40."""
    return HardCase(
        problem(
            [
                resource("slow", (at(9), at(12))),
                resource("quick", (at(9, 5), at(12))),
                resource("surgeon", (at(9, 45), at(10, 15))),
            ],
            [
                step(
                    "pt",
                    60,
                    need({"resource": "slow", "minutes": 60}, {"resource": "quick", "minutes": 40}),
                ),
                step("consult", 30, need("surgeon")),
            ],
            sequence=[{"first": "pt", "then": "consult"}],
        ),
        (at(9, 5), at(9, 45)),
        70,
    )


def one_room_for_two_steps_with_its_clean_up() -> HardCase:
    """ONE exam room with a 10-minute clean-up and two exam steps of the same patient."""
    return HardCase(
        problem(
            [
                resource("dr-a", (at(9), at(10))),
                resource("dr-b", (at(9), at(11))),
                resource("exam", (at(9), at(11)), kind="room"),
            ],
            [
                step("look", 30, need("dr-a"), need("exam", after=10)),
                step("talk", 30, need("dr-b"), need("exam", after=10)),
            ],
        ),
        (at(9), at(9, 40)),
        70,
    )


def one_room_too_few_minutes_for_both_clean_ups() -> HardCase:
    """The same, and the second clean-up does not fit any more."""
    case = one_room_for_two_steps_with_its_clean_up()
    case.problem["resources"][2]["free"][MONDAY] = [[at(9), at(10, 19)]]
    return HardCase(case.problem, None, None)


def same_practitioner_twice_with_buffers_between() -> HardCase:
    """Her own buffers, 5 before and 10 after, lie between her two steps without overlapping."""
    both = {"before": 5, "after": 10}
    return HardCase(
        problem(
            [resource("dr-lee", (at(9), at(10, 30)))],
            [
                step("first", 20, need("dr-lee", **both)),
                step("again", 20, need("dr-lee", **both)),
            ],
            sequence=[{"first": "first", "then": "again"}],
        ),
        (at(9, 5), at(9, 40)),
        55,
    )


def joint_step_of_two_practitioners_with_different_hours() -> HardCase:
    """Both are in only from 10:20 to 11:00, and one of them is busy at 10:40."""
    return HardCase(
        problem(
            [
                resource("dr-a", (at(8), at(11))),
                resource("dr-b", (at(10, 20), at(16)), busy={MONDAY: [[at(10, 40), at(12)]]}),
                resource("dr-c", (at(13), at(14))),
            ],
            [step("board", 20, need("dr-a"), need("dr-b", "dr-c"))],
        ),
        (at(10, 20),),
        20,
    )


def nobody_fills_two_needs_of_one_step() -> HardCase:
    """A joint step with two practitioner needs, and only one who qualifies for both is in."""
    return HardCase(
        problem(
            [resource("dr-a", (at(8), at(11))), resource("dr-b", (at(12), at(16)))],
            [step("board", 20, need("dr-a", "dr-b"), need("dr-a", "dr-b"))],
        ),
        None,
        None,
    )


def the_late_start_makes_the_short_day() -> HardCase:
    """Start at 8:00 gives seven hours on site, start at 14:00 gives 85 minutes."""
    return HardCase(
        problem(
            [
                resource("pt", (at(8), at(9)), (at(14), at(14, 45))),
                resource("surgeon", (at(14, 55), at(15, 25))),
            ],
            [step("pt", 45, need("pt")), step("consult", 30, need("surgeon"))],
            sequence=[{"first": "pt", "then": "consult"}],
        ),
        (at(14), at(14, 55)),
        85,
    )


def a_clean_up_never_passes_closing() -> HardCase:
    """The last start leaves no ten minutes for the room before it closes at 17:00."""
    return HardCase(
        problem(
            [
                resource("dr-lee", (at(16, 20), at(17))),
                resource("exam", (at(8), at(17)), kind="room"),
            ],
            [step("look", 30, need("dr-lee"), need("exam", after=10))],
        ),
        (at(16, 20),),
        30,
    )


def a_clean_up_never_reaches_into_lunch() -> HardCase:
    """Nor does it into the room's break from 12:00 to 12:30."""
    return HardCase(
        problem(
            [
                resource("dr-lee", (at(11, 25), at(13))),
                resource("exam", (at(8), at(12)), (at(12, 30), at(17)), kind="room"),
            ],
            [step("look", 30, need("dr-lee"), need("exam", after=10))],
        ),
        (at(12, 30),),
        30,
    )


def a_day_partly_gone() -> HardCase:
    """It is 10:07: what lies before is no longer free, and 10:10 is the next start on the grid."""
    return HardCase(
        problem(
            [resource("dr-lee", (at(8), at(12)), busy={MONDAY: [[0, at(10, 7)]]})],
            [step("look", 30, need("dr-lee"))],
        ),
        (at(10, 10),),
        30,
    )


def the_assistant_comes_twice() -> HardCase:
    """Needed for the first ten and the last five minutes, and taken in between."""
    return HardCase(
        problem(
            [
                resource("dr-lee", (at(9), at(11))),
                resource(
                    "assistant",
                    (at(9), at(11)),
                    kind="assistant",
                    busy={MONDAY: [[at(9, 20), at(9, 45)]]},
                ),
            ],
            [
                step(
                    "procedure",
                    40,
                    need("dr-lee"),
                    need("assistant", holds=[[0, 10], [35, None]]),
                    windows={MONDAY: [[at(9), at(10)]]},
                )
            ],
        ),
        (at(9, 10),),
        40,
    )


def max_gap_below_transfer() -> HardCase:
    """Infeasible, not malformed; a stated min_gap would have replaced the transfer."""
    return HardCase(
        problem(
            [resource("a", (at(8), at(12))), resource("b", (at(8), at(12)))],
            [step("one", 20, need("a")), step("two", 20, need("b"))],
            sequence=[{"first": "one", "then": "two", "max_gap": 5}],
            request={"transfer_minutes": 10},
        ),
        None,
        None,
    )


def a_circle_of_rules() -> HardCase:
    """Infeasible, not malformed."""
    rules = [("one", "two"), ("two", "three"), ("three", "one")]
    return HardCase(
        problem(
            [resource("a", (at(8), at(12)))],
            [step(name, 10, need("a")) for name in ("one", "two", "three")],
            sequence=[{"first": first, "then": then} for first, then in rules],
        ),
        None,
        None,
    )


def the_patient_is_booked_elsewhere() -> HardCase:
    """Another visit of the same patient is in the way, though none of its resources is."""
    other = {"id": "old", "patient": "p", "steps": [step("class", 30, need("gym"))]}
    return HardCase(
        problem(
            [
                resource("dr-lee", (at(9), at(10, 5))),
                resource("gym", (at(8), at(18)), kind="room"),
            ],
            [step("look", 30, need("dr-lee"))],
            request={"patient": "p"},
            requests=[other],
            booked=[
                {
                    "request": "old",
                    "step": "class",
                    "day": MONDAY,
                    "start": at(9, 5),
                    "resources": ["gym"],
                }
            ],
        ),
        (at(9, 35),),
        30,
    )


def a_clean_up_longer_than_the_largest_gap() -> HardCase:
    """Each step alone and each start agree; only the one room's 30 minutes of clean-up do not."""
    return HardCase(
        problem(
            [
                resource("dr-a", (at(8), at(12))),
                resource("dr-b", (at(8), at(12))),
                resource("exam", (at(8), at(12)), kind="room"),
            ],
            [
                step("look", 20, need("dr-a"), need("exam", after=30)),
                step("talk", 20, need("dr-b"), need("exam", after=30)),
            ],
            sequence=[{"first": "look", "then": "talk", "max_gap": 25}],
        ),
        None,
        None,
    )


def two_rooms_take_turns() -> HardCase:
    """Three steps in two rooms with 25 minutes of clean-up: the third waits five for the first."""
    rooms = need("exam-1", "exam-2", after=25)
    names = ("one", "two", "three")
    return HardCase(
        problem(
            [
                resource("exam-1", (at(9), at(12)), kind="room"),
                resource("exam-2", (at(9), at(10, 5)), kind="room"),
            ],
            [step(name, 20, rooms) for name in names],
            sequence=[{"first": "one", "then": "two"}, {"first": "two", "then": "three"}],
        ),
        (at(9), at(9, 20), at(9, 45)),
        65,
    )


def only_one_way_to_share_out_three_people() -> HardCase:
    """Who takes the first or the second need is settled by the third, for which one qualifies."""
    return HardCase(
        problem(
            [resource(name, (at(9), at(9, 30))) for name in ("dr-a", "dr-b", "dr-c")],
            [
                step(
                    "board",
                    20,
                    need("dr-a", {"resource": "dr-b", "penalty": 30}),
                    need("dr-b", {"resource": "dr-c", "penalty": 10}),
                    need("dr-a"),
                )
            ],
        ),
        (at(9),),
        60,
    )


def the_slower_of_two_decides_how_long_both_stay() -> HardCase:
    """One needs 50 minutes, more than the nurse has; the other's 30 give way to her 40."""
    return HardCase(
        problem(
            [
                resource("dr-a", (at(9), at(12))),
                resource("dr-b", (at(9), at(12))),
                resource("nurse", (at(9, 25), at(10, 10)), kind="assistant"),
            ],
            [
                step(
                    "procedure",
                    90,
                    need(
                        {"resource": "dr-a", "minutes": 50},
                        {"resource": "dr-b", "minutes": 30, "penalty": 7},
                    ),
                    need({"resource": "nurse", "minutes": 40}),
                )
            ],
        ),
        (at(9, 25),),
        47,
    )


def a_booked_clean_up_of_somebody_else() -> HardCase:
    """Her own ten minutes before must not reach into the five after the booked step."""
    other = {"id": "old", "patient": "q", "steps": [step("talk", 25, need("dr-lee", after=5))]}
    return HardCase(
        problem(
            [resource("dr-lee", (at(9), at(10, 10)))],
            [step("look", 30, need("dr-lee", before=10))],
            request={"patient": "p"},
            requests=[other],
            booked=[
                {
                    "request": "old",
                    "step": "talk",
                    "day": MONDAY,
                    "start": at(9),
                    "resources": ["dr-lee"],
                }
            ],
        ),
        (at(9, 40),),
        30,
    )


CASES = {
    case.__name__: case
    for case in (
        earliest_x_ray_kills_the_visit,
        only_another_order_fits,
        first_free_therapist_is_too_slow,
        one_room_for_two_steps_with_its_clean_up,
        one_room_too_few_minutes_for_both_clean_ups,
        same_practitioner_twice_with_buffers_between,
        joint_step_of_two_practitioners_with_different_hours,
        nobody_fills_two_needs_of_one_step,
        the_late_start_makes_the_short_day,
        a_clean_up_never_passes_closing,
        a_clean_up_never_reaches_into_lunch,
        a_day_partly_gone,
        the_assistant_comes_twice,
        max_gap_below_transfer,
        a_circle_of_rules,
        the_patient_is_booked_elsewhere,
        a_clean_up_longer_than_the_largest_gap,
        two_rooms_take_turns,
        only_one_way_to_share_out_three_people,
        the_slower_of_two_decides_how_long_both_stay,
        a_booked_clean_up_of_somebody_else,
    )
}
