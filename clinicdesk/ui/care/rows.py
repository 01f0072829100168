"""A row of the list of what must be there before: who, what for, what to do by when."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.services.care.requirements import DueRequirement
from clinicdesk.services.numbers import patient_number
from clinicdesk.ui.kit.entry.requirement_in_words import requirement_text, state_word
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date, short_day
from clinicdesk.wording.machine.phones import phone_text


@dataclass(frozen=True)
class Row:
    """One requirement of one visit."""

    due: DueRequirement
    lines: Lines

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return spoken_lines(self.lines)


def row_of(due: DueRequirement, today: date, *, private: bool) -> Row:
    """A row with two identifiers and what was said of it.

    While names are hidden with the patient's number alone: who sends it, and a note, are personal.
    """
    step, lacks, patient = due.step, due.lacks, due.step.patient
    late = lacks.due <= today
    lines = [
        (readable(lacks.name), Tone.STRONG),
        (_due(due, today), Tone.NEW if late else Tone.PLAIN),
    ]
    if patient is not None:
        number = patient_number(patient.number)
        who = [readable(shown_name(patient, private=private)), number]
        if not private:
            who[1:] = [birth_date(patient.born), number, phone_text(patient.phone)]
        lines.append(("   ".join(who), Tone.PLAIN))
    about = {"step": step.visit_type, "day": short_day(step.day, today), "start": step.start}
    lines.append((readable(say("requirements.for", about)), Tone.MUTED))
    if lacks.said is not None and private:
        lines.append((state_word(lacks.said.state), Tone.MUTED))
    elif lacks.said is not None:
        lines.append((readable(requirement_text(lacks.said, today)), Tone.MUTED))
    return Row(due, tuple(lines))


def _due(due: DueRequirement, today: date) -> str:
    """`due Fri Dec 4: ask for it`."""
    lacks = due.lacks
    # On the last day, and after it, nobody can wait for what is asked for now.
    asks = not lacks.is_requested and lacks.ask_by <= lacks.decide_by and today < lacks.decide_by
    what = say("requirements.ask" if asks else "requirements.decide")
    if lacks.due == today:
        return say("requirements.today", {"what": what})
    code = "requirements.overdue" if lacks.due < today else "requirements.due"
    return say(code, {"day": short_day(lacks.due, today), "what": what})
