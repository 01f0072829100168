"""The clinic's own texts of messages to patients, by occasion."""

from collections.abc import Iterator

from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.settings.descriptions import SETTINGS
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_file.words import read_words
from clinicdesk.exchange.clinic_shape import MessageShape
from clinicdesk.exchange.message_texts import (
    PLACEHOLDERS,
    PLACEHOLDERS_OF_SUBJECT,
    unknown_placeholder,
)

TEXTS = ("subject", "letter", "short_text")


def read_messages(top: TomlTable, languages: list[str]) -> Iterator[MessageShape]:
    """The tables `[[messages]]`, one for each occasion at most."""
    settings = SETTINGS[Part.MESSAGES]
    seen: set[str] = set()
    for table in top.tables("messages"):
        plain = table.plain(settings)
        table.get("occasion", required=True)
        if plain["occasion"] in seen:
            table.fault("occasion", FaultCode.REPEATED_ENTRY, value=plain["occasion"])
        seen.add(plain["occasion"])
        words = read_words(table, settings, TEXTS, languages)
        for key in TEXTS:
            _check(table, key, key, plain[key])
            for _, text in words[key]:
                _check(table, "words", key, text)
        table.finish()
        yield MessageShape(**plain | {f"{key}_in": words[key] for key in TEXTS})


def _check(table: TomlTable, where: str, key: str, text: str) -> None:
    """What stands in braces is filled in: nothing else may."""
    known = PLACEHOLDERS_OF_SUBJECT if key == "subject" else PLACEHOLDERS
    unknown = unknown_placeholder(text, known)
    if unknown is not None:
        options = ", ".join(known)
        table.fault(where, FaultCode.UNKNOWN_PLACEHOLDER, value=unknown, options=options)
