"""Messages to patients: why none is sent, and what stands in the outbox."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "message.clinic-no-address": N_(
        "The clinic has no e-mail address that can be used; nothing was written. Set one up: Set up"
        " the clinic, General."
    ),
    "message.demo": N_("This is the demo clinic: nothing is sent from it. Look at the preview."),
    "message.email-not-agreed": N_(
        "{number:patient} has not agreed to e-mail; nothing was written. Ask, and note it on the"
        " patient's page, or call {phone}."
    ),
    "message.text-not-agreed": N_(
        "{number:patient} has not agreed to text messages; nothing was copied. Ask, and note it on"
        " the patient's page, or call {phone}."
    ),
    "message.no-address": N_(
        "{number:patient} has no e-mail address that can be used; nothing was written. Ask for one,"
        " or call {phone}."
    ),
    "message.no-number": N_(
        "{number:patient} has no telephone number; nothing was copied. Ask for one."
    ),
    "message.no-server": N_(
        "No mail server is set up; nothing was written. Write a draft for your own mail program"
        " instead, or set up a server: Set up the clinic, General."
    ),
    "message.only-held": N_(
        "{visit:visit} is only held; nothing was written. Book it first, then tell the patient."
    ),
    "message.past": N_(
        "{visit:visit} has begun or is over; nothing was written. Tell the patient in person."
    ),
    "message.waits-already": N_(
        "A message about {visit:visit} waits to be sent already; no second one was written. Look at"
        " the outbox."
    ),
    "message.gone": N_(
        "This message is not there any more as it was shown; nothing was changed. Look at the"
        " outbox again."
    ),
    "message.key-store-missing": N_(
        "This computer has no key store that could be opened; the password was not kept. Set the"
        " environment variable {variable} for ClinicDesk instead."
    ),
}
