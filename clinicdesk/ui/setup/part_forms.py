"""The form of each part of a clinic: which field its keys have, and what they are called."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm
from clinicdesk.ui.kit.list_with_form.form_fields import (
    FormField,
    LinesField,
    TextField,
    TickField,
    TicksField,
)
from clinicdesk.ui.setup.entry_text import (
    DAY,
    FIELDS,
    HOURS,
    HOURS_OR_ALWAYS,
    KEYS,
    WEEKDAYS,
    YES,
    DayWords,
    Kind,
    day_told,
)
from clinicdesk.wording import say, weekday_text

_A_MONDAY = date(2024, 1, 1)
_HINTS = {"languages": "set-up.languages-hint", "time": "set-up.days-hint"}


def part_form(
    part: Part, specialties: Mapping[str, str], words: Callable[[], DayWords]
) -> EntryForm:
    """A form of that part, empty; `specialties` are the clinic's, names by key.

    `words` are asked whenever a day is typed.
    """
    fields = FIELDS[part].items()
    return EntryForm({key: _field(key, kind, specialties, words) for key, kind in fields})


def _field(
    key: str, kind: Kind, specialties: Mapping[str, str], words: Callable[[], DayWords]
) -> FormField:
    times = say("set-up.days-hint")
    if key in WEEKDAYS:
        return TextField(weekday_text(_A_MONDAY + timedelta(WEEKDAYS.index(key))), times)
    caption = say(f"set-up.{key.replace('_', '-')}")
    if kind in (HOURS, HOURS_OR_ALWAYS):
        return LinesField(caption, say("set-up.hours-hint"), say("set-up.hours-said"))
    if kind is KEYS:
        return TicksField(caption, specialties)
    if kind is DAY:
        return TextField(caption, told=lambda text: day_told(text, words()))
    if kind is YES:
        return TickField(caption)
    return TextField(caption, say(_HINTS[key]) if key in _HINTS else "")
