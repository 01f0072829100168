"""The numbers of patients and visits as people read them to each other: P-10482, V-1093."""

import re

_SPOKEN = re.compile(r"([PV]-?)?([0-9]{1,15})", re.IGNORECASE | re.ASCII)


def patient_number(number: int) -> str:
    """A patient's number as it is shown."""
    return f"P-{number}"


def visit_number(number: int) -> str:
    """A combined visit's number as it is shown."""
    return f"V-{number}"


def parse_patient_number(text: str) -> int | None:
    """The number in "P-10482", "p10482" or "10482"; None for anything else."""
    return _parse(text, "P")


def parse_visit_number(text: str) -> int | None:
    """The number in "V-1093", "v1093" or "1093"; None for anything else."""
    return _parse(text, "V")


def _parse(text: str, letter: str) -> int | None:
    found = _SPOKEN.fullmatch(text.strip())
    if found is None or (found[1] or letter)[0].upper() != letter:
        return None
    return int(found[2])
