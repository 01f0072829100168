"""Telephone numbers in one form, however they were typed; what is stored stays as it is."""

import re

from clinicdesk.wording.machine.printable import readable

_TYPED = re.compile(r"[0-9 ()./+-]*")
_LOCAL = re.compile(r"(?:1?([2-9][0-9]{2}))?([2-9][0-9]{2})([0-9]{4})")


def phone_text(phone: str) -> str:
    """`(312) 555-0142` for a North American number of ten digits, `555-0142` for one of seven.

    Any other, and one with words beside it, is shown as it was typed.
    """
    digits = re.sub(r"[^0-9]", "", phone)
    foreign = phone.strip().startswith("+") and not digits.startswith("1")
    found = _LOCAL.fullmatch(digits)
    if found is None or foreign or not _TYPED.fullmatch(phone):
        return readable(phone)
    area = f"({found[1]}) " if found[1] else ""
    return f"{area}{found[2]}-{found[3]}"
