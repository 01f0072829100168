"""Files cut short, overwritten or emptied in parts: a check ends in faults or in one refusal."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.models.test_known_schema import FOREIGN
from tests.services.checking.tampering import found_codes

PAGE = 4096


def test_every_cut_is_seen(everything: Path, scaled: Callable[[int, int], int]) -> None:
    data = everything.read_bytes()
    for length in random.Random(1).sample(range(len(data)), scaled(40, 2000)):
        everything.write_bytes(data[:length])
        assert found_codes(everything), length


@pytest.mark.parametrize("filling", ["zeros", "noise", "another page"])
def test_every_page_that_is_overwritten_is_seen(
    everything: Path, scaled: Callable[[int, int], int], filling: str
) -> None:
    data = everything.read_bytes()
    pages = range(len(data) // PAGE)
    for page in random.Random(2).sample(pages, scaled(15, len(pages))):
        other = {
            "zeros": bytes(PAGE),
            "noise": random.Random(page).randbytes(PAGE),
            "another page": data[(page - 1) % len(pages) * PAGE :][:PAGE],
        }[filling]
        damaged = data[: page * PAGE] + other + data[(page + 1) * PAGE :]
        everything.write_bytes(damaged)
        # The pages of two indexes without an entry are alike.
        assert found_codes(everything) or damaged == data, page


def test_what_is_longer_than_it_says_is_harmless_or_seen(everything: Path) -> None:
    everything.write_bytes(everything.read_bytes() + bytes(3 * PAGE + 5))
    assert found_codes(everything) <= {"check.file"}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_foreign_schema_is_named_without_being_used(everything: Path, kind: str) -> None:
    """A view that never ends, a trigger that never ends: neither is read."""
    with closing(sqlite3.connect(everything)) as connection:
        connection.executescript(FOREIGN[kind])
    assert any(code.startswith("check.schema-") for code in found_codes(everything))
