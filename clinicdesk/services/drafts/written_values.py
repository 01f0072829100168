"""Frozen values as JSON and back, by the types that their classes declare.

A value that was written by an earlier program is read all the same: what it lacks has its default,
what nobody knows any more is passed over.
"""

import json
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from clinicdesk.exchange.fit_text import is_unseen
from clinicdesk.models.stored_values import DamagedValue, json_text

T = TypeVar("T")


def written(value: object) -> str:
    """A value as one text: of dataclasses, tuples, sets, enums, dates, texts and numbers.

    Whatever somebody has typed is kept. What is not there to be read is written as its number: no
    text of the file has any.
    """
    text = json_text(_plain(value))
    return text if text.isprintable() else "".join(map(_readable, text))


def _readable(char: str) -> str:
    return json.dumps(char)[1:-1] if is_unseen(char) else char


def read_written(kind: type[T], text: str) -> T:
    """The value of that class in a text. Raises DamagedValue if the text is none of it."""
    try:
        found = _value(kind, json.loads(text))
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
        raise DamagedValue from None
    assert isinstance(found, kind)
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, frozenset):
        return sorted(_plain(each) for each in value)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _value(hint: Any, plain: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (kind,) = (each for each in inner if each is not NoneType)
        return None if plain is None else _value(kind, plain)
    if origin is tuple:
        return tuple(_items(inner, _list(plain)))
    if origin is frozenset:
        return frozenset(_value(inner[0], each) for each in _list(plain))
    if is_dataclass(hint):
        return _read_fields(hint, plain)
    if issubclass(hint, Enum):
        return hint(plain)
    if hint is date:
        return date.fromisoformat(plain)
    # Exactly: True is no number here.
    if type(plain) is not hint:
        raise DamagedValue
    return plain


def _list(plain: Any) -> list[Any]:
    if not isinstance(plain, list):
        raise DamagedValue
    return plain


def _items(inner: tuple[Any, ...], plain: list[Any]) -> Iterator[Any]:
    """Of a tuple of any length, or of one whose length its type says."""
    kinds = [inner[0]] * len(plain) if inner[-1] is Ellipsis else list(inner)
    return (_value(kind, each) for kind, each in zip(kinds, plain, strict=True))


def _read_fields(kind: Any, plain: Any) -> Any:
    hints = _hints(kind)
    if not isinstance(plain, dict):
        raise DamagedValue
    return kind(
        **{
            each.name: _value(hints[each.name], plain[each.name])
            for each in fields(kind)
            if each.name in plain or not _has_default(each)
        }
    )


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _has_default(field: "Field[Any]") -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING
