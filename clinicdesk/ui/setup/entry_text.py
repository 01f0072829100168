"""An entry of a clinic's file as a form shows it and gives it back. Pure, no widgets."""

import re
from collections.abc import Sequence
from datetime import date

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.kinds import Kind, Setting
from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.services.setup.entries import Edit
from clinicdesk.ui.kit.list_with_form.entry_form import Raws
from clinicdesk.ui.kit.list_with_form.form_fields import Raw
from clinicdesk.ui.setup.value_text import Words, meant, meant_day, typed
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import day_in_sentence, long_day


def raws_of(part: Part, entry: Entry | None, words: Words) -> dict[str, Raw]:
    """What stands in the form of that entry; of a new one with None."""
    shown = entry or {}
    return {key: typed(setting, shown.get(key), words) for key, setting in SETTINGS[part].items()}


def edit_of(part: Part, before: Entry | None, raws: Raws, words: Words) -> Edit:
    """The edit that was typed: a field in which nobody has changed anything keeps its value."""
    there = before or {}
    shown = raws_of(part, before, words)
    changed = {
        key: meant(setting, raws[key], words, there.get(key))
        for key, setting in SETTINGS[part].items()
        if _other(raws[key], shown[key], setting) or (before is None and setting.required)
    }
    after = {**there, **changed}
    return Edit(part, before, {key: value for key, value in after.items() if value is not None})


def _other(raw: Raw, shown: Raw, setting: Setting) -> bool:
    """Whether somebody has typed there; ticks have no order."""
    if setting.kind in (Kind.SPECIALTIES, Kind.PEOPLE, Kind.PLACES):
        assert isinstance(raw, tuple)
        assert isinstance(shown, tuple)
        return set(raw) != set(shown)
    return raw != shown


def entry_text(part: Part, entry: Entry) -> str:
    """An entry in a line of the list."""
    if part.is_single:
        return say(part_code(part))
    if part is Part.CLOSED:
        times: Sequence[str] = entry.get("time", ())
        return "  ".join((day_in_sentence(entry["date"]), readable(entry["name"]), *times))
    if part is Part.MESSAGES:
        return say(f"set-up.option-{entry['occasion']}")
    return readable(str(entry["name"]))


def day_told(text: str, words: Words) -> str:
    """The day that was typed, in full; empty where it is none."""
    day = meant_day(text, words)
    return long_day(day) if isinstance(day, date) else ""


def part_code(part: Part) -> str:
    """The code of what the part is called."""
    return f"set-up.{re.sub('[._]', '-', part)}"
