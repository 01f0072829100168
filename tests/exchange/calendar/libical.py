"""What Evolution, GNOME and KDE make of a calendar file: libical's own check, asked by ctypes.

`make test` installs it on Linux; elsewhere these calendars are not.
"""

import ctypes
import sys


def faults(data: bytes) -> str:
    """The file as libical reads it if it finds a fault (it says where in it), else nothing."""
    if sys.platform != "linux":
        return ""
    library = ctypes.CDLL("libical.so.3")
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    for name in ("icalrestriction_check", "icalcomponent_count_errors", "icalcomponent_free"):
        getattr(library, name).argtypes = [ctypes.c_void_p]
    component = library.icalparser_parse_string(data)
    if not component:
        return "nothing that is a calendar"
    try:
        fits = library.icalrestriction_check(component)
        errors = library.icalcomponent_count_errors(component)
        if fits and not errors:
            return ""
        return str(library.icalcomponent_as_ical_string(component).decode())
    finally:
        library.icalcomponent_free(component)
