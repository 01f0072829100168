"""The front of a packing by trying everything, written from the format alone."""

from collections.abc import Iterator

from tests.scheduling.oracle import Json, Option, Oracle
from tests.scheduling.packing.brute_force import TooLarge, could_stay, visits_of_day

MOST_PLANS = 60
MOST_PACKINGS = 200_000

Figures = tuple[int, int, int]
"""Sent home, called, minutes moved."""

Takes = dict[str, frozenset[int]]
"""Minutes of everybody, by day and name."""

Choice = tuple[Takes, bool, int]
"""What a plan takes of everybody, whether it changes something for its patient, how far it is."""


def front_of(source: Json, furthest: int) -> set[Figures]:
    """Every triple that no other packing is as good as. Raises TooLarge."""
    requests = source["requests"]
    booked = {(item["request"], item["step"]): item for item in source.get("booked", [])}
    choices = [list(_choices(source, request, booked, furthest)) for request in requests]
    patients = [request.get("patient") or ("request", request["id"]) for request in requests]
    told = {
        patient
        for patient, request in zip(patients, requests, strict=True)
        for item in booked.values()
        if item["request"] == request["id"] and item.get("told", True)
    }
    must = [could_stay(source, request["id"]) for request in requests]
    found: set[Figures] = set()
    tried = 0

    def extend(index: int, taken: Takes, home: int, far: int, calls: set[object]) -> None:
        nonlocal tried
        tried += 1
        if tried > MOST_PACKINGS:
            raise TooLarge
        if index == len(requests):
            found.add((home, len(calls & told), far))
            return
        for takes, changes, minutes in choices[index]:
            if not any(taken.get(name, frozenset()) & took for name, took in takes.items()):
                both = {name: taken.get(name, frozenset()) | took for name, took in takes.items()}
                called = calls | {patients[index]} if changes else calls
                extend(index + 1, taken | both, home, far + minutes, called)
        if not must[index]:
            steps = [step["id"] for step in requests[index]["steps"]]
            count = sum((requests[index]["id"], step) in booked for step in steps)
            called = calls | {patients[index]} if count else calls
            extend(index + 1, taken, home + (count == len(steps)), far, called)

    extend(0, {}, 0, 0, set())
    return {one for one in found if not any(_beats(other, one) for other in found)}


def _beats(one: Figures, other: Figures) -> bool:
    return one != other and all(a <= b for a, b in zip(one, other, strict=True))


def _choices(
    source: Json, request: Json, booked: dict[tuple[str, str], Json], furthest: int
) -> Iterator[Choice]:
    kinds = {item["id"]: item["kind"] for item in source["resources"]}
    oracle = Oracle(source | {"booked": []}, request["id"])
    patient = request.get("patient") or f"request {request['id']}"
    count = 0
    for day in source["days"]:
        for visit in visits_of_day(oracle, day):
            count += 1
            if count > MOST_PLANS:
                raise TooLarge
            moves = [
                (one, booked[request["id"], one.step])
                for one in visit
                if (request["id"], one.step) in booked
            ]
            if any(item["day"] != day for _, item in moves):
                continue
            far = max((abs(one.start - item["start"]) for one, item in moves), default=0)
            if far <= furthest:
                changes = bool(far) or any(_other(one, item, kinds) for one, item in moves)
                yield _takes(day, patient, visit), changes, far


def _other(one: Option, item: Json, kinds: dict[str, str]) -> bool:
    return any(
        was != now and "practitioner" in (kinds[was], kinds[now])
        for was, now in zip(item["resources"], one.resources, strict=True)
    )


def _takes(day: str, patient: str, visit: list[Option]) -> Takes:
    takes: Takes = {}
    for one in visit:
        present = frozenset(range(one.start, one.end))
        for name, took in [*one.blocked.items(), (f"patient {patient}", present)]:
            takes[f"{day} {name}"] = takes.get(f"{day} {name}", frozenset()) | took
    return takes
