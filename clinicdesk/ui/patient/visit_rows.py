"""A patient's visits in words: when, what, with whom, how it stands. Pure, no widgets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.patient_info import Standing
from clinicdesk.services.patients.page import PatientPage
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.people.naming import status_text, who_with
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import short_day


@dataclass(frozen=True)
class VisitRow:
    """One visit, and the step of it that actions act on."""

    visit: VisitInfo
    step: AppointmentInfo
    lines: Lines

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return spoken_lines(self.lines)


def visit_rows(setup: ClinicSetup, page: PatientPage, today: date) -> list[VisitRow]:
    """Coming visits, the next one first; then former ones, the latest first."""
    coming = [
        _row(setup, visit, today, not_understood=page.not_understood) for visit in page.coming
    ]
    return coming + [_row(setup, visit, today, former=True) for visit in page.former]


def _row(
    setup: ClinicSetup,
    visit: VisitInfo,
    today: date,
    *,
    former: bool = False,
    not_understood: frozenset[int] = frozenset(),
) -> VisitRow:
    steps = sorted(visit.steps, key=lambda step: (step.day, step.start, step.position))
    shown = [step for step in steps if step.status.takes_place] or steps
    span = {"start": shown[0].start, "end": max(step.end for step in shown)}
    when = f"{short_day(shown[0].day, today)}   {say('option.span', span)}"
    tone = Tone.MUTED if former else Tone.STRONG
    lines = [(when, tone)]
    lines.append((_what(setup, visit, shown), Tone.MUTED if former else Tone.PLAIN))
    if not former:
        for step in shown:
            lines.append((_step(setup, step), Tone.MUTED))
            if step.number in not_understood:
                lines.append((say("patient-page.not-understood"), Tone.WARNS))
    elif whom := _whom(setup, shown):
        lines.append((whom, Tone.MUTED))
    return VisitRow(visit, shown[0], tuple(lines))


def _what(setup: ClinicSetup, visit: VisitInfo, shown: Iterable[AppointmentInfo]) -> str:
    """`Injection day, booked, V-10482`: what it was booked as, how it stands, its number."""
    steps = tuple(shown)
    template = setup.templates.get(visit.template or 0)
    kinds = [template.name] if template else list(dict.fromkeys(step.visit_type for step in steps))
    states = dict.fromkeys(status_text(step) for step in steps)
    return readable(", ".join([*kinds, *states, visit_number(visit.number)]))


def _whom(setup: ClinicSetup, shown: Iterable[AppointmentInfo]) -> str:
    """Whom they saw, each once, by time."""
    names = dict.fromkeys(who_with(setup, step) for step in shown)
    return readable(", ".join(name for name in names if name))


def _step(setup: ClinicSetup, step: AppointmentInfo) -> str:
    with_whom = who_with(setup, step)
    said = f"{time_text(step.start)}  {step.visit_type}"
    return readable(f"{said}, {with_whom}" if with_whom else said)


def coming_text(page: PatientPage, today: date) -> str:
    """When they are next in: what is asked first on the telephone."""
    if not page.coming:
        return say("patient-page.none-coming" if page.former else "patient-page.no-visits")
    steps = [step for step in page.coming[0].steps if step.status.takes_place]
    first = min(steps, key=lambda step: (step.day, step.start))
    count = {"count": len(page.coming)}
    when = {"day": short_day(first.day, today), "start": first.start}
    said = say("patient-page.next", when | count)
    if page.info.standing is Standing.PATIENT:
        return said
    return f"{said}. {say('patient-page.still-booked', count)}"
