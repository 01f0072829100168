"""Whatever a booking's form gets to ask for can be kept in a draft."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from clinicdesk.services.drafts.written_values import read_written, written
from clinicdesk.ui.booking.shelf.booking_state import BookingState

PLAIN = (bool, int, str, date)


def unkeepable(hint: Any) -> Iterator[Any]:
    """The types within this one that a draft cannot be read from."""
    origin, inner = get_origin(hint), [each for each in get_args(hint) if each is not Ellipsis]
    if origin is UnionType and NoneType in inner and len(inner) == 2:
        inner.remove(NoneType)
        yield from unkeepable(inner[0])
    elif origin in (tuple, frozenset):
        for each in inner:
            yield from unkeepable(each)
    elif isinstance(hint, type) and is_dataclass(hint):
        for each in get_type_hints(hint).values():
            yield from unkeepable(each)
    elif hint not in PLAIN and not (isinstance(hint, type) and issubclass(hint, Enum)):
        yield hint


def test_each_of_its_fields_is_of_a_type_that_is_read_again() -> None:
    assert list(unkeepable(BookingState)) == []


def test_a_blank_one_is_read_as_it_was_written() -> None:
    assert read_written(BookingState, written(BookingState())) == BookingState()
