"""A practice that writes to its patients, a patient who agreed to it, and what they are written."""

from collections.abc import Callable
from datetime import date

from clinicdesk.models.contacts import Channel
from clinicdesk.models.database import Database
from clinicdesk.services.messages.composing import compose
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.detail_values import Consent
from clinicdesk.services.patients.details import keep_detail
from clinicdesk.services.patients.records import NewPatient, add_patient
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Desk

WHERE = """[clinic]
languages = ["en", "es"]
address = "12 Main Street\\nSpringfield"
directions = "Over the bridge."
words = { es = { directions = "Por el puente." } }
phone = "555-0100"
email = "desk@harbor.example"
"""


def writing_practice(more: str = "") -> bytes:
    """A clinic file with an address to write from; `more` are lines of its `[clinic]`."""
    text = harbor_file().decode().replace("[clinic]\n", WHERE + more, 1)
    for key, name in (("adjustment", "Joint treatment"), ("exercise", "Exercises")):
        text = text.replace(
            f"[visit_types.{key}]\n",
            f'[visit_types.{key}]\npublic_name = "{name}"\ninstructions = "Wear loose clothes."\n'
            f'words = {{ es = {{ public_name = "{name} (es)" }} }}\narrive_early = 15\n',
            1,
        )
    return text.encode()


def sending_practice(port: int, more: str = "", *, security: str = "none") -> bytes:
    """The same with a mail server at this computer's port."""
    server = f'mail_server = "127.0.0.1:{port}"\nmail_security = "{security}"\n'
    return writing_practice(server + more)


def agreed_patient(
    at: Desk,
    family: str = "Able",
    *,
    email: str = "ann@example.org",
    reads: str = "",
    channels: tuple[Channel, ...] = (Channel.EMAIL, Channel.TEXT),
) -> PatientInfo:
    """A patient who agreed to be written to by these channels."""
    new = NewPatient(family, "Ann", date(1980, 5, 4), "555-0101", email=email, reads=reads)
    patient = add_patient(at.context, at.database, new)[0]
    for channel in channels:
        consent = Consent(channel, agreed=True, said_on=MONDAY)
        keep_detail(at.context, at.database, patient.number, consent)
    return patient


def said(at: Desk, visit: int) -> list[str]:
    """What the visit's patient is told now: subject, letter, short text."""
    message = compose(at.context, at.database, visit).said
    return [message.subject, message.letter, message.short_text]


Makes = Callable[..., Database]
"""What opens a fresh copy of the clinic of a clinic file."""
