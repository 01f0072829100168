"""The reschedule list in words: a row for each visit that an absence concerns. Pure, no widgets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.people.naming import place_name, shown_name, who_with
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date, short_day
from clinicdesk.wording.machine.phones import phone_text


@dataclass(frozen=True)
class Row:
    """One visit of the list; `appointment` is the number of its step that the day shows."""

    visit: int
    appointment: int
    lines: Lines

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return spoken_lines(self.lines)


@dataclass(frozen=True)
class Wording:
    """What the words depend on besides the proposal: names, today, whether names are hidden."""

    setup: ClinicSetup
    today: date
    private: bool = False
    revealed: int | None = None
    """A visit whose patient is named all the same."""

    def hides(self, visit: int) -> bool:
        """Whether initials stand for that patient's name."""
        return self.private and visit != self.revealed


def rows_of(wording: Wording, proposal: Proposal, choices: Choices) -> list[Row]:
    """First the visits without a place, then those left to a person, then those that change: first
    the ones that need a call."""
    moved = sorted(proposal.moved, key=lambda visit: visit.call is Call.NONE)
    return [
        *(_stranded(wording, proposal, out, choices) for out in proposal.stranded),
        *(_by_hand(wording, item) for item in proposal.manual),
        *(_moved(wording, proposal, visit) for visit in moved),
    ]


def summary(proposal: Proposal) -> str:
    """How many visits change, have no place, are left to a person, and are unaffected."""
    counts = {
        "absence.changes": len(proposal.moved),
        "absence.without-place": len(proposal.stranded),
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
    lines = [*_identities(wording, visit)]
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
    if visit.members and visit.call is not Call.NONE:
        call = say("absence.call-all", {"count": len(visit.members)})
    if not visit.minutes:
        return call
    return f"{say('absence.moved-by', {'count': visit.minutes})} {call}"


def _stranded(wording: Wording, proposal: Proposal, out: StrandedVisit, choices: Choices) -> Row:
    chosen = choices.get(out.visit)
    lines = [*_identities(wording, out)]
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
        else [*_identity(wording, appointment.visit, patient)]
    )
    lines.append((_as_booked(wording, appointment), Tone.PLAIN))
    lines.append((say(item.why), Tone.WARNS))
    return Row(appointment.visit, appointment.number, tuple(lines))


def _identities(wording: Wording, visit: MovedVisit | StrandedVisit) -> Iterator[tuple[str, Tone]]:
    """Of a group class all who are in it."""
    if visit.members:
        yield say("absence.class-of", {"count": len(visit.members)}), Tone.STRONG
    for member in visit.members:
        if member.patient is not None:
            yield from _identity(wording, member.visit, member.patient)
    if not visit.members:
        yield from _identity(wording, visit.visit, visit.patient)


def _identity(wording: Wording, visit: int, patient: PatientInfo) -> Iterator[tuple[str, Tone]]:
    """Two identifiers beside the name, and the telephone number; in private the number alone."""
    yield readable(shown_name(patient, private=wording.hides(visit))), Tone.STRONG
    if wording.hides(visit):
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
    """The new time and people; at the same time with the same practitioner, what is new."""
    was = step.appointment
    people = _people(wording, replace(was, resources=step.resources))
    same_time = step.start == was.start
    if same_time and not _exchanged(wording, step, "practitioner"):
        who = ", ".join(_news(wording, step, ("assistant", "room", "equipment"))) or people
    else:
        who = ", ".join([people, *_news(wording, step, ("assistant", "equipment"))])
    if same_time:
        return say("absence.same-time", {"who": who})
    return say("absence.new-time", {"time": step.start, "who": who})


def _news(wording: Wording, step: MovedAppointment, kinds: Iterable[str]) -> Iterator[str]:
    """`another assistant: Emeka Sandoval`, `Exam 4 instead of Exam 2`, of these kinds."""
    for kind in kinds:
        if found := _exchanged(wording, step, kind):
            new, old = found
            params = {"new": new} if kind == "assistant" else {"new": new, "old": old}
            yield say(f"absence.new-{kind}", params)


def _exchanged(wording: Wording, step: MovedAppointment, kind: str) -> tuple[str, str] | None:
    """The names of what comes to a step and of what it replaces, of that kind; None without."""
    before, now = step.appointment.resources, step.resources
    new = _names(wording, kind, (number for number in now if number not in before))
    old = _names(wording, kind, (number for number in before if number not in now))
    # A second place is called after the first one.
    return (new, old) if new and new != old else None


def _names(wording: Wording, kind: str, numbers: Iterable[int]) -> str:
    infos = (wording.setup.resources.get(number) for number in numbers)
    return ", ".join(readable(info.name) for info in infos if info and info.kind == kind)


def _people(wording: Wording, item: AppointmentInfo) -> str:
    parts = (who_with(wording.setup, item), place_name(wording.setup, item))
    return ", ".join(readable(part) for part in parts if part)
