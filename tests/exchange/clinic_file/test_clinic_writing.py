"""A clinic's shape written as a clinic file is read as the same shape again."""

import unicodedata
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.exchange import clinic_shape
from clinicdesk.exchange.clinic_file import read_clinic_file
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.exchange.clinic_file.writing.hours_writing import hours_entries
from clinicdesk.exchange.clinic_shape import ClosedDay, RecurringStretch
from clinicdesk.resource_files import resource_file
from tests.exchange.clinic_file.every_key import EVERYTHING
from tests.services.clinics import harbor_file

FILES = {
    "lakeside": resource_file("clinics", "lakeside.toml").read_bytes(),
    "small": resource_file("clinics", "small.toml").read_bytes(),
    "harbor": harbor_file(),
    "every key": EVERYTHING,
}


def values_inside(value: object) -> Iterator[tuple[str, object]]:
    """Every field of the shape and of all that is in it, by class and name."""
    if isinstance(value, tuple):
        for item in value:
            yield from values_inside(item)
    elif is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.default is MISSING or inner != field.default:
                yield f"{type(value).__name__}.{field.name}", inner
            yield from values_inside(inner)


def test_every_value_of_a_clinic_differs_somewhere_from_what_is_left_out() -> None:
    """So the test below sees a value that is not written."""
    shape = read_clinic_file(EVERYTHING)
    found = {name for name, _ in values_inside(shape)}
    inside = {name.split(".")[0] for name in found}
    known = {
        f"{kind.__name__}.{field.name}"
        for kind in vars(clinic_shape).values()
        if is_dataclass(kind) and isinstance(kind, type) and kind.__name__ in inside
        for field in fields(kind)
    }
    assert known - found == set()
    assert {"VisitTypeShape", "HolidayRule", "Meeting", "TemplateRule", "HoursBlock"} <= inside


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_what_is_written_is_read_as_the_same(content: bytes) -> None:
    shape = read_clinic_file(content)
    written = write_clinic_file(shape)
    assert read_clinic_file(written) == shape
    assert write_clinic_file(read_clinic_file(written)) == written


@given(name=st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"))))
def test_any_name_is_written_so_that_it_is_read_again(name: str) -> None:
    name = unicodedata.normalize("NFC", f"x{name[:100]}x")[:120]
    shape = replace(
        read_clinic_file(harbor_file()),
        name=name,
        closed_days=(ClosedDay(date(2027, 1, 4), name),),
    )
    assert read_clinic_file(write_clinic_file(shape)) == shape


def test_a_rule_that_no_clinic_file_can_say_is_left_out() -> None:
    rules = ["FREQ=DAILY", "FREQ=MONTHLY;BYDAY=1MO,2TU", "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY"]
    stretches = [RecurringStretch(rule, date(2026, 1, 5), None, 480, 540) for rule in rules]
    assert hours_entries(stretches) == []
