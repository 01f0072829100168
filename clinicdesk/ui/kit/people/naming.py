"""How a person is shown at a desk: two identifiers beside every name, initials in private."""

from clinicdesk.models.statuses import Status
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.wording import readable, say, word_text
from clinicdesk.wording.machine.dates import birth_date
from clinicdesk.wording.machine.phones import phone_text


def initials(patient: PatientInfo) -> str:
    """`S. J.` for SMITH, John."""
    return f"{patient.family[:1].upper()}. {patient.given[:1].upper()}."


def shown_name(patient: PatientInfo, *, private: bool = False) -> str:
    """`OKAFOR, Ngozi`; in private `O. N.`."""
    if private:
        return initials(patient)
    return f"{patient.family.upper()}, {patient.given}"


def name_in_line(patient: PatientInfo, *, private: bool = False) -> str:
    """`OKAFOR Ngozi P-10482`, for a line that has commas of its own; in private `O. N. P-10482`."""
    number = patient_number(patient.number)
    if private:
        return f"{initials(patient)} {number}"
    return readable(f"{patient.family.upper()} {patient.given} {number}")


def identifiers(patient: PatientInfo, *, private: bool = False) -> str:
    """Name, birth date, number and telephone in one line; in private initials for the name."""
    name, number = shown_name(patient, private=private), patient_number(patient.number)
    parts = (
        [name, birth_date(patient.born), number]
        if private
        else [name, birth_date(patient.born), number, phone_text(patient.phone)]
    )
    return "   ".join(part for part in parts if part)


def status_text(item: AppointmentInfo) -> str:
    """The status in a word; a booked one that the patient has confirmed says so."""
    if item.left_unseen:
        return say("flow.left-unseen")
    if item.status is Status.BOOKED and item.confirmed:
        return say("day.confirmed")
    return word_text(item.status)


def lacks_text(item: AppointmentInfo) -> str:
    """`still open: Referral, Films`: what must be there before it."""
    names = tuple(readable(one.name) for one in item.lacks)
    return say("requirement.still-open", {"requirements": names})


def who_with(setup: ClinicSetup, item: AppointmentInfo) -> str:
    """The practitioners of an appointment, else its assistants."""
    for kind in ("practitioner", "assistant"):
        names = _names(setup, item, kind)
        if names:
            return ", ".join(names)
    return ""


def place_name(setup: ClinicSetup, item: AppointmentInfo) -> str:
    """Its first room."""
    return next(iter(_names(setup, item, "room")), "")


def _names(setup: ClinicSetup, item: AppointmentInfo, kind: str) -> list[str]:
    found = (setup.resources.get(number) for number in item.resources)
    return [info.name for info in found if info is not None and info.kind == kind]
