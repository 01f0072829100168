"""A change as people tell it: what was done, for whom, and from when to when."""

from collections.abc import Mapping
from datetime import date

from clinicdesk.wording import say, time_text
from clinicdesk.wording.machine.dates import short_day

When = tuple[date, int]
"""A day, and minutes after midnight."""


def told_text(
    code: str,
    params: Mapping[str, object],
    name: str,
    others: int,
    was: When | None,
    now: When | None,
    today: date,
) -> str:
    """`Moved ABLE Ann, 10:15 to 11:00, Tue 1 Dec`; what is not known is left out."""
    whom = say("told.others", {"name": name, "count": others}) if others else name
    parts = [part for part in (whom, _when_text(was, now, today)) if part]
    # A redacted entry knows nobody: what stands before them ends the sentence.
    return say(f"done.{code}", {**params, "whom": ", ".join(parts)}).rstrip(": ")


def _when_text(was: When | None, now: When | None, today: date) -> str:
    if now is None:
        return ""
    then = f"{time_text(now[1])}, {short_day(now[0], today)}"
    if was is None or was == now:
        return then
    if was[0] == now[0]:
        return say("told.from-to", {"was": time_text(was[1]), "now": then})
    before = f"{time_text(was[1])}, {short_day(was[0], today)}"
    return say("told.from-to", {"was": before, "now": then})
