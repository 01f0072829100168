"""The form of each part of a clinic, made from the table of its settings."""

from collections.abc import Callable, Mapping

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.kinds import Kind, Setting
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.ui.kit.entry.stretches_in_words import told_stretches
from clinicdesk.ui.kit.list_with_form.choice_fields import ChoiceField, ParagraphField
from clinicdesk.ui.kit.list_with_form.entry_form import EntryForm
from clinicdesk.ui.kit.list_with_form.form_fields import (
    FormField,
    LinesField,
    TextField,
    TickField,
    TicksField,
)
from clinicdesk.ui.setup.entry_text import day_told
from clinicdesk.ui.setup.hours_text import hours_told
from clinicdesk.ui.setup.needs.needs_field import NeedsField
from clinicdesk.ui.setup.setting_words import caption, hint, option_text, said
from clinicdesk.ui.setup.steps.steps_field import StepsField
from clinicdesk.ui.setup.value_text import Words, lines_of
from clinicdesk.ui.setup.vocabulary import Vocabulary


def part_form(
    part: Part, vocabulary: Callable[[], Vocabulary], words: Callable[[], Words]
) -> EntryForm:
    """A form of that part, empty. What can be ticked or chosen in it is what there is now.

    `vocabulary` and `words` are asked again whenever something is drawn, or a day is typed.
    """
    fields = {
        key: _field(part, setting, vocabulary, words) for key, setting in SETTINGS[part].items()
    }
    _draw_with_each_other(fields, vocabulary)
    return EntryForm(fields)


def _field(
    part: Part, setting: Setting, vocabulary: Callable[[], Vocabulary], words: Callable[[], Words]
) -> FormField:
    name, now = caption(part, setting), vocabulary()
    match setting.kind:
        case Kind.YES:
            return TickField(name)
        case Kind.TEXT:
            return ParagraphField(name)
        case Kind.CHOICE | Kind.WEEKDAY:
            return ChoiceField(name, {each: option_text(setting, each) for each in setting.options})
        case Kind.SPECIALTY:
            return ChoiceField(name, now.specialties)
        case Kind.SPECIALTIES:
            return TicksField(name, now.specialties)
        case Kind.PLACES:
            return TicksField(name, {each: option_text(setting, each) for each in setting.options})
        case Kind.PEOPLE:
            return TicksField(name, {**now.specialties, **now.people})
        case Kind.DAY:
            return TextField(name, told=lambda text: day_told(text, words()))
        case Kind.TABLES if setting.key == "needs":
            return NeedsField(name, lambda: vocabulary().grid, lambda: vocabulary().who)
        case Kind.TABLES if setting.key == "steps":
            return StepsField(name, lambda: vocabulary().visit_types, lambda: vocabulary().grid)
    if setting.kind is Kind.WORDS or lines_of(setting) is not None:
        told_line = _told_hours(words) if setting.kind is Kind.HOURS else lambda _text: ""
        return LinesField(name, hint(setting), said(setting), told_line)
    told = told_stretches if setting.kind is Kind.TIMES else lambda _text: ""
    return TextField(name, hint(setting), told)


def _told_hours(words: Callable[[], Words]) -> Callable[[str], str]:
    return lambda line: hours_told(line, words().day_ahead)


def _draw_with_each_other(
    fields: Mapping[str, FormField], vocabulary: Callable[[], Vocabulary]
) -> None:
    """What is drawn of one field follows what is typed into others."""
    minutes, needs = fields.get("minutes"), fields.get("needs")
    if isinstance(needs, NeedsField) and isinstance(minutes, TextField):
        minutes.changed.connect(lambda: needs.show_minutes(minutes.text))
    steps, transfer = fields.get("steps"), fields.get("transfer_minutes")
    sequence, same = fields.get("sequence"), fields.get("same")
    if isinstance(steps, StepsField) and isinstance(transfer, TextField):
        transfer.changed.connect(
            lambda: steps.show_transfer(transfer.text or str(vocabulary().transfer))
        )
        assert isinstance(sequence, LinesField)
        assert isinstance(same, LinesField)
        steps.draw_with(sequence, same)
