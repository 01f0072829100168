"""Facts by name, as JSON has them, and paths without what could name a person."""

from pathlib import Path

Fact = str | int | bool | None | list[dict[str, str | int]]
"""None: nobody knows. Sizes are in bytes, instants ISO 8601 in UTC."""

Facts = dict[str, Fact]


def short_path(path: Path) -> str:
    """Where a file is, as far as it names nobody: the home folder is ~, the middle is left out."""
    whole = path.absolute()
    try:
        inside = whole.relative_to(Path.home())
    except (ValueError, RuntimeError):
        start, parts = whole.anchor, whole.relative_to(whole.anchor).parts
    else:
        start, parts = "~/", inside.parts
    return start + "/".join(parts if len(parts) < 2 else ("…", parts[-1]))
