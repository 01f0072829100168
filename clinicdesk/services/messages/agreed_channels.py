"""Whether a patient may be written to by a channel, and where to."""

from email.errors import MessageError
from email.headerregistry import Address

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.contacts import Channel
from clinicdesk.models.patient_details import ChannelConsent
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.patient_info import PatientInfo, Standing
from clinicdesk.services.patients.email_addresses import is_email


def recipient_by(session: Session, patient: PatientInfo, channel: Channel) -> str:
    """The e-mail address or the telephone number to which a message to the patient goes.

    Raises Refused for who is no patient any more, has not agreed to the channel, or has no address
    or number for it.
    """
    named = {"number": patient.number}
    if patient.standing is not Standing.PATIENT:
        raise Refused(RefusalCode.PATIENT_NOT_BOOKED, **named)
    if not has_agreed(session, patient.number, channel):
        code = {
            Channel.EMAIL: RefusalCode.MESSAGE_EMAIL_NOT_AGREED,
            Channel.TEXT: RefusalCode.MESSAGE_TEXT_NOT_AGREED,
        }[channel]
        raise Refused(code, phone=patient.phone, **named)
    if channel is Channel.TEXT:
        if not patient.phone.strip():
            raise Refused(RefusalCode.MESSAGE_NO_NUMBER, **named)
        return patient.phone.strip()
    return usable_address(
        patient.email, RefusalCode.MESSAGE_NO_ADDRESS, phone=patient.phone, **named
    )


def has_agreed(session: Session, patient: int, channel: Channel) -> bool:
    """Whether the patient said yes to the channel; nobody has who was not asked."""
    agreed = select(ChannelConsent.agreed).where(
        ChannelConsent.patient_id == patient,
        ChannelConsent.channel == channel,
        ChannelConsent.active,
    )
    return bool(session.scalar(agreed))


def usable_address(text: str, code: RefusalCode, **named: object) -> str:
    """The address, if a message can go to it (RFC 5321, in ASCII). Raises Refused with the code."""
    address = text.strip()
    try:
        if address.isascii() and is_email(address):
            return Address(addr_spec=address).addr_spec
    except (MessageError, ValueError, IndexError):
        pass
    raise Refused(code, **named)
