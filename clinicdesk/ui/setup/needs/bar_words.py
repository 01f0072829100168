"""What a screen reader says of a need's bar: what it holds, and where the keyboard is."""

from collections.abc import Mapping
from typing import Any

from clinicdesk.ui.setup.needs.held_parts import Edge, HeldParts, Part
from clinicdesk.ui.setup.needs.need_text import named
from clinicdesk.ui.setup.quoting import NOTHING_CALLED, Called
from clinicdesk.wording import readable, say


def held_words(need: Mapping[str, Any], held: HeldParts, names: Called = NOTHING_CALLED) -> str:
    """`pt, pta: minutes 0 to 40, minutes 45 to the end, 5 minutes after`."""
    parts = [_part_words(part, held.minutes) for part in held.parts]
    buffers = [
        say(f"set-up.bar-{side}", {"count": count})
        for side, count in (("before", held.before), ("after", held.after))
        if count
    ]
    places = [say("set-up.bar-only", {"place": place}) for place in need.get("places", ())]
    who = ", ".join(readable(names.get(word, word)) for word in named(need))
    return say("set-up.bar-held", {"who": who, "what": ", ".join((*parts, *buffers, *places))})


def edge_words(held: HeldParts, edge: Edge) -> str:
    """`Part 1 of 2 ends: minute 40`."""
    said = {"part": edge.part + 1, "parts": len(held.parts), "at": edge.at}
    buffers = {"before": held.before, "after": held.after}
    return say(f"set-up.edge-{edge.side}", {**said, "count": buffers.get(edge.side, 0)})


def _part_words(part: Part, minutes: int) -> str:
    start, end = part
    code = "set-up.bar-to-end" if end == minutes else "set-up.bar-part"
    return say(code, {"start": start, "end": end})
