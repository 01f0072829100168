"""Facts by name, as JSON has them, and paths without what could name a person."""

import hashlib
import os
import re
from pathlib import Path

Fact = str | int | bool | None | list[dict[str, str | int]]
"""None: nobody knows. Sizes are in bytes, instants ISO 8601 in UTC."""

Facts = dict[str, Fact]

_NAME = re.compile(r"(?P<stem>.*?)(?P<ending>|\.db|-backups)", re.DOTALL)

_GIVEN_BY_US = frozenset({"clinic", "demo"})


def short_path(path: Path) -> str:
    """Where a file is, as far as it names nobody: the home folder is ~, the middle is left out."""
    whole = path.absolute()
    try:
        inside = whole.relative_to(Path.home())
    except (ValueError, RuntimeError):
        start, parts = _start(whole.anchor), whole.relative_to(whole.anchor).parts
    else:
        start, parts = "~/", inside.parts
    names = [short_name(each) for each in parts[-1:]]
    return start + "/".join(names if len(parts) < 2 else ["…", *names])


def short_name(name: str) -> str:
    """The name of a file or folder that this program gives; any other may be a person's.

    Of that there is how long it is, and what tells it from another as a rule: too little to find
    out whether it is one that somebody thinks of.
    """
    found = _NAME.fullmatch(name)
    assert found is not None
    if found["stem"] in _GIVEN_BY_US:
        return name
    digest = hashlib.sha256(os.fsencode(name)).hexdigest()[:2]
    return f"[{len(found['stem'])} letters, {digest}]{found['ending']}"


def _start(anchor: str) -> str:
    """Where an absolute path begins; on Windows a server's name may stand there."""
    return anchor if len(anchor) <= len("C:\\") else "…/"
