"""The waitlist in words: who waits, since when, for what, and what is free earlier. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.planning.options import Option
from clinicdesk.services.waiting.earlier import Earlier
from clinicdesk.services.waiting.entries import Waiting
from clinicdesk.services.waiting.gaps import Gap
from clinicdesk.ui.kit.entry.suits_in_words import suits_text
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.ui.kit.people.waits_for import waits_for_text
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date, short_day
from clinicdesk.wording.machine.phones import phone_text


@dataclass(frozen=True)
class Row:
    """One who waits, with the earlier time that was found until now."""

    entry: Waiting
    earlier: Earlier | None
    lines: Lines

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return spoken_lines(self.lines)

    @property
    def in_gap(self) -> bool:
        """Whether the time that was given back serves them."""
        return self.earlier is not None and bool(self.earlier.in_gap)


@dataclass(frozen=True)
class Heading:
    """What the rows below it have in common."""

    lines: Lines

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return spoken_lines(self.lines)


@dataclass(frozen=True)
class ShownGap:
    """The time that was given back, and whether whoever was served here left it."""

    gap: Gap
    in_turn: bool = False


@dataclass(frozen=True)
class Wording:
    """What the words depend on besides the list."""

    setup: ClinicSetup
    today: date
    private: bool = False
    searching: bool = False
    """Whether earlier times are still looked for."""


class WaitingRows:
    """Makes the list's rows, each anew only where it says something else than before.

    While times are found there are many lists, each with one time more.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Wording, Row]] = {}

    def rows(
        self,
        wording: Wording,
        entries: Sequence[Waiting],
        earlier: Mapping[int, Earlier],
        shown: ShownGap | None,
    ) -> list[Row | Heading]:
        """Everybody in their order; of a gap those whom it serves first, others under a line."""
        rows = [self._row(wording, entry, earlier.get(entry.number)) for entry in entries]
        self._kept = {row.entry.number: (wording, row) for row in rows}
        if shown is None:
            return list(rows)
        served = [row for row in rows if row.in_gap]
        others = [row for row in rows if not row.in_gap]
        below = [Heading(((say("waiting.anyway"), Tone.MUTED),))] if others else []
        return [_gap_heading(wording, shown, len(served)), *served, *below, *others]

    def _row(self, wording: Wording, entry: Waiting, earlier: Earlier | None) -> Row:
        before, row = self._kept.get(entry.number, (None, None))
        if row is not None and (before, row.entry, row.earlier) == (wording, entry, earlier):
            # What was read again reads the same, and may be of another version.
            return row if row.entry is entry else replace(row, entry=entry)
        return row_of(wording, entry, earlier)


def _gap_heading(wording: Wording, shown: ShownGap, served: int) -> Heading:
    """`Given back: Mon Mar 1, 9:30 am – 10:00 am`, whose time it is, and how many fit in."""
    code = "waiting.gap-in-turn" if shown.in_turn else "waiting.gap"
    lines = [(say(code, {"when": gap_text(wording, shown.gap)}), Tone.STRONG)]
    lines.append((gap_names(wording.setup, shown.gap), Tone.MUTED))
    if served:
        lines.append((say("waiting.gap-serves", {"count": served}), Tone.NEW))
    else:
        code = "waiting.searching" if wording.searching else "waiting.gap-serves-nobody"
        lines.append((say(code), Tone.MUTED))
    return Heading(tuple(lines))


def gap_text(wording: Wording, gap: Gap) -> str:
    """`Mon Mar 1, 9:30 am – 10:00 am`."""
    day, start, end = gap.first
    return say("waiting.when", {"day": short_day(day, wording.today), "start": start, "end": end})


def gap_names(setup: ClinicSetup, gap: Gap) -> str:
    """Whose time it is, and which rooms, in the order of the set-up."""
    known = [info for info in setup.resources.values() if info.id in gap.resources]
    return readable(", ".join(info.name for info in known))


def row_of(wording: Wording, entry: Waiting, earlier: Earlier | None) -> Row:
    """Two identifiers and the phone, what is booked, and what could be instead."""
    patient = entry.patient
    name = readable(shown_name(patient, private=wording.private))
    urgent = f"{say('waiting.urgent')}  " if entry.urgent else ""
    number = patient_number(patient.number)
    lines = [(f"{urgent}{name}", Tone.STRONG)]
    if wording.private:
        lines.append((number, Tone.MUTED))
    else:
        lines.append((f"{birth_date(patient.born)}   {number}", Tone.MUTED))
        lines.append((phone_text(patient.phone), Tone.LARGE))
    lines.append((waits_for_text(wording.setup, wording.today, entry), Tone.PLAIN))
    if said := suits_text(entry.suits):
        lines.append((say("waiting.suits", {"when": said}), Tone.MUTED))
    if earlier is not None:
        lines += _offered(wording, earlier)
    elif not wording.searching and entry.visit is None:
        lines.append((say("waiting.nothing-yet"), Tone.MUTED))
    elif not wording.searching:
        lines.append((say("waiting.nothing"), Tone.MUTED))
    return Row(entry, earlier, tuple(lines))


def _offered(wording: Wording, earlier: Earlier) -> Lines:
    """When they could come; of a combined visit which of its steps fit into the gap."""
    code = "waiting.fits" if earlier.in_gap else "waiting.now"
    when = (say(code, {"when": option_text(wording, earlier.option)}), Tone.NEW)
    steps = earlier.visit_request.steps
    if not earlier.in_gap or len(steps) == 1:
        return (when,)
    kinds = [wording.setup.visit_types[steps[place].visit_type].name for place in earlier.in_gap]
    names = ", ".join(dict.fromkeys(kinds))
    params = {"what": names, "count": len(kinds), "end": earlier.option.end}
    return when, (readable(say("waiting.completes", params)), Tone.PLAIN)


def option_text(wording: Wording, option: Option) -> str:
    """`Tue Dec 1, 9:20 am to 10:40 am`."""
    params = {"day": short_day(option.day, wording.today), "start": option.start, "end": option.end}
    return say("waiting.when", params)
