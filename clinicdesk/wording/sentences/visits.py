"""Why a combined visit was not planned, held, booked, moved or cancelled, and what to do."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

_UNKNOWN: Mapping[str, Sentence] = {
    "appointment.unknown": N_(
        "There is no appointment {number}; nothing was changed. See the day's list for its number."
    ),
    "resource.unknown": N_(
        'This clinic has no practitioner, room or equipment called "{name}"; nothing was changed.'
    ),
    "template.unknown": N_(
        'This clinic has no visit template called "{name}"; nothing was changed.'
        " Choose one of its list."
    ),
    "visit.unknown": N_(
        "There is no combined visit {number:visit}; nothing was changed. See the day's list."
    ),
}

_TIMES: Mapping[str, Sentence] = {
    "appointment.past-midnight": N_(
        "On {day} a step or the minutes around it would reach past midnight;"
        " nothing was changed. Choose another time."
    ),
    "appointment.time-skipped": N_(
        "On {day} the clock is put forward and {minute:time} does not exist; nothing was changed."
        " Choose another time."
    ),
    "appointment.time-twice": N_(
        "On {day} the clock is put back and shows {minute:time} twice; nothing was changed."
        " Choose another time."
    ),
    "plan.past": N_("{day} is past: today is {today}. Choose a day from today on."),
    "visit.past": N_(
        "{start:time} on {day} has passed; nothing was changed. Choose a time that is to come."
    ),
}

_TAKEN: Mapping[str, Sentence] = {
    "visit.cannot-join": N_(
        "Steps cannot be added to visit {visit:visit}: it is another patient's, on another day, on"
        " hold, or does not take place any more. Nothing was booked."
    ),
    "visit.class-full": N_(
        "The class on {day} at {start:time} is full; nothing was changed. Choose another class."
    ),
    "visit.class-gone": N_(
        "The class that was planned is not held any more; nothing was changed. Plan again."
    ),
    "visit.patient-busy": N_(
        "The patient is busy from {start:time} to {end:time} on {day}; nothing was changed."
        " Choose another time."
    ),
    "visit.resource-busy": N_(
        "{resource} is taken from {start:time} to {end:time} on {day}; nothing was changed."
        " Choose another time."
    ),
    "visit.too-short": N_(
        "{step} on {day} takes {minutes:length} with whoever was chosen; nothing was changed."
        " Give it that long, or choose somebody else."
    ),
    "visit.steps-collide": N_(
        "Two of these steps want the same at the same time on {day}; nothing was changed."
    ),
}

_HOLDS: Mapping[str, Sentence] = {
    "hold.of-another-desk": N_(
        "The hold {visit:visit} is the desk {workstation}'s; it was not changed. Ask there."
    ),
    "hold.over": N_("The hold {visit:visit} has expired; nothing was changed. Plan again."),
}

_NOT_AS_IT_IS: Mapping[str, Sentence] = {
    "change.nothing": N_("This is already so; nothing was changed."),
    "visit.no-such-step": N_(
        "{visit:visit} has no step with the appointment's number {number}; nothing was changed."
        " 'clinicdesk day' names them."
    ),
    "export.nothing-to-come": N_("This patient has no visit to come; nothing was written."),
    "export.no-patient": N_(
        "No patient was ever told a time of {visit:visit}; nothing was exported."
    ),
    "plan.no-steps": N_("A combined visit needs at least one step; choose one that is offered."),
    "visit.before-its-day": N_(
        "This appointment is on {day}; {wanted:word} is noted on its day. Nothing was changed."
    ),
    "visit.before-its-start": N_(
        "This visit begins at {start:time} on {day}; that nobody came is noted after that."
        " Nothing was changed."
    ),
    "visit.begun-already": N_("This has begun at {start:time} already; nothing was changed."),
    "visit.class-member": N_(
        "A place in a group class has the class's time; nothing was changed."
        " Move its visit (M) to another class."
    ),
    "visit.here-already": N_(
        "An appointment that is {status:word} cannot go to {day}, which is still to come; nothing"
        " was changed. Set it back to booked first."
    ),
    "visit.illegal-status": N_(
        "An appointment that is {status:word} cannot become {wanted:word}; nothing was changed."
    ),
    "visit.not-here": N_(
        "This appointment is {status:word}: the patient is not here for it. Nothing was changed."
        " Let the patient arrive first."
    ),
    "visit.not-movable": N_(
        "An appointment that is {status:word} cannot be moved; nothing was changed."
    ),
    "visit.offered-otherwise": N_(
        "{step} of {visit:visit} was booked when it needed other people or rooms, and is offered no"
        " more: it is not looked for at another time. Nothing was changed. Cancel it, or drag it."
    ),
    "visit.not-there-yet": N_(
        "This appointment is on {day}; where the patient is, is noted on its day."
        " Nothing was changed."
    ),
    "visit.not-today": N_(
        "This appointment is on {day}, not today: nobody is in a room for it now. Nothing was"
        " changed."
    ),
    "visit.nothing-booked": N_(
        "No step of {visit:visit} is booked and still to come; nothing was changed."
    ),
    "visit.no-interpreter": N_(
        "Nobody is free to interpret {language:language} at {start:time} on {day}; nothing was"
        " changed. Move the step, or book an interpreter from outside and note it."
    ),
    "visit.not-interpreted": N_(
        "Nobody has to interpret here; nothing was changed. Whether somebody has to is noted with"
        " the patient, and in a group class nobody does."
    ),
    "visit.understood": N_(
        "{language:language} is spoken or interpreted there already; nothing was changed."
    ),
    "visit.nothing-to-cancel": N_(
        "No step of {visit:visit} is still to come or under way; nothing was changed."
    ),
    "visit.nothing-to-restore": N_("No step of {visit:visit} is cancelled; nothing was changed."),
    "visit.plan-stale": N_(
        "The clinic's visit types or people have changed since this was planned; nothing was"
        " changed. Plan again."
    ),
    "visit.reason-missing": N_("A cancellation needs a reason; nothing was changed. Write one."),
    "visit.resource-unqualified": N_(
        "What was chosen does not qualify for this step; nothing was changed. Choose one that does."
    ),
}

_LATE: Mapping[str, Sentence] = {
    "task.empty": N_("A note to the desk needs words; nothing was sent. Write what is to be done."),
    "task.unknown": N_("This note was taken back; nothing was changed. Look at the list again."),
    "delay.impossible": N_(
        "Somebody runs 0 to {most} minutes late; nothing was noted. Type the minutes, 0 for on"
        " time again; for longer enter an absence (Ctrl+R)."
    ),
}

SENTENCES: Mapping[str, Sentence] = {
    **_UNKNOWN, **_TIMES, **_TAKEN, **_HOLDS, **_LATE, **_NOT_AS_IT_IS,
}  # fmt: skip
"""By the code that a refusal carries; the fields are its parameters."""
