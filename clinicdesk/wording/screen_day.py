"""The day: its columns, dates and appointments, and what is said while one is in the hand."""

from collections.abc import Mapping

from clinicdesk.wording.marking import N_, P_, Sentence

_BAR: Mapping[str, Sentence] = {
    "day.go": N_("Go to a date in words"),
    "day.go-hint": N_("Go to: tue, +2w, 24 nov"),
    "day.go-not-understood": N_("Which day is that?"),
    "day.figures": N_("{in} in, {booked} booked, {unconfirmed} to confirm"),
    "day.away": P_("{count} away", "{count} away"),
    "day.away-show": P_(
        "Show the practitioner who is away", "Show the {count} practitioners who are away"
    ),
    "day.columns": N_("Columns"),
}

_GRID: Mapping[str, Sentence] = {
    "day.grid": N_("Appointments of the day"),
    "day.heads": N_("Columns of the day"),
    "day.times": N_("Times of the day"),
    "day.head": N_("{name}, {what}, {percent} % taken"),
    "day.away-today": N_("away"),
    "day.class": P_("{name}, {count} patient", "{name}, {count} patients"),
    "day.held": N_("{left} held at {desk}"),
    "day.span": N_("{start:time} to {end:time}"),
    "day.with": N_("{what} with {who}"),
    "day.new-patient": N_("new patient"),
    "day.confirmed": N_("confirmed"),
}

SENTENCES: Mapping[str, Sentence] = {**_BAR, **_GRID}
"""By code."""
