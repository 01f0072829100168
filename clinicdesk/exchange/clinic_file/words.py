"""The table `words`: texts for patients in the clinic's other languages."""

from collections.abc import Collection, Mapping

from clinicdesk.exchange.clinic_file.fault_codes import FaultCode
from clinicdesk.exchange.clinic_file.settings.kinds import Kind, Setting
from clinicdesk.exchange.clinic_file.table_reading import TomlTable
from clinicdesk.exchange.clinic_shape import TextsByLanguage
from clinicdesk.exchange.languages import language_code


def read_words(
    table: TomlTable, settings: Mapping[str, Setting], keys: Collection[str], languages: list[str]
) -> dict[str, TextsByLanguage]:
    """By key, its texts in other languages: `{ es = { public_name = "..." } }`.

    Only languages in which the clinic writes, but its first: that one has the keys themselves.
    """
    found: dict[str, dict[str, str]] = {key: {} for key in keys}
    words = table.table("words")
    for name in words.values if words is not None else ():
        assert words is not None
        inner = words.table(name)
        code = language_code(name)
        if code is None:
            words.fault(name, FaultCode.UNKNOWN_LANGUAGE, value=name)
        elif code not in languages[1:]:
            options = ", ".join(languages[1:]) or "-"
            words.fault(name, FaultCode.NOT_ONE_OF, value=name, options=options, nearest="")
        if inner is None:
            continue
        for key in keys:
            text = inner.text(key) if settings[key].kind is Kind.TEXT else inner.name(key)
            if text and code is not None:
                if code in found[key]:
                    words.fault(name, FaultCode.REPEATED_ENTRY, value=name)
                found[key][code] = text
        inner.finish()
    return {key: tuple(sorted(texts.items())) for key, texts in found.items()}
