"""The least cost of a packing by trying everything, from the oracle's options alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.scheduling.oracle import Json, Minutes, Option, Oracle

MOST_PLANS = 400


class TooLarge(Exception):
    """The problem has too many plans to try them all."""


@dataclass(frozen=True, eq=False)
class Whole:
    """One plan of one request, with what it takes of everybody and what it costs in a packing."""

    cost: int
    latest: int
    takes: dict[str, Minutes]


def least_packing_cost(source: Json) -> int:
    """Raises TooLarge where a request has more plans than are tried."""
    weights = Oracle(source).weights | {"unplaced": 10_000, "makespan": 0, "moved": 30}
    weights |= source.get("weights", {})
    choices = [list(_plans(source, request, weights)) for request in source["requests"]]
    booked = source.get("booked", [])
    left_out = [
        weights["unplaced"] + weights["moved"] * sum(b["request"] == r["id"] for b in booked)
        for r in source["requests"]
    ]
    must = [could_stay(source, request["id"]) for request in source["requests"]]
    best = 1 << 60

    def extend(index: int, cost: int, latest: int, taken: dict[str, Minutes]) -> None:
        nonlocal best
        if cost + weights["makespan"] * latest >= best:
            return
        if index == len(choices):
            best = cost + weights["makespan"] * latest
            return
        for plan in sorted(choices[index], key=lambda one: one.cost):
            if not any(taken.get(name, frozenset()) & took for name, took in plan.takes.items()):
                both = {n: taken.get(n, frozenset()) | took for n, took in plan.takes.items()}
                extend(index + 1, cost + plan.cost, max(latest, plan.latest), taken | both)
        if not must[index]:
            extend(index + 1, cost + left_out[index], latest, taken)

    extend(0, 0, 0, {})
    return best


def could_stay(source: Json, name: str) -> bool:
    """Whether the request is booked whole and lawfully beside everything that is booked."""
    request = next(item for item in source["requests"] if item["id"] == name)
    mine = {item["step"]: item for item in source.get("booked", []) if item["request"] == name}
    if len(mine) < len(request["steps"]) or len({item["day"] for item in mine.values()}) > 1:
        return False
    day = next(iter(mine.values()))["day"]
    oracle = Oracle(source, name)
    visit: list[Option] = []
    for step, options in zip(request["steps"], oracle.options_of_day(day), strict=True):
        item = mine[step["id"]]
        here = [
            one
            for one in options
            if one.start == item["start"] and list(one.resources) == item["resources"]
        ]
        if not here or not all(oracle.agree(other, here[0]) for other in visit):
            return False
        visit += here
    return oracle.together(day, visit)


def _plans(source: Json, request: Json, weights: Json) -> Iterator[Whole]:
    oracle = Oracle(source | {"booked": []}, request["id"])
    booked = {b["step"]: b for b in source.get("booked", []) if b["request"] == request["id"]}
    patient = request.get("patient") or f"request {request['id']}"
    count = 0
    for day in source["days"]:
        midnight = 1440 * (date.fromisoformat(day) - date.fromisoformat(source["days"][0])).days
        for visit in visits_of_day(oracle, day):
            count += 1
            if count > MOST_PLANS:
                raise TooLarge
            takes: dict[str, Minutes] = {}
            moved = 0
            for one in visit:
                present = frozenset(range(one.start, one.end))
                for name, took in [*one.blocked.items(), (f"patient {patient}", present)]:
                    takes[f"{day} {name}"] = takes.get(f"{day} {name}", frozenset()) | took
                if one.step in booked:
                    was = booked[one.step]
                    stays = (was["day"], was["start"], was["resources"])
                    moved += (day, one.start, list(one.resources)) != stays
            cost = oracle.day_part(day) + oracle.partial_cost(visit) + weights["moved"] * moved
            yield Whole(cost, midnight + max(one.end for one in visit), takes)


def visits_of_day(oracle: Oracle, day: str) -> Iterator[list[Option]]:
    """Every plan of the oracle's request on a day."""
    for visit in _visits(oracle, oracle.options_of_day(day), []):
        if oracle.together(day, visit):
            yield visit


def _visits(
    oracle: Oracle, options: list[list[Option]], visit: list[Option]
) -> Iterator[list[Option]]:
    if len(visit) == len(options):
        yield visit
        return
    for item in options[len(visit)]:
        if all(oracle.agree(other, item) for other in visit):
            yield from _visits(oracle, options, [*visit, item])
