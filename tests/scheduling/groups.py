"""Groups of needs that take the same resource, in JSON, as steps and needs come and go."""

from collections.abc import Callable

from tests.scheduling.oracle import Json

Place = tuple[str, int]


def keep_groups(request: Json, now: Callable[[Place], Place | None]) -> None:
    """Each need is where `now` says it is now, None where it is gone; one alone is no group."""
    groups = []
    for group in request.pop("same", []):
        moved = [now((place["step"], place["need"])) for place in group["needs"]]
        left = [{"step": place[0], "need": place[1]} for place in moved if place is not None]
        if len(left) > 1:
            groups.append({"needs": left})
    if groups:
        request["same"] = groups


def keep_groups_of_steps(request: Json) -> None:
    """Those of the steps that are there."""
    names = {step["id"] for step in request["steps"]}
    keep_groups(request, lambda place: place if place[0] in names else None)
