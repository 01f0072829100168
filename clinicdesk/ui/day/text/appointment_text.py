"""What is written about an appointment: on its block, in its card, and for a screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.models.statuses import Status
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.day.layout.arrangement import DayBlock
from clinicdesk.ui.day.text.fonts import shortened
from clinicdesk.ui.kit.people.naming import initials, lacks_text, status_text
from clinicdesk.wording import readable, say, time_text, word_text

FLAG_GLYPHS = {"interpreter": "speech", "wheelchair": "wheel", "walker": "wheel"}


def patient_texts(patient: PatientInfo, *, private: bool) -> list[str]:
    """A name from long to short; a block shows the longest that fits."""
    if private:
        return [initials(patient)]
    family, given = readable(patient.family).upper(), readable(patient.given)
    return [f"{family} {given}", f"{family} {given[:1]}.", family]


def title_texts(block: DayBlock, *, private: bool) -> list[str]:
    """Whom or what a block is for, from long to short."""
    first = block.appointment
    if block.is_class:
        busy = sum(member.busy for member in block.members)
        return [say("day.class", {"name": first.visit_type, "count": busy}), first.visit_type]
    if first.patient is None:
        return [readable(first.visit_type)]
    return patient_texts(first.patient, private=private)


def countdown(block: DayBlock, day: DayInfo, now: float) -> str:
    """How long a hold still lasts, `4:32`; empty for what is not held."""
    hold = day.holds.get(block.appointment.visit)
    if block.appointment.status is not Status.PENDING or hold is None:
        return ""
    left = max(0, round(hold.expires_at.timestamp() - now))
    return f"{left // 60}:{left % 60:02}"


@dataclass(frozen=True)
class Details:
    """What may stand below a name, three lines, each from long to short; empty: no line."""

    when: list[str]
    what: list[str]
    who: list[str]


def detail_texts(block: DayBlock, day: DayInfo, now: float, column: str) -> Details:
    """When it is, what it is, who else takes part and where; of a hold how long, and whose."""
    first = block.appointment
    left = countdown(block, day, now)
    if left:
        desk = readable(day.holds[first.visit].workstation)
        return Details([say("day.held", {"left": left, "desk": desk}), left], [], [desk])
    start = time_text(block.start)
    # A class, and the clinic's own time, are called after what they are already.
    named = first.patient is not None and not block.is_class
    return Details(
        [short_span(block.start, block.end), start, short_time(block.start)],
        shortened(readable(first.visit_type)) if named else [],
        _names([name for name in who_and_where(first, day.setup) if name != readable(column)]),
    )


def _names(names: Sequence[str]) -> list[str]:
    """People and rooms in a line: `Ann Lee, Exam 1`, `A. Lee, Exam 1`, `Lee, Exam 1`, `Lee`."""
    if not names:
        return []
    forms = [name_forms(name) for name in names]
    by_length = [", ".join(form[min(step, len(form) - 1)] for form in forms) for step in range(4)]
    return list(dict.fromkeys([*by_length, forms[0][-1], *shortened(names[0])]))


def name_forms(name: str) -> list[str]:
    """A resource's name from long to short: `Dr. Amara Osei`, `Dr. A. Osei`, `Dr. Osei`, `Osei`."""
    words = name.split()
    title = words[:1] if words and words[0].endswith(".") else []
    rest = words[len(title) :]
    if len(rest) != 2 or any(word[:1].isdigit() for word in rest):
        return [name]
    given, family = rest
    forms = [name, " ".join([*title, f"{given[:1]}.", family])]
    return [*forms, " ".join([*title, family]), family] if title else [*forms, family]


def short_time(minute: int) -> str:
    """`10:15` for `10:15 am` too: on the day it stands beside its hour."""
    return time_text(minute).partition(" ")[0]


def short_span(start: int, end: int) -> str:
    """`10:15–10:45`, `4:20–5:20 pm`: what can be read from the end is left out of the start."""
    begin, until = time_text(start), time_text(end)
    half = until.rpartition(" ")[1:]
    if half[0] and begin.endswith("".join(half)):
        begin = begin.removesuffix("".join(half))
    return f"{begin}\N{EN DASH}{until}"


def flag_glyphs(item: AppointmentInfo, day: DayInfo) -> list[str]:
    """Glyphs besides the status, the most important one first."""
    if item.patient is None or item.group is not None:
        return []
    found = [FLAG_GLYPHS[flag] for flag in item.patient.alerts if flag in FLAG_GLYPHS]
    if item.lacks:
        found.append("missing")
    if item.patient.number in day.new_patients:
        found.append("spark")
    if item.patient.note:
        found.append("note")
    return list(dict.fromkeys(found))


def flags_in_words(item: AppointmentInfo, day: DayInfo) -> list[str]:
    """The same as `flag_glyphs`, and whatever else the record says, as words."""
    words = []
    if item.patient is not None:
        if item.patient.number in day.new_patients:
            words.append(say("day.new-patient"))
        words.extend(readable(flag) for flag in item.patient.alerts)
    if item.lacks:
        words.append(lacks_text(item))
    return words


def spoken_name(block: DayBlock, column: ResourceInfo, day: DayInfo, *, private: bool) -> str:
    """`10:15 to 10:45, SMITH John, Physical therapy Lee, arrived`: an appointment, read out."""
    first = block.appointment
    return ", ".join(
        [
            span_text(first),
            title_texts(block, private=private)[0],
            say("day.with", {"what": readable(first.visit_type), "who": readable(column.name)}),
            status_text(first),
            *([] if block.is_class else flags_in_words(first, day)),
        ]
    )


def span_text(item: AppointmentInfo) -> str:
    """`10:15 to 10:45`."""
    return say("day.span", {"start": item.start, "end": item.end})


def specialty_text(setup: ClinicSetup, resource: ResourceInfo) -> str:
    """What a resource is: its specialty, or else its kind."""
    names = [setup.type_names.get(key, key) for key in resource.types]
    text = readable(names[0]) if names else word_text(resource.kind)
    return text[:1].upper() + text[1:]


def specialty_colors(setup: ClinicSetup) -> dict[str, str]:
    """By specialty: the color of the first resource that has it."""
    colors: dict[str, str] = {}
    for resource in setup.resources.values():
        if resource.color and resource.types:
            colors.setdefault(resource.types[0], resource.color)
    return colors


def who_and_where(item: AppointmentInfo, setup: ClinicSetup) -> Sequence[str]:
    """The names of all that an appointment takes, people first."""
    found = (setup.resources.get(number) for number in item.resources)
    return [readable(info.name) for info in found if info is not None]
