"""Rows of the outbox on screen: to whom, about what, how it stands and what can be done."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.messages.outbox_values import TO_DECIDE, OutboxRow, OutboxState
from clinicdesk.services.numbers import patient_number, visit_number
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date


@dataclass(frozen=True)
class Row:
    """One message."""

    message: OutboxRow
    lines: Lines

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        return spoken_lines(self.lines)


def row_of(setup: ClinicSetup, message: OutboxRow, *, private: bool) -> Row:
    """A row with two identifiers; while names are hidden with the patient's number alone."""
    patient = message.patient
    who = [readable(shown_name(patient, private=private)), patient_number(patient.number)]
    if not private:
        who.insert(1, birth_date(patient.born))
    tone = Tone.WARNS if message.state in TO_DECIDE else Tone.STRONG
    lines = [
        (state_text(setup, message), tone),
        ("   ".join(who), Tone.PLAIN),
        (
            say(f"outbox.about-{message.occasion}", {"visit": visit_number(message.visit)}),
            Tone.MUTED,
        ),
    ]
    if not private:
        lines.append((readable(message.recipient), Tone.MUTED))
    if message.fault is not None:
        lines.insert(1, (say(f"outbox.fault-{message.fault}"), Tone.PLAIN))
    return Row(message, tuple(lines))


def state_text(setup: ClinicSetup, message: OutboxRow) -> str:
    """`Is sent at 10:03 am`."""
    at = message.at if message.state is OutboxState.SENT else message.due_at
    return say(f"outbox.{message.state}", {"time": wall_time(setup, at)})


def wall_time(setup: ClinicSetup, at: datetime) -> str:
    """An instant as the clinic's clock shows it."""
    local = at.astimezone(setup.zone)
    return time_text(local.hour * 60 + local.minute)
