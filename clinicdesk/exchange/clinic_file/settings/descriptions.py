"""Every key of a clinic file's entries, part by part, in the order in which people are asked."""

from collections.abc import Mapping

from clinicdesk.exchange.clinic_file.settings.kinds import WEEKDAYS, Kind, Setting
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.message_texts import OCCASIONS
from clinicdesk.exchange.value_limits import (
    DATE_ORDERS,
    DEFAULT_PUBLIC_NAME,
    HOLD_MINUTES,
    MAIL_SECURITY,
    PACES,
    PLACES,
    TRANSFER_MINUTES,
    WAY_MINUTES,
)
from clinicdesk.exchange.wall_clock import MIDNIGHT

WEEK_STARTS = ("monday", "saturday", "sunday")
LONGEST_BUFFER = 240
MOST_LANES = 5
MOST_PLACES = 100
LARGEST_GROUP = 100
MINUTES = "minutes"
PALETTE = {
    "blue": "#2f6fb5", "teal": "#1f8a8a", "green": "#3d8b40", "olive": "#7a7d1f",
    "amber": "#b87a14", "orange": "#c8602a", "red": "#b93a3a", "pink": "#b84a86",
    "purple": "#7a4fa3", "indigo": "#4a55a8", "brown": "#8a5a3c", "gray": "#6b7280",
}  # fmt: skip
"""Names of colors, as `#rrggbb`."""


def _minutes(
    key: str, least: int, most: int, default: int | None = 0, told: bool = False
) -> Setting:
    return Setting(key, Kind.WHOLE, default, least=least, most=most, told=told, unit=MINUTES)


def _by_key(*settings: Setting) -> Mapping[str, Setting]:
    return {setting.key: setting for setting in settings}


_NAME = Setting("name", Kind.NAME, required=True)
_FROM = Setting("from", Kind.DAY, field="starts_on")
_UNTIL = Setting("until", Kind.DAY, field="ends_on")
_LANES = Setting("lanes", Kind.WHOLE, 0, most=MOST_LANES)

_DATED = (Setting("away", Kind.ENTRIES), Setting("extra", Kind.ENTRIES))

_PERSON = _by_key(
    _NAME,
    Setting("credentials", Kind.NAME, ""),
    Setting("specialties", Kind.SPECIALTIES, required=True),
    Setting("hours", Kind.HOURS, required=True),
    Setting("sessions", Kind.SESSIONS),
    _FROM,
    _UNTIL,
    Setting("new_patients", Kind.YES, True, field="takes_new_patients"),
    Setting("languages", Kind.LANGUAGES, ()),
    Setting("conditions", Kind.NAMES, ()),
    Setting("procedures", Kind.NAMES, ()),
    _LANES,
    *_DATED,
)


def _thing(*own: Setting) -> Mapping[str, Setting]:
    return _by_key(
        _NAME,
        Setting("type", Kind.TYPE, required=True),
        *own,
        Setting("hours", Kind.HOURS),
        Setting("sessions", Kind.SESSIONS),
        _FROM,
        _UNTIL,
        _LANES,
        *_DATED,
    )


SETTINGS: Mapping[Part, Mapping[str, Setting]] = {
    Part.CLINIC: _by_key(
        _NAME,
        Setting("zone", Kind.ZONE, required=True),
        Setting("grid_minutes", Kind.WHOLE, 5, least=1, most=60, told=True, unit=MINUTES),
        _minutes("transfer_minutes", TRANSFER_MINUTES[0], TRANSFER_MINUTES[-1], 5, told=True),
        _minutes("way_minutes", WAY_MINUTES[0], WAY_MINUTES[-1], 30, told=True),
        _minutes("hold_minutes", HOLD_MINUTES[0], HOLD_MINUTES[-1], 5, told=True),
        Setting("date_order", Kind.CHOICE, "MDY", options=DATE_ORDERS, told=True),
        Setting("week_start", Kind.WEEKDAY, 6, options=WEEK_STARTS, told=True),
        Setting("twelve_hour", Kind.YES, True, told=True),
        Setting("languages", Kind.LANGUAGES, ("en",), told=True),
        Setting("address", Kind.TEXT, ""),
        Setting("directions", Kind.TEXT, ""),
        Setting("phone", Kind.NAME, ""),
        Setting("web", Kind.NAME, ""),
        Setting("email", Kind.NAME, ""),
        Setting("discreet_titles", Kind.YES, False),
        Setting("calendar_names", Kind.YES, False),
        Setting("mail_server", Kind.NAME, ""),
        Setting("mail_security", Kind.CHOICE, "starttls", options=MAIL_SECURITY, told=True),
        Setting("mail_user", Kind.NAME, ""),
        Setting("words", Kind.WORDS),
    ),
    Part.OPENING: _by_key(
        *(Setting(day, Kind.TIMES) for day in WEEKDAYS),
        Setting("hours", Kind.HOURS),
        Setting("seasons", Kind.ENTRIES),
        Setting("days", Kind.ENTRIES),
    ),
    Part.CLOSED: _by_key(
        Setting("date", Kind.DAY, required=True),
        _NAME,
        Setting("time", Kind.TIMES),
        Setting("every_year", Kind.YES, False),
    ),
    Part.HOLIDAYS: _by_key(
        Setting("country", Kind.NAME),
        Setting("subdivision", Kind.NAME),
        Setting("except", Kind.HOLIDAYS),
    ),
    Part.SPECIALTIES: _by_key(_NAME, Setting("color", Kind.COLOR)),
    Part.PRACTITIONERS: {
        **_PERSON,
        "pace": Setting("pace", Kind.WHOLE, 100, least=PACES[0], most=PACES[-1]),
    },
    Part.ASSISTANTS: _PERSON,
    Part.ROOMS: _thing(Setting("places", Kind.WHOLE, least=1, most=MOST_PLACES)),
    Part.EQUIPMENT: _thing(Setting("movable", Kind.YES, False)),
    Part.VISIT_TYPES: _by_key(
        _NAME,
        Setting("public_name", Kind.NAME, DEFAULT_PUBLIC_NAME, told=True),
        Setting("specialty", Kind.SPECIALTY, required=True),
        Setting("minutes", Kind.WHOLE, 0, required=True, least=1, most=MIDNIGHT, unit=MINUTES),
        Setting("needs", Kind.TABLES),
        _minutes("arrive_early", 0, LONGEST_BUFFER),
        Setting("place", Kind.CHOICE, "on site", options=PLACES),
        Setting("other_places", Kind.PLACES, options=PLACES),
        Setting("instructions", Kind.TEXT, ""),
        Setting("requirements", Kind.REQUIREMENTS),
        Setting("group_size", Kind.WHOLE, 1, least=1, most=LARGEST_GROUP),
        Setting("only_in_sessions", Kind.YES, False, field="only_in_blocks"),
        Setting("words", Kind.WORDS),
    ),
    Part.TEMPLATES: _by_key(
        _NAME,
        Setting("steps", Kind.TABLES, required=True),
        Setting("sequence", Kind.TABLES),
        Setting("same", Kind.TABLES),
        _minutes("transfer_minutes", 0, LONGEST_BUFFER, None),
        _minutes("longest_stay", 1, MIDNIGHT, None),
        Setting("one_window", Kind.YES, False),
    ),
    Part.MEETINGS: _by_key(
        _NAME,
        Setting("who", Kind.PEOPLE, required=True),
        Setting("hours", Kind.HOURS, required=True),
    ),
    Part.MESSAGES: _by_key(
        Setting("occasion", Kind.CHOICE, OCCASIONS[0], required=True, options=OCCASIONS),
        Setting("subject", Kind.NAME, ""),
        Setting("letter", Kind.TEXT, ""),
        Setting("short_text", Kind.TEXT, ""),
        Setting("words", Kind.WORDS),
    ),
}
"""By part and key."""


def columns(part: Part, shape: object) -> dict[str, object]:
    """The part's plain settings of a shape by their fields: what its row keeps of them."""
    plain = (setting for setting in SETTINGS[part].values() if setting.is_plain)
    return {setting.name: getattr(shape, setting.name) for setting in plain}
