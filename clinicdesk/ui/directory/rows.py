"""What the directory says of somebody: a row of the list, and all of whom it points at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clinicdesk.services.directory.free_time import DAYS, FreeTime
from clinicdesk.services.directory.listing import Listed
from clinicdesk.ui.kit.entry.pick_list import Piece, Row, Weight
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day
from clinicdesk.wording.machine.language_names import language_text

SEPARATOR = " \N{MIDDLE DOT} "


@dataclass(frozen=True)
class Found:
    """Somebody who fits, and when they are free first for which visit type, as far as is known."""

    listed: Listed
    visit_type: int | None = None
    free: FreeTime | None = None
    known: bool = False
    """Whether it was looked for; without a `free` time then none of the days has one."""


def row_of(found: Found, today: date) -> Row:
    """Name and credentials; below what they are, what they speak, and when they are free."""
    listed, free = found.listed, free_text(found, today)
    languages = ", ".join(map(language_text, listed.languages))
    said = SEPARATOR.join(filter(None, (*listed.specialties, languages)))
    aside: tuple[Piece, ...] = ((free, Weight.PLAIN),) if free else ()
    return Row(
        listed.number,
        ((listed.name, Weight.STRONG),),
        listed.credentials,
        ((said, Weight.MUTED),),
        aside,
        color=listed.color,
        remark="" if listed.takes_new_patients else say("directory.no-new"),
    )


def free_text(found: Found, today: date) -> str:
    """`Tue Nov 24 11:00 am`; empty while nobody has looked."""
    if found.free is not None:
        day = short_day(found.free.day, today)
        return say("directory.free", {"day": day, "start": found.free.start})
    return say("directory.not-free", {"count": DAYS}) if found.known else ""


def about(found: Found, today: date) -> str:
    """All that is said of them, a line for each."""
    return "\n".join(_lines(found, today))


def _lines(found: Found, today: date) -> Iterator[str]:
    listed = found.listed
    names = dict(listed.visit_types)
    what = names.get(found.visit_type or 0, "")
    if found.free is not None:
        day = short_day(found.free.day, today)
        times = {"day": day, "start": found.free.start, "end": found.free.end}
        yield say("directory.first-free", {"what": what, **times})
    elif found.known:
        yield say("directory.never-free", {"what": what, "count": DAYS})
    yield say("directory.takes-new" if listed.takes_new_patients else "directory.takes-no-new")
    if listed.starts_on is not None:
        yield say("directory.from", {"day": short_day(listed.starts_on, today)})
    if listed.ends_on is not None:
        yield say("directory.until", {"day": short_day(listed.ends_on, today)})
    said = {
        "conditions": listed.conditions,
        "procedures": listed.procedures,
        "does": tuple(names.values()),
    }
    for code, texts in said.items():
        if texts:
            yield say(f"directory.{code}", {"texts": SEPARATOR.join(texts)})
