"""What the directory says of those who see patients."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

SENTENCES: Mapping[str, Sentence] = {
    "directory.book": N_("Book with them"),
    "directory.close": N_("Close the directory"),
    "directory.conditions": N_("Treats: {texts}"),
    "directory.does": N_("Visits: {texts}"),
    "directory.first-free": N_("Free first for {what}: {day} {start:time}-{end:time}"),
    "directory.free": N_("{day} {start:time}"),
    "directory.from": N_("Here from {day} on"),
    "directory.hint": N_("sciatica spanish injection"),
    "directory.never-free": P_(
        "Not free within {count} day for {what}", "Not free within {count} days for {what}"
    ),
    "directory.no-new": N_("no new patients"),
    "directory.everybody": N_("List everybody"),
    "directory.none": N_("Nobody here fits all of these words and ticks."),
    "directory.not-free": P_("not within {count} day", "not within {count} days"),
    "directory.only-free": P_("Free within {count} day", "Free within {count} days"),
    "directory.only-new": N_("Takes new patients"),
    "directory.procedures": N_("Does: {texts}"),
    "directory.takes-new": N_("Takes new patients"),
    "directory.takes-no-new": N_("Takes no new patients"),
    "directory.title": N_("Directory"),
    "directory.until": N_("Here until {day}"),
    "directory.words": N_("Who, what, which language"),
}
"""By code."""
