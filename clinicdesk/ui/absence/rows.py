"""The reschedule list in words: a row for each visit that an absence concerns. Pure, no widgets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from clinicdesk.services.absence.other_days import Choices
from clinicdesk.services.absence.proposal import (
    Call,
    ManualCase,
    MovedAppointment,
    MovedVisit,
    Proposal,
    StrandedVisit,
)
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.planning.options import Option
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.people.naming import place_name, shown_name, who_with
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date, short_day
from clinicdesk.wording.machine.phones import phone_text


class Tone(Enum):
    """How a line of a row is drawn."""

    PLAIN = auto()
    STRONG = auto()
    MUTED = auto()
    NEW = auto()
    """The new time and people."""
    WARNS = auto()


@dataclass(frozen=True)
class Row:
    """One visit of the list; `appointment` is the number of its step that the day shows."""

    visit: int
    appointment: int
    lines: tuple[tuple[str, Tone], ...]

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(" ".join(text.split()) for text, _ in self.lines)


@dataclass(frozen=True)
class Wording:
    """What the words depend on besides the proposal: names, today, whether names are hidden."""

    setup: ClinicSetup
    today: date
    private: bool = False


def rows_of(wording: Wording, proposal: Proposal, choices: Choices) -> list[Row]:
    """First the visits that cannot stay, then those left to a person, then those that move."""
    return [
        *(_stranded(wording, proposal, out, choices) for out in proposal.stranded),
        *(_by_hand(wording, item) for item in proposal.manual),
        *(_moved(wording, proposal, visit) for visit in proposal.moved),
    ]


def summary(proposal: Proposal) -> str:
    """How many visits move, cannot stay, are left to a person, and are unaffected."""
    counts = {
        "absence.moves": len(proposal.moved),
        "absence.cannot-stay": len(proposal.stranded),
        "absence.by-hand": len(proposal.manual),
    }
    said = [say(code, {"count": count}) for code, count in counts.items() if count]
    said.append(say("absence.unaffected", {"count": proposal.unaffected}))
    return " \N{MIDDLE DOT} ".join(said)


def option_text(wording: Wording, option: Option) -> str:
    """`Wed 3 Mar, 9:00 - 9:40`, and on a second line with whom."""
    names = dict.fromkeys(
        readable(info.name)
        for step in option.steps
        for info in step.resources
        if info.kind == "practitioner"
    )
    when = say(
        "absence.other-day",
        {"day": short_day(option.day, wording.today), "start": option.start, "end": option.end},
    )
    return "\n".join(part for part in (when, ", ".join(names)) if part)


def written_text(wording: Wording, left: Sequence[StrandedVisit]) -> str:
    """That it is written, and whose visits were left as booked: they have to be called."""
    said = say("absence.accept-done")
    names = [shown_name(out.patient, private=wording.private) for out in left]
    return f"{said} {say('absence.named-left', {'names': '; '.join(names)})}" if names else said


def _moved(wording: Wording, proposal: Proposal, visit: MovedVisit) -> Row:
    lines = [*_identity(wording, visit.patient)]
    for step in visit.steps:
        lines.append((_as_booked(wording, step.appointment), Tone.PLAIN))
        lines.append((_new_place(wording, step), Tone.NEW))
    lines.append((_cost_of(visit), Tone.MUTED))
    if not visit.affected:
        lines.append((say("absence.makes-room"), Tone.MUTED))
    shown = _affected_step(proposal, [step.appointment for step in visit.steps])
    return Row(visit.visit, shown, tuple(lines))


def _cost_of(visit: MovedVisit) -> str:
    """How far it moves, and whether somebody is called: `Moved by 20 min. Call the patient.`"""
    call = say(f"absence.call-{visit.call}")
    if not visit.minutes:
        return call
    return f"{say('absence.moved-by', {'count': visit.minutes})} {call}"


def _stranded(wording: Wording, proposal: Proposal, out: StrandedVisit, choices: Choices) -> Row:
    chosen = choices.get(out.visit)
    lines = [*_identity(wording, out.patient)]
    lines += [(_as_booked(wording, step), Tone.PLAIN) for step in out.steps]
    if out.call is Call.ANYWAY:
        lines.append((say("absence.call-anyway"), Tone.MUTED))
    if chosen is not None:
        lines.append((say("absence.no-place"), Tone.WARNS))
        lines.append((f"\N{RIGHTWARDS ARROW} {option_text(wording, chosen)}", Tone.NEW))
    else:
        why = out.why or ("" if out.options else "absence.no-days")
        lines.append((f"{say('absence.no-place')}. {say('absence.left')}", Tone.WARNS))
        if why:
            lines.append((say(why), Tone.MUTED))
    return Row(out.visit, _affected_step(proposal, out.steps), tuple(lines))


def _affected_step(proposal: Proposal, steps: Sequence[AppointmentInfo]) -> int:
    """The number of the step that falls into the absence, else of the first one."""
    return next(
        (step.number for step in steps if step.number in proposal.affected), steps[0].number
    )


def _by_hand(wording: Wording, item: ManualCase) -> Row:
    appointment = item.appointment
    patient = appointment.patient
    lines = (
        [(readable(appointment.visit_type), Tone.STRONG)]
        if patient is None
        else [*_identity(wording, patient)]
    )
    lines.append((_as_booked(wording, appointment), Tone.PLAIN))
    lines.append((say(item.why), Tone.WARNS))
    return Row(appointment.visit, appointment.number, tuple(lines))


def _identity(wording: Wording, patient: PatientInfo) -> Iterator[tuple[str, Tone]]:
    """Two identifiers beside the name, and the telephone number; in private the number alone."""
    yield readable(shown_name(patient, private=wording.private)), Tone.STRONG
    if wording.private:
        yield say("absence.number", {"patient": patient.number}), Tone.MUTED
    else:
        params = {
            "patient": patient.number,
            "born": birth_date(patient.born),
            "phone": phone_text(patient.phone),
        }
        yield say("absence.identifiers", params), Tone.MUTED


def _as_booked(wording: Wording, item: AppointmentInfo) -> str:
    what = {"time": item.start, "what": item.visit_type, "who": _people(wording, item)}
    return say("absence.move", what)


def _new_place(wording: Wording, step: MovedAppointment) -> str:
    was = step.appointment
    who = _people(wording, replace(was, resources=step.resources))
    if step.start == was.start:
        if who == _people(wording, was):
            # Neither who nor the room is new, so something else is.
            new = [n for n in step.resources if n not in was.resources]
            who = ", ".join(readable(wording.setup.resources[number].name) for number in new)
        return say("absence.same-time", {"who": who})
    return say("absence.new-time", {"time": step.start, "who": who})


def _people(wording: Wording, item: AppointmentInfo) -> str:
    parts = (who_with(wording.setup, item), place_name(wording.setup, item))
    return ", ".join(readable(part) for part in parts if part)
