"""What somebody who helps must know, for people: the facts of `doctor` as a table."""

from collections.abc import Mapping

from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.tables import table_text

UNITS = ("B", "kB", "MB", "GB", "TB")


def facts_text(facts: Mapping[str, object]) -> str:
    """A line for each fact, by its name."""
    shown = str(facts["database"])
    return table_text(
        [
            (say(f"doctor.{name.replace('_', '-')}"), fact_text(name, value, shown))
            for name, value in facts.items()
        ]
    )


def fact_text(name: str, value: object, path: str) -> str:
    """A fact's value for people; `path` is what the file may be called."""
    if value is None:
        return say("doctor-value.unknown")
    if isinstance(value, list):
        named = [say("doctor-value.process", each) for each in value]
        return ", ".join(named) or say("doctor-value.none")
    if isinstance(value, bool):
        return say("doctor-value.yes") if value else say("doctor-value.no")
    if isinstance(value, int) and name.endswith("_bytes"):
        return size_text(value)
    if isinstance(value, int) and name.endswith("_minutes"):
        return say("doctor-value.minutes", {"count": value})
    if name == "database_state":
        code = str(value)
        return say("doctor-value.sound") if code == "sound" else say(code, {"path": path})
    return readable(str(value))


def size_text(count: int) -> str:
    """Bytes in the largest unit of which there is at least one: 49.2 MB."""
    size, unit = float(count), 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {UNITS[unit]}" if unit else f"{count} {UNITS[0]}"
