"""The call list in words: a row for each visit, with what to say. Pure, no widgets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.contacts.call_list import CallFilter, CallList, CallRow, LastContact
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.editions import Told
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.people.naming import shown_name, who_with
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date, short_day
from clinicdesk.wording.machine.phones import phone_text


@dataclass(frozen=True)
class Row:
    """One visit of the list; `step` is the one that the day shows."""

    visit: int
    step: AppointmentInfo
    lines: Lines
    version: int
    """The visit's as it was read: the same words may be said of another state."""
    lost: bool = False
    """Whether it cannot take place as booked."""

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return spoken_lines(self.lines)


@dataclass(frozen=True)
class Wording:
    """What the words depend on besides the list: names, today, whether names are hidden."""

    setup: ClinicSetup
    today: date
    private: bool = False


def summary(wording: Wording, found: CallList) -> str:
    """How many are on the list, or that nobody is."""
    if found.day is not None:
        params = {"count": len(found.rows), "day": short_day(found.day, wording.today)}
        return say("contacts.count-to-confirm" if found.rows else "contacts.all-confirmed", params)
    if found.wanted is CallFilter.TO_CONFIRM:
        return say("contacts.no-day")
    if found.wanted is CallFilter.LOST and found.rows:
        return say("contacts.count-cannot-take-place", {"count": len(found.rows)})
    code = "contacts.count" if found.rows else f"contacts.none-{found.wanted}"
    return say(code, {"count": len(found.rows)})


def row_of(wording: Wording, call: CallRow) -> Row:
    """Whom to call, what to say, and the last try."""
    lines = [*_identity(wording, call.patient), (sentence(wording, call), Tone.PLAIN)]
    lines += [(text, Tone.MUTED) for text in step_words(wording, call)]
    lines += [(text, Tone.WARNS) for text in _why_lost(call)]
    if call.last is not None:
        lines.append((last_words(wording, call.last), Tone.MUTED))
    step = next((step for step in call.steps if step.number in call.lost), call.steps[0])
    return Row(call.visit, step, tuple(lines), step.visit_version, bool(call.lost))


def _why_lost(call: CallRow) -> Iterator[str]:
    """`The clinic is closed then`, or `Not there then: Dr. Osei, Exam 4`."""
    times = [time for some in call.lost.values() for time in some]
    if any(time.resource is None for time in times):
        yield say("contacts.clinic-closed")
    elif times:
        names = dict.fromkeys(readable(time.name) for time in times)
        yield say("contacts.not-there", {"who": ", ".join(names)})


def _identity(wording: Wording, patient: PatientInfo) -> Iterator[tuple[str, Tone]]:
    """Two identifiers beside the name, and the telephone number; in private the number alone."""
    yield readable(shown_name(patient, private=wording.private)), Tone.STRONG
    number = patient_number(patient.number)
    if wording.private:
        yield number, Tone.MUTED
        return
    yield f"{birth_date(patient.born)}   {number}", Tone.MUTED
    yield phone_text(patient.phone) or say("contacts.no-phone"), Tone.LARGE


def sentence(wording: Wording, call: CallRow) -> str:
    """What to say: `Moved: Tue Dec 1, 9:20 am instead of 8:40 am, with Dr. Osei`."""
    now, was = _begin(call.steps), _begin((call.told or {}).values())
    code = call.reason.value
    if call.reason is CallFilter.CANCELLED:
        now, was = was or now, None
    elif call.reason is CallFilter.MOVED and was in (None, now):
        # Other steps, another practitioner or room; or nobody can tell what was told.
        code, was = "otherwise", None
    assert now is not None
    params = {"now": _when(wording, *now)}
    if was is not None:
        params["was"] = time_text(was[1]) if was[0] == now[0] else _when(wording, *was)
    said = say(f"contacts.{code}", params)
    return said if _is_combined(call) else _with(wording, call, call.steps[0], said)


def _begin(steps: Iterable[AppointmentInfo | Told]) -> tuple[date, int] | None:
    return min(((step.day, step.start) for step in steps), default=None)


def _when(wording: Wording, day: date, start: int) -> str:
    return f"{short_day(day, wording.today)}, {time_text(start)}"


def _is_combined(call: CallRow) -> bool:
    return len(call.steps) > 1 or len(call.told or ()) > 1


def step_words(wording: Wording, call: CallRow) -> Iterator[str]:
    """Each step of a combined visit, with what is otherwise of it than the patient was told."""
    if not _is_combined(call) or call.reason is CallFilter.CANCELLED:
        return
    for step in call.steps:
        was = (call.told or {}).get(step.number)
        params = {"time": step.start, "what": step.visit_type}
        if was is not None and was.start != step.start:
            said = say("contacts.step-moved", {**params, "was": was.start})
        elif was is None and call.told is not None:
            said = say("contacts.step-new", params)
        else:
            said = say("contacts.step", params)
        yield _with(wording, call, step, said)
    left = {step.number for step in call.steps}
    for number, was in (call.told or {}).items():
        if number not in left:
            yield say("contacts.step-cancelled", {"time": was.start})


def _with(wording: Wording, call: CallRow, step: AppointmentInfo, said: str) -> str:
    """The sentence, and with whom; if the patient was told another name, instead of whom."""
    was = (call.told or {}).get(step.number)
    who = who_with(wording.setup, step)
    former = "" if was is None else who_with(wording.setup, replace(step, resources=was.resources))
    if not who:
        return said
    said = say("contacts.with", {"said": said, "who": who})
    if former in ("", who) or call.reason is CallFilter.CANCELLED:
        return said
    return say("contacts.not-with", {"said": said, "who": former})


def last_words(wording: Wording, last: LastContact) -> str:
    """`No answer Mon 1 Mar, 9:05 am (m.alvarez)`; of a former state of the visit it says so."""
    left = last.channel == "voicemail" and last.outcome == "no-answer"
    what = say("contacts.came-voicemail" if left else f"contacts.came-{last.outcome}")
    params = {"what": what, "when": _when(wording, last.day, last.minute), "actor": last.actor}
    said = say("contacts.last" if last.of_present else "contacts.last-before", params)
    if last.with_whom and not wording.private:
        said = say("contacts.spoke-to", {"said": said, "who": last.with_whom})
    return said
