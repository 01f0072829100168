"""What `export-all` says, and the text that it puts beside the files."""

from collections.abc import Mapping

from clinicdesk.wording.machine.marking import N_, P_, Sentence

_REFUSED: Mapping[str, Sentence] = {
    "export.folder-not-empty": N_(
        "{path:path} is there already and is no empty folder; nothing was written."
        " Name a new folder, or an empty one."
    ),
    "export.folder-unwritable": N_(
        "{path:path} cannot be written; nothing was left behind. See that the folder it is in"
        " exists, is yours and has room for twice the size of the clinic's file."
    ),
}

_SAID: Mapping[str, Sentence] = {
    "export-all.done": N_("Wrote {count} files to {path:path}."),
    "export-all.lost": P_(
        "{file}: {count} row could not be read.", "{file}: {count} rows could not be read."
    ),
    "export-all.lost-at-most": P_(
        "{file}: a part could not be read, {count} row at most.",
        "{file}: a part could not be read, {count} rows at most.",
    ),
    "export-all.lost-unknown": N_(
        "{file}: a part could not be read; nobody knows how many rows it had."
    ),
    "export-all.missing": N_("{file}: where this table is could not be read, so it was left out."),
    "export-all.unnamed": P_(
        "{count} table has a name that no file can have, and was left out.",
        "{count} tables have names that no file can have, and were left out.",
    ),
    "export-all.no-clinic-file": N_(
        "clinic.toml: what it is made of could not be read, so it was left out."
    ),
    "export-all.clinic-file-fault": N_("clinic.toml has to be corrected: {fault:whole}"),
}

_README: Mapping[str, Sentence] = {
    "readme.title": N_("Everything that a ClinicDesk clinic holds"),
    "readme.private": N_(
        "These files name patients. Keep them as you keep patient records, and delete them when"
        " they have served."
    ),
    "readme.demo": N_(
        "This is a demo clinic: its patients are invented, and nothing that is booked there is"
        " real."
    ),
    "readme.clinic": N_(
        "clinic.toml describes the clinic as it is set up today: people, rooms, hours, services."
        " ClinicDesk makes an empty clinic of it: clinicdesk new-clinic clinic.toml NEW.db. Hours"
        " that are over, people and services out of use, and absences are not in it; they are in"
        " the tables."
    ),
    "readme.tables": N_(
        "Each .csv file is one table, a row a line, in UTF-8, for any spreadsheet or database."
    ),
    "readme.values": N_(
        "Text stands in quotation marks, numbers do not. Minutes are counted from midnight. Yes is"
        " 1, no is 0. An empty place without quotation marks means that there is nothing."
    ),
    "readme.formulas": N_(
        "A text that a spreadsheet would take for a formula has an apostrophe (') before it: take"
        " that away when you read the file with a program of your own."
    ),
    "readme.whole": N_("Everything could be read."),
    "readme.unreadable": N_("The clinic's file was damaged. This could not be read:"),
    "readme.rows": P_("{file}: {count} row", "{file}: {count} rows"),
}

SENTENCES: Mapping[str, Sentence] = {**_REFUSED, **_SAID, **_README}
"""By code."""
