"""What the settings of a clinic are called on screen, and what stands beside them."""

from collections.abc import Mapping
from datetime import date, timedelta

from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.kinds import WEEKDAYS, Kind, Setting
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.wording import say, weekday_text

_A_MONDAY = date(2024, 1, 1)

_CAPTIONS: Mapping[tuple[Part, str], str] = {
    (Part.OPENING, "hours"): "set-up.hours-beside",
    (Part.MESSAGES, "subject"): "set-up.message-subject",
    (Part.CLINIC, "languages"): "set-up.languages-written",
    (Part.TEMPLATES, "transfer_minutes"): "set-up.transfer-here",
}
"""Where a key means something else than elsewhere."""

_HINTS: Mapping[Kind, str] = {
    Kind.COLOR: "set-up.color-hint",
    Kind.HOLIDAYS: "set-up.except-hint",
    Kind.HOURS: "set-up.hours-hint",
    Kind.LANGUAGES: "set-up.languages-hint",
    Kind.REQUIREMENTS: "set-up.requirements-hint",
    Kind.SESSIONS: "set-up.sessions-hint",
    Kind.TIMES: "set-up.times-hint",
    Kind.TYPE: "set-up.type-hint",
    Kind.WORDS: "set-up.words-hint",
    Kind.ZONE: "set-up.zone-hint",
}
_SAID: Mapping[Kind, str] = {
    Kind.HOLIDAYS: "set-up.except-said",
    Kind.HOURS: "set-up.hours-said",
    Kind.NAMES: "set-up.names-said",
    Kind.REQUIREMENTS: "set-up.requirements-said",
    Kind.SESSIONS: "set-up.sessions-said",
    Kind.WORDS: "set-up.words-said",
}

_ALSO: Mapping[str, str] = {
    "arrive_early": "set-up.arrive-early-also",
    "away": "set-up.away-also",
    "except": "set-up.except-also",
    "from": "set-up.from-also",
    "grid_minutes": "set-up.grid-minutes-also",
    "group_size": "set-up.group-size-also",
    "hold_minutes": "set-up.hold-minutes-also",
    "hours": "set-up.hours-also",
    "instructions": "set-up.instructions-also",
    "lanes": "set-up.lanes-also",
    "letter": "set-up.letter-also",
    "minutes": "set-up.minutes-also",
    "needs": "set-up.needs-also",
    "pace": "set-up.pace-also",
    "requirements": "set-up.requirements-also",
    "sequence": "set-up.sequence-also",
    "sessions": "set-up.sessions-also",
    "transfer_minutes": "set-up.transfer-minutes-also",
    "until": "set-up.until-also",
    "words": "set-up.words-also",
}
"""What else somebody may call it who looks for it."""

_BY_KEY = (Kind.TABLES, Kind.ENTRIES)
"""What each key of these kinds looks like differs."""


def caption(part: Part, setting: Setting) -> str:
    """What the key is called."""
    if setting.key in WEEKDAYS:
        return weekday_name(setting.key)
    code = _CAPTIONS.get((part, setting.key))
    return say(code or f"set-up.{setting.key.replace('_', '-')}")


def also_called(setting: Setting) -> str:
    """Other words by which the key is found, on screen nowhere."""
    code = _ALSO.get(setting.key)
    return say(code) if code else ""


def setting_caption(key: str) -> str:
    """What a setting of the clinic itself is called, by its field."""
    settings = SETTINGS[Part.CLINIC]
    setting = next((each for each in settings.values() if each.name == key), None)
    return key if setting is None else caption(Part.CLINIC, setting)


def hint(setting: Setting) -> str:
    """How it is typed, shown while nothing is."""
    if setting.kind in _BY_KEY:
        return say(f"set-up.{setting.key}-hint")
    if setting.kind is Kind.WHOLE:
        limits = {"least": setting.least, "most": setting.most}
        if setting.default is None or setting.required:
            return say("set-up.number-hint", limits)
        return say("set-up.number-usual-hint", {**limits, "usual": setting.default})
    if setting.key in WEEKDAYS:
        return say("set-up.opening-hint")
    code = _HINTS.get(setting.kind)
    return say(code) if code else str(setting.default or "")


def said(setting: Setting) -> str:
    """What stands above the lines of a list."""
    if setting.kind in _BY_KEY:
        return say(f"set-up.{setting.key}-said")
    return say(_SAID[setting.kind])


def option_text(setting: Setting, option: str) -> str:
    """One of the words to choose from."""
    if setting.kind is Kind.WEEKDAY:
        return weekday_name(option)
    return say(f"set-up.option-{option.lower().replace(' ', '-')}")


def weekday_name(day: str) -> str:
    """`Monday`"""
    return weekday_text(_A_MONDAY + timedelta(WEEKDAYS.index(day)))
