"""The waitlist in words: who waits, since when, for what, and what is free earlier. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.planning.options import Option
from clinicdesk.services.waiting.earlier import Earlier
from clinicdesk.services.waiting.entries import Waiting
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.wording import readable, say, time_text
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


@dataclass(frozen=True)
class Wording:
    """What the words depend on besides the list."""

    setup: ClinicSetup
    today: date
    private: bool = False
    searching: bool = False
    """Whether earlier times are still looked for."""


def row_of(wording: Wording, entry: Waiting, earlier: Earlier | None) -> Row:
    """Two identifiers and the phone, what is booked, and what could be instead."""
    patient = entry.visit.patient
    assert patient is not None
    name = readable(shown_name(patient, private=wording.private))
    urgent = f"{say('waiting.urgent')}  " if entry.urgent else ""
    number = patient_number(patient.number)
    lines = [(f"{urgent}{name}", Tone.STRONG)]
    if wording.private:
        lines.append((number, Tone.MUTED))
    else:
        lines.append((f"{birth_date(patient.born)}   {number}", Tone.MUTED))
        lines.append((phone_text(patient.phone), Tone.LARGE))
    lines.append((_booked(wording, entry), Tone.PLAIN))
    if earlier is not None:
        lines.append((say("waiting.now", {"when": option_text(wording, earlier.option)}), Tone.NEW))
    elif not wording.searching:
        lines.append((say("waiting.nothing"), Tone.MUTED))
    return Row(entry, earlier, tuple(lines))


def option_text(wording: Wording, option: Option) -> str:
    """`Tue Dec 1, 9:20 am to 10:40 am`."""
    params = {"day": short_day(option.day, wording.today), "start": option.start, "end": option.end}
    return say("waiting.when", params)


def _booked(wording: Wording, entry: Waiting) -> str:
    """`PT session, booked Thu Dec 10, 9:00 am; waits since Nov 24`."""
    steps = [step for step in entry.visit.steps if step.status.takes_place]
    template = wording.setup.templates.get(entry.visit.template or 0)
    kinds = [template.name] if template else list(dict.fromkeys(step.visit_type for step in steps))
    start = min(step.start for step in steps if step.day == entry.day)
    params = {
        "what": ", ".join(kinds),
        "when": f"{short_day(entry.day, wording.today)}, {time_text(start)}",
        "since": short_day(datetime.fromisoformat(entry.since).date(), wording.today),
    }
    return readable(say("waiting.booked", params))
