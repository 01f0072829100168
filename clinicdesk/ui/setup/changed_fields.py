"""Which fields of an entry an edit changes, in words: `Minutes: 10 (until now 15); Needs`. Pure."""

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.kinds import Kind, Setting
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.services.setup.entries import Edit
from clinicdesk.ui.setup.setting_words import caption, option_text
from clinicdesk.ui.setup.value_text import lines_of, typed_alone
from clinicdesk.wording import readable, say

LONGEST_SAID = 40
"""Characters of a value that is said; of a longer one only that it is another."""

SAID_OTHERWISE = (Part.HOLIDAYS,)
"""Parts of which the days that an edit changes are named already."""

_NAMED = ("name", "key")


def changed_fields(edit: Edit) -> str:
    """The sentence; empty for what is new or retired, or is called otherwise alone."""
    if edit.before is None or edit.after is None or edit.part in SAID_OTHERWISE:
        return ""
    told = [
        _told(edit, setting)
        for key, setting in SETTINGS[edit.part].items()
        if key in edit.changed and key not in _NAMED
    ]
    return say("set-up.fields", {"what": "; ".join(told)}) if told else ""


def _told(edit: Edit, setting: Setting) -> str:
    called = caption(edit.part, setting)
    was, now = (
        _said(setting, (entry or {}).get(setting.key)) for entry in (edit.before, edit.after)
    )
    if was is None or now is None:
        return called
    nothing = say("set-up.field-nothing")
    return say("set-up.field", {"field": called, "now": now or nothing, "was": was or nothing})


def _said(setting: Setting, value: object) -> str | None:
    """A value as it is typed; None where that is no short line."""
    raw = () if lines_of(setting) else typed_alone(setting, value)
    if not isinstance(raw, str) or setting.kind in (Kind.SPECIALTY, Kind.TEXT):
        return None
    if setting.kind in (Kind.CHOICE, Kind.WEEKDAY):
        return option_text(setting, raw)
    return readable(raw) if len(raw) <= LONGEST_SAID else None
