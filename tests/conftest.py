"""What every test stands on: no screen, nobody's own files, English, and a scale for dear tests."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable

import pytest

# Qt asks for its platform when it is first used, so this must come before any import of PySide6.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No test may see, or write to, the clinic of the person who runs it.
_home = tempfile.mkdtemp(prefix="clinicdesk-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for _place in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_place] = os.path.join(_home, _place.lower())  # noqa: PTH118 - for the environment

# English, and a locale that Qt does not warn about, whatever this computer's are.
os.environ["LC_ALL"] = "C.UTF-8"
for _name in ("LANGUAGE", "CLINICDESK_NOW"):
    os.environ.pop(_name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--scale",
        choices=("small", "full"),
        default="small",
        help="how much the dear tests try: small in `make test`, full in `make soak`",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a test whose name holds a memory address: several processes could not share it out."""
    changing = sorted({item.nodeid.split("[")[0] for item in items if " at 0x" in item.nodeid})
    if changing:
        raise pytest.UsageError(f"give the parameters names that stay: {', '.join(changing)}")


@pytest.fixture(scope="session")
def scaled(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`scaled(200, 20_000)` is 200 in `make test` and 20,000 in `make soak`."""
    full = request.config.getoption("--scale") == "full"
    return lambda small, large: large if full else small
