"""The call list in words: a row for each visit, with what to say. Pure, no widgets."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.contacts.call_list import CallFilter, CallRow, LastContact
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.seen import Seen, seen_of
from clinicdesk.ui.kit.people.naming import shown_name, who_with
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date, short_day
from clinicdesk.wording.machine.phones import phone_text


class Tone(Enum):
    """How a line of a row is drawn."""

    PLAIN = auto()
    STRONG = auto()
    MUTED = auto()
    LARGE = auto()
    """The telephone number, to be read while it is dialed."""


@dataclass(frozen=True)
class Row:
    """One visit of the list, and the versions in which it was read."""

    visit: int
    lines: tuple[tuple[str, Tone], ...]
    seen: Seen

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(" ".join(text.split()) for text, _ in self.lines)


@dataclass(frozen=True)
class Wording:
    """What the words depend on besides the list: names, today, whether names are hidden."""

    setup: ClinicSetup
    today: date
    private: bool = False


def row_of(wording: Wording, call: CallRow) -> Row:
    """Whom to call, what to say, and the last try."""
    lines = [*_identity(wording, call.patient), (_sentence(wording, call), Tone.PLAIN)]
    if len(call.steps) > 1 and call.reason is not CallFilter.CANCELLED:
        lines += [(_step(wording, step), Tone.MUTED) for step in call.steps]
    if call.last is not None:
        lines.append((_last(wording, call.last), Tone.MUTED))
    return Row(call.visit, tuple(lines), seen_of(*call.steps))


def _identity(wording: Wording, patient: PatientInfo) -> Iterator[tuple[str, Tone]]:
    """Two identifiers beside the name, and the telephone number; in private the number alone."""
    yield readable(shown_name(patient, private=wording.private)), Tone.STRONG
    number = patient_number(patient.number)
    if wording.private:
        yield number, Tone.MUTED
        return
    yield f"{birth_date(patient.born)}   {number}", Tone.MUTED
    yield phone_text(patient.phone) or say("contacts.no-phone"), Tone.LARGE


def _sentence(wording: Wording, call: CallRow) -> str:
    """What to say: `Moved: Tue Dec 1, 9:20 am instead of 8:40 am, with Dr. Osei`."""
    begins = call.steps[0].day, call.steps[0].start
    who = _who(wording, call.steps)
    told = [] if call.told is None else [(step.day, step.start) for step in call.told]
    code, params = call.reason.value, {"now": _when(wording, *begins)}
    if call.reason is CallFilter.CANCELLED:
        params["now"] = _when(wording, *(told[0] if told else begins))
    elif call.reason is CallFilter.MOVED:
        if not told or told[0] == begins:
            # Other steps, another practitioner or room; or nobody can tell what was told.
            code = "otherwise"
        elif told[0][0] == begins[0]:
            params["was"] = time_text(told[0][1])
        else:
            params["was"] = _when(wording, *told[0])
    said = say(f"contacts.{code}", params)
    if who:
        said = say("contacts.with", {"said": said, "who": who})
    former = _former_who(wording, call)
    return said if former in ("", who) else say("contacts.not-with", {"said": said, "who": former})


def _when(wording: Wording, day: date, start: int) -> str:
    return f"{short_day(day, wording.today)}, {time_text(start)}"


def _who(wording: Wording, steps: tuple[AppointmentInfo, ...]) -> str:
    """Each practitioner once."""
    names = dict.fromkeys(who_with(wording.setup, step) for step in steps)
    return ", ".join(readable(name) for name in names if name)


def _former_who(wording: Wording, call: CallRow) -> str:
    if call.reason is not CallFilter.MOVED or call.told is None:
        return ""
    as_told = tuple(replace(call.steps[0], resources=step.resources) for step in call.told)
    return _who(wording, as_told)


def _step(wording: Wording, step: AppointmentInfo) -> str:
    what = say("contacts.step", {"time": step.start, "what": step.visit_type})
    who = readable(who_with(wording.setup, step))
    return say("contacts.with", {"said": what, "who": who}) if who else what


def _last(wording: Wording, last: LastContact) -> str:
    """`No answer Mon 1 Mar, 9:05 am (m.alvarez)`; of a former state of the visit it says so."""
    left = last.channel == "voicemail" and last.outcome == "no-answer"
    what = say("contacts.came-voicemail" if left else f"contacts.came-{last.outcome}")
    params = {"what": what, "when": _when(wording, last.day, last.minute), "actor": last.actor}
    said = say("contacts.last" if last.of_present else "contacts.last-before", params)
    if last.with_whom and not wording.private:
        said = say("contacts.spoke-to", {"said": said, "who": last.with_whom})
    return said
