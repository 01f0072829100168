"""Languages by their BCP 47 codes, however somebody wrote them."""

from functools import cache

from clinicdesk.exchange.fit_text import is_unseen

MOST_LETTERS = 60


def language_code(text: str) -> str | None:
    """The code of a language given by a code, or by its name in English or its own; None if none.

    A code is given back in its usual spelling: `ES-mx` as `es-MX`.
    """
    # Twenty milliseconds to import; few need it.
    import langcodes
    from langcodes.tag_parser import LanguageTagError

    wanted = text.strip()
    if not wanted or len(wanted) > MOST_LETTERS or any(map(is_unseen, wanted)):
        return None
    try:
        if langcodes.tag_is_valid(wanted):
            return langcodes.standardize_tag(wanted)
    except LanguageTagError:
        pass
    try:
        return langcodes.find(wanted).to_tag()
    except LookupError:
        return None


def same_language(one: str, other: str) -> bool:
    """Whether two codes are of one language, in whichever country or script: `es` and `es-MX`."""
    return bool(one) and _spoken(one) == _spoken(other)


def _spoken(code: str) -> str:
    # Whoever says Chinese of what somebody speaks means Mandarin.
    language = code.partition("-")[0].lower()
    return "cmn" if language == "zh" else language


@cache
def language_name(code: str) -> str:
    """What a language is called in English; empty for no code."""
    if not code:
        return ""
    import langcodes

    return str(langcodes.get(code).display_name())
