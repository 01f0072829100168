"""Clinics of schemas that were used once, as files: what later programs must be able to upgrade.

`schema-1` has 11,499 appointments of a demo clinic and 646 changes by two desks; `schema-1-small`
nine appointments of the tests' own clinic; `schema-2` 131 of that clinic, in 227 changes of every
verb by two desks; `schema-2-upgraded` is `schema-1-small` upgraded, with what was booked and held
after that; `schema-3` has 146 appointments of the tests' clinic and 182 changes by two desks, an
update of the clinic among them; `schema-4` the same with 228 and 187, with interpreters, a season,
a quota and odd names and numbers of patients; `schema-5` 166 appointments and 171 changes by two
desks, with something in every table. All were written by the program of that schema.
"""

import lzma
from pathlib import Path

FOLDER = Path(__file__).parent

OLD_CLINICS = tuple(sorted(path.name.removesuffix(".db.xz") for path in FOLDER.glob("*.db.xz")))
"""By name, such as `schema-1`."""


def old_clinic(name: str, folder: Path) -> Path:
    """A copy of its own of an old clinic's file, in `folder`."""
    path = folder / f"{name}.db"
    path.write_bytes(lzma.decompress((FOLDER / f"{name}.db.xz").read_bytes()))
    return path
