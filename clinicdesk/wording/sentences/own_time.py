"""What the list of a practitioner's own absences and extra hours says."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "own-time.title": N_("Absences and extra hours"),
    "own-time.keys": N_(
        "Del takes a row back, Enter opens a visit, Ctrl+Z takes back the last change. A day is"
        " rescheduled as a whole with Ctrl+R in its column of the day."
    ),
    "own-time.coming": P_("{name}: {count} comes.", "{name}: {count} come."),
    "own-time.none": N_("{name}: no absence and no extra hours come. Type the day above."),
    "own-time.lost": P_(
        "{count} appointment cannot take place as it is booked.",
        "{count} appointments cannot take place as they are booked.",
    ),
    "own-time.show-lost": N_("Move or cancel them   Ctrl+Shift+M"),
    "own-time.days": N_("Day, or from which to which"),
    "own-time.days-hint": N_("fri, or mar 8 - mar 12"),
    "own-time.times": N_("Times; empty for all day"),
    "own-time.times-hint": N_("2-5 pm"),
    "own-time.reason": N_("Why"),
    "own-time.reason-hint": N_("course"),
    "own-time.enter-off": N_("Off then   Enter"),
    "own-time.enter-extra": N_("Extra hours   Ctrl+Enter"),
    "own-time.no-day": N_("This is no day: type fri, mar 8, or mar 8 - mar 12."),
    "own-time.no-times": N_("These are no times: type 2-5 pm, or nothing for all day."),
    "own-time.extra-needs-times": N_("Extra hours need one day and times: type 8-12."),
    "own-time.off": N_("off {when}"),
    "own-time.extra": N_("extra hours {when}"),
    "own-time.cannot": N_("cannot take place {when}"),
}
