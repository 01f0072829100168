"""Where the files beside the code are: in an installed wheel, an editable install, a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_file(*parts: str) -> Path:
    """The file or folder of `resources/` at this path, whether or not it exists.

    `resource_file("locale", "clinicdesk.pot").read_text("utf-8")`. In the wheel the folder lies
    inside the package; in a checkout, which an editable install reads too, beside it.
    """
    return _beside_or_inside("resources", _PACKAGE.parent / "resources").joinpath(*parts)


def guide_file(name: str) -> Path:
    """The file of that name of `docs/guide/`, whether or not it exists; found the same way."""
    return _beside_or_inside("guide", _PACKAGE.parent / "docs" / "guide") / name


def _beside_or_inside(name: str, beside: Path) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else beside
