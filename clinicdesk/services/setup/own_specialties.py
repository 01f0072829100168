"""What people of a new clinic are that the catalogue has nothing of: it gets a key of its own."""

from collections.abc import Collection, Iterable, Mapping

from clinicdesk.services.setup.entries import free_key


def own_specialties(
    said: Iterable[str], offered: Mapping[str, str], taken: Collection[str]
) -> dict[str, tuple[str, str]]:
    """Key and name for each that is neither an offered key nor an offered name.

    `offered` has names by key; what is spelled alike, but for capitals, is one specialty; no key
    is one of those `taken`.
    """
    known = {name.casefold() for name in offered.values()}
    found: dict[str, tuple[str, str]] = {}
    alike: dict[str, tuple[str, str]] = {}
    for text in said:
        small = text.casefold()
        if text in offered or small in known:
            continue
        if small not in alike:
            keys = [key for key, _ in alike.values()]
            alike[small] = (free_key(text, [*taken, *keys]), text)
        found[text] = alike[small]
    return found


def offered_key(said: str, offered: Mapping[str, str]) -> str:
    """The offered key that is meant by a key or a name; what was said, where none is."""
    by_name = {name.casefold(): key for key, name in offered.items()}
    return said if said in offered else by_name.get(said.casefold(), said)
