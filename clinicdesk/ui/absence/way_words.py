"""Ways to mend a day in words: what each is best in, and what it costs whom. Pure, no widgets."""

from collections.abc import Mapping, Sequence

from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.mended_day import MendedDay
from clinicdesk.services.absence.proposal import Call
from clinicdesk.wording import say

_HOME, _CALLS, _MOVED = Aim.FEWEST_HOME, Aim.FEWEST_CALLS, Aim.LEAST_MOVED

_NAMES: Mapping[tuple[Aim, ...], str] = {
    (_HOME,): "absence.fewest-home",
    (_CALLS,): "absence.fewest-calls",
    (_MOVED,): "absence.least-moved",
    (_HOME, _CALLS): "absence.home-and-calls",
    (_HOME, _MOVED): "absence.home-and-moved",
    (_CALLS, _MOVED): "absence.calls-and-moved",
    (_HOME, _CALLS, _MOVED): "absence.best-in-all",
}


def title_of(ways: Sequence[MendedDay]) -> str:
    """How many ways there are."""
    return say("absence.ways", {"count": len(ways)})


def way_text(way: MendedDay) -> str:
    """What it is best in, and on a second line what it costs."""
    return f"{say(_NAMES[way.aims])}\n{figures_text(way)}"


def figures_text(way: MendedDay) -> str:
    """`1 goes home · 4 calls · 3 visits change without a call · moved by 45 min at most, …`."""
    found = way.disturbance
    quiet = sum(visit.call is Call.NONE for visit in way.proposal.moved)
    moved = {"most": way.furthest, "all": found.minutes_moved}
    said = (
        say("absence.go-home", {"count": found.sent_home}),
        say("absence.calls", {"count": found.called}),
        *((say("absence.without-call", {"count": quiet}),) if quiet else ()),
        say("absence.moved-in-all", moved) if found.minutes_moved else say("absence.none-moved"),
    )
    return " \N{MIDDLE DOT} ".join(said)


def better_text(aim: Aim, way: MendedDay) -> str:
    """That a better way was found, in what, and what it costs."""
    return say("absence.better", {"name": say(_NAMES[(aim,)]), "costs": figures_text(way)})
