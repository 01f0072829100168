"""What of a clinic's setup is added, changed or retired, and what that breaks."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "setup.assistant": N_("assistant {name}"),
    "setup.breaks": N_("appointment {appointment} on {day} at {start:time}: {rule:code}"),
    "setup.cannot-go": N_(" ({why:code})"),
    "setup.could-go": N_(" (could go to {day} at {start:time})"),
    "setup.class-breaks": N_("group class {appointment} on {day} at {start:time}: {rule:code}"),
    "setup.clinic": N_("the clinic itself"),
    "setup.closure": N_("closed on {name:date}"),
    "setup.equipment": N_("equipment {name}"),
    "setup.holidays": N_("public holidays"),
    "setup.meeting": N_("meeting {name}"),
    "setup.message": N_("messages to patients ({name})"),
    "setup.opening": N_("opening hours"),
    "setup.practitioner": N_("practitioner {name}"),
    "setup.room": N_("room {name}"),
    "setup.setting": N_("setting {name}"),
    "setup.template": N_("combined visit {name}"),
    "setup.specialty": N_("specialty {name}"),
    "setup.type": N_("type of rooms or equipment {name}"),
    "setup.visit-type": N_("visit type {name}"),
}
"""By the sections of `services/setup/difference.py`, by key or name as in the clinic file."""
