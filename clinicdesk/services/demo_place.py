"""Where this user's demo clinic is: a folder of its own, removed and brought back as a whole.

Nothing else of the user's is in there, and the user's own clinic never is.
"""

import os
import shutil
from pathlib import Path

import platformdirs

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused


def demo_clinic() -> Path:
    """The demo clinic's file, whether it is there or not."""
    return _folder() / "demo.db"


def is_own_demo(path: Path) -> bool:
    """Whether that is the demo clinic's file: one that somebody put elsewhere is theirs to keep."""
    return Path(os.path.normcase(path.absolute())) == Path(os.path.normcase(demo_clinic()))


def remove_demo() -> None:
    """Take the demo clinic away with its backups; `find_demo` brings it back.

    Nobody may have it open here. Raises Refused where the system does not let it go.
    """
    forget_removed()
    try:
        _folder().rename(_removed())
    except FileNotFoundError:
        return
    except OSError:
        raise Refused(RefusalCode.DEMO_STAYS, path=str(_folder())) from None


def find_demo() -> bool:
    """Whether the demo clinic is there; one that was removed comes back where there is none."""
    if not demo_clinic().exists():
        if not (_removed() / demo_clinic().name).exists():
            # What is left of one that was being deleted would be taken for the next one's past.
            forget_removed()
            return False
        try:
            _removed().rename(_folder())
        except OSError:
            return False
    return demo_clinic().exists()


def forget_removed() -> None:
    """Delete a demo clinic that was removed; nothing is said of what cannot be deleted."""
    shutil.rmtree(_removed(), ignore_errors=True)


def _folder() -> Path:
    return platformdirs.user_data_path("clinicdesk", appauthor=False) / "demo"


def _removed() -> Path:
    return _folder().with_name("demo-removed")
