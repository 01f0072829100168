"""Clinic files of schemas that were released, kept packed beside the tests of the models."""

import lzma
from pathlib import Path

_FOLDER = Path(__file__).parent / "models" / "old_clinics"

SCHEMA_1 = "schema-1"
"""About 11,000 appointments and 646 journal entries, made with the first schema."""

SCHEMA_1_SMALL = "schema-1-small"
"""The same schema with two patients."""

OLD_CLINICS = (SCHEMA_1, SCHEMA_1_SMALL)


def unpack(name: str, path: Path) -> Path:
    """Write that old clinic's file to `path`."""
    path.write_bytes(lzma.decompress((_FOLDER / f"{name}.db.xz").read_bytes()))
    return path
