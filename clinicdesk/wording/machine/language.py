"""The language of this process: from `resources/locale`, English where nothing is translated."""

import gettext
import os
from collections.abc import Sequence, Sized

from clinicdesk.resource_files import resource_file
from clinicdesk.wording.machine.marking import Plural, Sentence

DOMAIN = "clinicdesk"
ENGLISH = "en"
"""The language in which the sentences are written."""

_translations: gettext.NullTranslations | None = None
_code = ENGLISH


def use_languages(languages: Sequence[str]) -> None:
    """Speak the first of these that is translated (`["de_AT", "fr"]`); English if none is."""
    global _translations, _code
    _code, _translations = _found(languages)


def use_translations(code: str, translations: gettext.NullTranslations) -> None:
    """Speak what these translations say; they may be of no language that people speak."""
    global _translations, _code
    _code, _translations = code, translations


def language_in_use() -> str:
    """The code of what this process speaks, as its folder in `resources/locale`: `es`, `en`."""
    spoken()
    return _code


def known_languages() -> tuple[str, ...]:
    """The codes of all languages that the window can speak, English first."""
    files = resource_file("locale").glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return (ENGLISH, *sorted(file.parts[-3] for file in files))


def translated(sentence: Sentence, count: object) -> str:
    """The sentence in this process's language, still with its fields; `count` picks the plural."""
    translations = spoken()
    if isinstance(sentence, Plural):
        return translations.ngettext(sentence.one, sentence.many, number_of(count))
    return translations.gettext(sentence) if sentence else sentence


def number_of(count: object) -> int:
    """The number that picks a plural: a whole number itself, a collection's length, else many."""
    if isinstance(count, Sized) and not isinstance(count, str):
        return len(count)
    return count if isinstance(count, int) else 2


def spoken() -> gettext.NullTranslations:
    """What was chosen, or at first use what this computer's environment asks for."""
    if _translations is None:
        use_languages(_of_environment())
    assert _translations is not None
    return _translations


def _of_environment() -> list[str]:
    """As gettext reads it: LANGUAGE is a list, the others name one locale."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value.split(":")
    return []


def _found(languages: Sequence[str]) -> tuple[str, gettext.NullTranslations]:
    for language in languages:
        plain = language.split(".")[0].split("@")[0].replace("-", "_")
        for name in dict.fromkeys((plain, plain.split("_")[0])):
            if name in ("", "C", "POSIX", ENGLISH) or not name.replace("_", "").isalnum():
                continue
            file = resource_file("locale", name, "LC_MESSAGES", f"{DOMAIN}.mo")
            if file.is_file():
                with file.open("rb") as stream:
                    return name, gettext.GNUTranslations(stream)
        if plain.split("_")[0] in (ENGLISH, "C", "POSIX"):
            break
    return ENGLISH, gettext.NullTranslations()
