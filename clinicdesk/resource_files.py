"""Where the files of `resources/` are: in an installed wheel, an editable install, a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource_file(*parts: str) -> Traversable:
    """The file or folder of `resources/` at this path, whether or not it exists.

    `resource_file("locale", "clinicdesk.pot").read_text("utf-8")`. In the wheel the folder lies
    inside the package; in a checkout, which an editable install reads too, beside it.
    """
    inside = files("clinicdesk").joinpath("resources")
    root = inside if inside.is_dir() else Path(__file__).resolve().parent.parent / "resources"
    return root.joinpath(*parts)
