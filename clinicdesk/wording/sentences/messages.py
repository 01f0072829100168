"""Messages to patients: why none is sent, and what is said of those that wait or were sent."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

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
        " the messages (Ctrl+Alt+O)."
    ),
    "message.gone": N_(
        "This message is not there any more as it was shown; nothing was changed. Look at the"
        " messages again."
    ),
    "message.key-store-missing": N_(
        "This computer has no key store that could be opened; the password was not kept. Set the"
        " environment variable {variable} for ClinicDesk instead."
    ),
    "message.title-new": N_("Message: {visit} is booked"),
    "message.title-changed": N_("Message: {visit} has changed"),
    "message.title-called-off": N_("Message: {visit} is cancelled"),
    "message.goes-email": N_("E-mail goes to {to}"),
    "message.goes-text": N_("Text goes to {to}"),
    "message.letter": N_("E-mail"),
    "message.short-text": N_("Text for a telephone message"),
    "message.send": N_("Send e-mail"),
    "message.draft": N_("E-mail draft"),
    "message.text": N_("Copy text message"),
    "message.keys": N_("S: send e-mail. D: draft for the mail program. C: copy the text."),
    "message.hidden": N_("Names are hidden."),
    "message.draft-opened": N_("The draft is open in the mail program; noted as handed over."),
    "message.draft-not-opened": N_(
        "No mail program has opened the draft; nothing was noted. It is {path:path}."
    ),
    "message.text-copied": N_("Text for {phone} is copied; noted as handed over."),
    "outbox.title": N_("Messages"),
    "outbox.none": N_("Nothing waits to be sent, and nothing was sent today."),
    "outbox.well": N_("Nothing has to be decided here."),
    "outbox.to-decide": P_(
        "{count} message was not sent, or may not have been: say what to do with it.",
        "{count} messages were not sent, or may not have been: say what to do with them.",
    ),
    "outbox.keys": N_(
        "Enter: open the visit. Delete: hold back. A: send again, in three minutes. Y: it was sent"
        " after all."
    ),
    "outbox.waiting": N_("Is sent at {time}"),
    "outbox.sending": N_("Is being sent"),
    "outbox.sent": N_("Sent at {time}"),
    "outbox.failed": N_("Not sent"),
    "outbox.unsure": N_("Perhaps sent: ask the patient"),
    "outbox.late": N_("Not sent: it was to go at {time}"),
    "outbox.dropped": N_("Held back"),
    "outbox.about-new": N_("{visit}, booked"),
    "outbox.about-changed": N_("{visit}, changed"),
    "outbox.about-called-off": N_("{visit}, cancelled"),
    "outbox.fault-no-connection": N_("The mail server does not answer."),
    "outbox.fault-certificate": N_("The mail server's certificate is not good."),
    "outbox.fault-no-tls": N_("The mail server cannot keep the way secret."),
    "outbox.fault-sign-in": N_("The mail server does not know user name and password."),
    "outbox.fault-sign-in-plain": N_("The password would go unprotected; set up TLS."),
    "outbox.fault-sender": N_("The mail server refuses the clinic's address."),
    "outbox.fault-recipient": N_("The mail server refuses the patient's address."),
    "outbox.fault-refused": N_("The mail server refuses the message."),
    "outbox.fault-no-answer": N_("The mail server has the message and did not answer."),
    "outbox.fault-desk-gone": N_("The workstation that was sending it is gone."),
    "outbox.fault-restored": N_("A backup was put back: it may have gone before that."),
    "outbox.fault-visit-changed": N_("The visit has changed meanwhile."),
    "outbox.fault-not-written": N_("It cannot be written now; look at the message to see why."),
    "outbox.fault-not-wanted": N_("The patient has another address, or does not want it."),
    "outbox.fault-held-back": N_("Somebody held it back."),
    "outbox.fault-again": N_("It was written again."),
    "outbox.line-decide": P_(
        "{count} message was not sent, or may not have been (Ctrl+Alt+O).",
        "{count} messages were not sent, or may not have been (Ctrl+Alt+O).",
    ),
    "outbox.line-waits": P_(
        "{count} message waits, sent at {time}; Ctrl+Z takes it back.",
        "{count} messages wait, the next sent at {time}.",
    ),
    "mail-password.title": N_("Password at the mail server"),
    "mail-password.about": N_(
        "The password of {user} at {server}. This computer's key store keeps it, for you alone;"
        " where there is none, the environment variable {variable} says it. Empty: it is forgotten."
    ),
    "mail-password.keep": N_("Keep"),
    "mail-password.close": N_("Close"),
    "mail-password.kept": N_("Kept in this computer's key store."),
    "mail-password.no-user": N_("No user name at a mail server is set up: nobody asks for one."),
    "action.visit.message": N_("Look at the message to the patient"),
    "action.visit.send-email": N_("Send e-mail to the patient"),
    "action.visit.draft-email": N_("E-mail draft to the patient"),
    "action.visit.copy-text": N_("Copy text message (SMS) to the patient"),
    "action.go.outbox": N_("Messages that wait or were sent"),
    "action.clinic.mail-password": N_("Password at the mail server…"),
    "keys.message": N_("Beside a message to a patient"),
    "key.message.send": N_("Send it as an e-mail"),
    "key.message.draft": N_("Open it as a draft in the mail program"),
    "key.message.copy": N_("Copy the text for a telephone message"),
    "keys.outbox": N_("In the list of messages"),
    "key.outbox.open": N_("Open the visit"),
    "key.outbox.again": N_("Send it again"),
    "key.outbox.sent": N_("It was sent after all"),
    "key.outbox.hold": N_("Hold it back"),
}
