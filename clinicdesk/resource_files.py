"""Where the files of `resources/` are: in an installed wheel, an editable install, a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_file(*parts: str) -> Path:
    """The file or folder of `resources/` at this path, whether or not it exists.

    `resource_file("locale", "clinicdesk.pot").read_text("utf-8")`. In the wheel the folder lies
    inside the package; in a checkout, which an editable install reads too, beside it.
    """
    inside = _PACKAGE / "resources"
    root = inside if inside.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
