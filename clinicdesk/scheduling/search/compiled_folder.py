"""Loads the search compiled to machine code, where it was made of the very sources that stand here.

`bootstrap/compile_search.py` compiles it into `__compiled__`, into a folder that is named after
what it was made from. A source that was changed since has another digest: then the sources are
loaded, as they are where nothing was compiled. Answers are the same, only later.
"""

import hashlib
import os
import sys
from collections.abc import Iterator, MutableSequence
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

PLAIN = "CLINICDESK_PLAIN_SEARCH"
"""Set in the environment to load the sources all the same."""

SEARCH = Path(__file__).parent
COMPILED = "__compiled__"


def sources() -> Iterator[Path]:
    """What the compiled search is made from, in order; its constants are those of `core` too."""
    for folder in (SEARCH.parent / "core", SEARCH):
        yield from sorted(folder.rglob("*.py"))


def sources_digest() -> str:
    """The name of the folder with what is made from these sources, for this Python."""
    digest = hashlib.sha256(EXTENSION_SUFFIXES[0].encode())
    for path in sources():
        content = path.read_bytes()
        digest.update(f"{path.relative_to(SEARCH.parent).as_posix()} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def prefer_compiled(path: MutableSequence[str]) -> None:
    """Put the compiled modules first on this package's path, if there are any to be used."""
    if os.environ.get(PLAIN) or not (SEARCH / COMPILED).is_dir():
        return
    folder = SEARCH / COMPILED / sources_digest()
    if folder.is_dir() and _load_shared(folder):
        path.insert(0, str(folder))


def is_compiled() -> bool:
    """Whether what runs here is compiled."""
    folder = str(SEARCH / COMPILED)
    return any(place.startswith(folder) for place in sys.modules[__package__].__path__)


def _load_shared(folder: Path) -> bool:
    """Load the one library in which all modules lie; each looks for it by its name."""
    for library in folder.glob(f"*{EXTENSION_SUFFIXES[0]}"):
        name = library.name.removesuffix(EXTENSION_SUFFIXES[0])
        if not name.endswith("__mypyc"):
            continue
        spec = spec_from_file_location(name, library)
        if spec is None or spec.loader is None:
            return False
        try:
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
        except ImportError:
            # Made on a computer that has other libraries than this one.
            return False
        sys.modules[name] = module
        return True
    return False
