"""Changes to a problem after which no plan is lost: what was a plan still is one, none costs more.

Short gaps must weigh nothing, as more free time may leave more short pieces.
"""

from collections.abc import Callable
from random import Random

from tests.scheduling.groups import Place, keep_groups, keep_groups_of_steps
from tests.scheduling.oracle import Json


def cancel(source: Json, rng: Random) -> None:
    others = [item for item in source.get("booked", []) if item["request"] != "visit"]
    if others:
        source["booked"].remove(rng.choice(others))


def free_a_resource(source: Json, rng: Random) -> None:
    rng.choice(source["resources"]).pop("busy", None)


def widen_free_time(source: Json, rng: Random) -> None:
    for intervals in rng.choice(source["resources"])["free"].values():
        intervals.append([0, 1440])


def drop_a_rule(source: Json, rng: Random) -> None:
    # A rule that states a min_gap replaces the transfer, so only others are mere restrictions.
    rules = source["requests"][0].get("sequence", [])
    mere = [rule for rule in rules if rule.get("min_gap") is None]
    if mere:
        rules.remove(rng.choice(mere))


def drop_windows(source: Json, rng: Random) -> None:
    request = source["requests"][0]
    rng.choice([request, *request["steps"]]).pop("windows", None)


def shorten_buffers(source: Json, rng: Random) -> None:
    side = rng.choice(("before", "after"))
    for need in rng.choice(source["requests"][0]["steps"]).get("needs", []):
        need.pop(side, None)


def widen_the_gaps(source: Json, rng: Random) -> None:
    rules = source["requests"][0].get("sequence", [])
    for rule in rng.sample(rules, len(rules) // 2):
        rule.pop("max_gap", None)
    for rule in rules:
        if rule.get("min_gap") is not None:
            rule["min_gap"] //= 2


def unbind(source: Json, rng: Random) -> None:
    request = source["requests"][0]
    bound = [key for key in ("same", "one_window", "longest_stay") if key in request]
    if bound:
        del request[rng.choice(bound)]


def hurry_the_patient(source: Json, rng: Random) -> None:
    request = source["requests"][0]
    request["transfer_minutes"] = rng.randint(0, request.get("transfer_minutes", 0))


def ask_less_for_somebody(source: Json, rng: Random) -> None:
    for need in rng.choice(source["requests"][0]["steps"]).get("needs", []):
        for alternative in need["one_of"]:
            alternative.pop("penalty", None)
            alternative.pop("windows", None)


def hold_less(source: Json, rng: Random) -> None:
    for need in rng.choice(source["requests"][0]["steps"]).get("needs", []):
        need["holds"] = need.get("holds", [[0, None]])[:1]


def need_less(source: Json, rng: Random) -> None:
    step = rng.choice(source["requests"][0]["steps"])
    needs = step.get("needs", [])
    # Stated minutes may be shorter than the step's own, so they must not get lost.
    plain = [need for need in needs if not any("minutes" in item for item in need["one_of"])]
    if plain:
        forget_own_bookings(source)
        gone = needs.index(rng.choice(plain))
        del needs[gone]

        def now(place: Place) -> Place | None:
            name, number = place
            if name != step["id"] or number < gone:
                return place
            return None if number == gone else (name, number - 1)

        keep_groups(source["requests"][0], now)


def come_for_less(source: Json, rng: Random) -> None:
    request = source["requests"][0]
    if len(request["steps"]) > 1:
        forget_own_bookings(source)
        gone = request["steps"].pop(rng.randrange(len(request["steps"])))["id"]
        rules = request.get("sequence", [])
        rules[:] = [rule for rule in rules if gone not in (rule["first"], rule["then"])]
        keep_groups_of_steps(request)


def forget_own_bookings(source: Json) -> None:
    booked = source.get("booked", [])
    booked[:] = [item for item in booked if item["request"] != "visit"]


def one_more_practitioner(source: Json, rng: Random) -> None:
    needs = rng.choice(source["requests"][0]["steps"]).get("needs", [])
    if needs:
        need = rng.randrange(len(needs))
        needs[need]["one_of"].append({"resource": "extra"})
    free = {day: [[0, 1440]] for day in source["days"]}
    source["resources"].append({"id": "extra", "kind": "practitioner", "free": free})


RELIEFS: list[Callable[[Json, Random], None]] = [
    cancel,
    free_a_resource,
    widen_free_time,
    drop_a_rule,
    drop_windows,
    shorten_buffers,
    widen_the_gaps,
    hurry_the_patient,
    unbind,
    ask_less_for_somebody,
    hold_less,
    need_less,
    come_for_less,
    one_more_practitioner,
]
