"""An e-mail about a visit: as a draft for the desk's own mail program, or as it is sent."""

import contextlib
import secrets
from pathlib import Path

from clinicdesk.exchange.email_file import EmailToWrite, email_bytes
from clinicdesk.exchange.files import remove_unfinished, write_whole
from clinicdesk.exchange.patient_words import Document, filled
from clinicdesk.models.contacts import Channel
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.patient_language import words_for
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.log_place import state_folder
from clinicdesk.services.messages.agreed_channels import recipient_by, usable_address
from clinicdesk.services.messages.attachments import attachments_of
from clinicdesk.services.messages.composing import compose_in
from clinicdesk.services.messages.message_values import MessageOfVisit
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.reading.visit_reading import read_visit_in

DRAFTS = "e-mail drafts"
KEPT_SECONDS = 24 * 60 * 60
"""A draft is the mail program's by then: what is older is removed when another is written."""


def write_draft(
    context: Context, database: Database, visit: int, folder: Path | None = None
) -> tuple[Path, MessageOfVisit]:
    """Write the e-mail about the visit as a file that only this computer's user can read.

    Raises Refused where no e-mail may be written (`compose`, `recipient_by`), for a clinic without
    an address of its own, and where the file cannot be written.
    """
    message, content = email_of(context, database, visit)
    folder = folder or state_folder() / DRAFTS
    path = folder / f"{visit_number(visit)}-{secrets.token_hex(4)}.eml"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_unfinished(folder)
        write_whole(path, content)
        _remove_older(path)
    except OSError:
        raise Refused(RefusalCode.EXPORT_UNWRITABLE, path=str(path)) from None
    return path, message


def email_of(
    context: Context, database: Database, visit: int, *, message_id: str = ""
) -> tuple[MessageOfVisit, bytes]:
    """The message about the visit and its e-mail; a draft without a `message_id`.

    Raises as `write_draft`.
    """
    with database.reading() as session:
        message = compose_in(session, context, database, visit)
        patient = read_visit_in(session, visit).patient
        assert patient is not None
        setup, _ = read_clinic(session)
        to = recipient_by(session, patient, Channel.EMAIL)
    sender = usable_address(setup.whereabouts.email, RefusalCode.MESSAGE_CLINIC_NO_ADDRESS)
    attached = attachments_of(context, database, message)
    text = message.said.letter
    if attached.takes_back:
        names = ", ".join(file.name for file in attached.takes_back)
        other = words_for(database, setup, patient, Document.MESSAGE).message.other_entry
        text = f"{filled(other, files=names)}\n\n{text}"
    email = EmailToWrite(
        from_name=setup.name,
        from_address=sender,
        to_name=message.greeting_name,
        to_address=to,
        subject=message.said.subject,
        text=text,
        language=message.language,
        at=context.clock().astimezone(setup.zone),
        attached=attached.all,
        message_id=message_id,
    )
    return message, email_bytes(email)


def _remove_older(newest: Path) -> None:
    """Nobody's visits stay about for longer than a mail program needs them."""
    written = newest.stat().st_mtime
    for path in newest.parent.glob("*.eml"):
        with contextlib.suppress(OSError):
            if written - path.stat().st_mtime > KEPT_SECONDS:
                path.unlink()
