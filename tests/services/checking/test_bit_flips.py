"""Single bits of a clinic's file turned over: what changes data is seen, and nothing crashes."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from tests.services.checking.tampering import found_codes, opening_refused


def contents(path: Path) -> object:
    """Every row of every table, as SQLite reads them; None if it cannot."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            connection.text_factory = bytes
            schema = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
            names = [name.decode() for kind, name, _ in schema if kind == b"table"]
            rows = {
                name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names
            }
            return schema, rows
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def flipped(data: bytes, bit: int) -> bytes:
    """The same bytes with one bit turned over."""
    byte = data[bit // 8] ^ (1 << bit % 8)
    return data[: bit // 8] + bytes([byte]) + data[bit // 8 + 1 :]


def test_every_flip_that_changes_data_is_seen(
    everything: Path, scaled: Callable[[int, int], int]
) -> None:
    data, known = everything.read_bytes(), contents(everything)
    bits = Random(5).sample(range(8 * len(data)), scaled(400, 20_000))
    changed, unseen = 0, []
    for bit in bits:
        everything.write_bytes(flipped(data, bit))
        if contents(everything) != known:
            changed += 1
            if not (found_codes(everything) or opening_refused(everything)):
                unseen.append(bit)
    assert changed > len(bits) // 10, "the control: most of the file is data"
    assert unseen == []


def test_every_bit_of_the_header_ends_in_a_sentence_or_is_harmless(
    everything: Path, scaled: Callable[[int, int], int]
) -> None:
    data, known = everything.read_bytes(), contents(everything)
    for bit in range(0, 800, scaled(7, 1)):
        everything.write_bytes(flipped(data, bit))
        if contents(everything) != known:
            assert found_codes(everything), bit
