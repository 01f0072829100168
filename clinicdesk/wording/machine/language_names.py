"""What languages are called in the window's language."""

from functools import lru_cache

from clinicdesk.wording.machine.language import ENGLISH, language_in_use


def language_text(name: str) -> str:
    """The name of the language that is called so in English; what is none stays as it is."""
    in_use = language_in_use()
    return name if in_use == ENGLISH or not name else _named(name, in_use)


@lru_cache(maxsize=256)
def _named(name: str, in_use: str) -> str:
    import langcodes

    try:
        return str(langcodes.find(name).display_name(in_use))
    except LookupError:
        return name
