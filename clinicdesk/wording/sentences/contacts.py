"""The call list: whom to call, what to say, what came of it."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_PANEL: Mapping[str, Sentence] = {
    "contacts.title": N_("Call list"),
    "contacts.close": N_("Close the call list"),
    "contacts.list": N_("Patients to call"),
    "contacts.filter": N_("Which part of the call list"),
    "contacts.filter-changed": N_("1  Changed since told"),
    "contacts.filter-moved": N_("2  Moved"),
    "contacts.filter-called-off": N_("3  Cancelled"),
    "contacts.filter-to-confirm": N_("4  To confirm"),
    "contacts.filter-cannot-take-place": N_("5  Cannot take place"),
    "contacts.told": N_("Told (Space)"),
    "contacts.confirmed": N_("Confirmed (C)"),
    "contacts.no-answer": N_("No answer (N)"),
    "contacts.voicemail": N_("Voicemail (V)"),
    "contacts.open": N_("Open (O)"),
    "contacts.move": N_("Move (M)"),
    "contacts.message": N_("Message (L)"),
    "contacts.count-cannot-take-place": P_(
        "{count} visit cannot take place as booked", "{count} visits cannot take place as booked"
    ),
    "contacts.none-cannot-take-place": N_("Every visit can take place as it is booked."),
    "contacts.count": P_("{count} visit to tell of", "{count} visits to tell of"),
    "contacts.count-to-confirm": P_(
        "{count} visit to confirm, {day}", "{count} visits to confirm, {day}"
    ),
    "contacts.none-changed": N_(
        "Nobody has to be told of a change: all know of their visits as they are."
    ),
    "contacts.none-moved": N_("Nobody has to be told that a visit was moved."),
    "contacts.none-called-off": N_("Nobody has to be told that a visit was cancelled."),
    "contacts.all-confirmed": N_("Nothing is left to confirm, {day}."),
    "contacts.no-day": N_("The clinic is not open in the next two months: nothing is to confirm."),
    "contacts.see-confirm": N_("Show what is to confirm"),
    "contacts.see-changed": N_("Show what has changed"),
    "action.visit.confirm": N_("The patient confirms"),
    "contacts.why-not-to-come": N_("Only a visit that is still to come is confirmed."),
}

_ROW: Mapping[str, Sentence] = {
    "contacts.no-phone": N_("no phone"),
    "contacts.moved": N_("Moved: {now} instead of {was}"),
    "contacts.otherwise": N_("Changed: {now}"),
    "contacts.called-off": N_("Cancelled: {now}"),
    "contacts.to-confirm": N_("To confirm: {now}"),
    "contacts.cannot-take-place": N_("Cannot take place: {now}"),
    "contacts.not-there": N_("Not there then: {who}"),
    "contacts.clinic-closed": N_("The clinic is closed then"),
    "contacts.with": N_("{said}, with {who}"),
    "contacts.not-with": N_("{said} instead of {who}"),
    "contacts.step": N_("{time:time} {what}"),
    "contacts.step-moved": N_("{time:time} {what} instead of {was:time}"),
    "contacts.step-new": N_("{time:time} {what}, new"),
    "contacts.step-cancelled": N_("{time:time}: cancelled"),
    "contacts.last": N_("{what} {when} ({actor})"),
    "contacts.last-before": N_("Before it changed: {what} {when} ({actor})"),
    "contacts.spoke-to": N_("{said}, {who}"),
    "contacts.came-told": N_("Told"),
    "contacts.came-confirmed": N_("Confirmed"),
    "contacts.came-no-answer": N_("No answer"),
    "contacts.came-voicemail": N_("Voicemail left"),
    "contacts.came-handed-over": N_("Handed over"),
    "contacts.came-failed": N_("Could not be sent"),
}

SENTENCES: Mapping[str, Sentence] = {**_PANEL, **_ROW}
"""By code; the fields are what the panel shows."""
