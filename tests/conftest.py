"""What every test stands on: no screen, nobody's own files, English, and a scale for dear tests."""

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from clinicdesk.models.database import Database, open_database
from clinicdesk.resource_files import resource_file
from tests.demo_template import demo_template
from tests.services.clinics import harbor_file
from tests.services.desk import Clock, found

# Qt asks for its platform when it is first used, so this must come before any import of PySide6.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No test may see, or write to, the clinic of the person who runs it.
_home = tempfile.mkdtemp(prefix="clinicdesk-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for _place in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
    os.environ[_place] = os.path.join(_home, _place.lower())  # noqa: PTH118 - for the environment

# The sources are tested, compiled or not; tests/test_packaging.py compares the two.
os.environ["CLINICDESK_PLAIN_SEARCH"] = "1"

# English, and a locale that Qt does not warn about, whatever this computer's are.
os.environ["LC_ALL"] = "C.UTF-8"
for _name in ("LANGUAGE", "CLINICDESK_NOW"):
    os.environ.pop(_name, None)

# What a script starts with & ignores interrupts, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy computer is no fault of a test: nothing is judged by how long it takes.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


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


@pytest.fixture(scope="session")
def clinic_template(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[bytes], Path]:
    """The file of a clinic that a clinic file makes: founded once, to be copied, never opened."""
    made: dict[bytes, Path] = {}

    def template(clinic_file: bytes) -> Path:
        if clinic_file not in made:
            path = tmp_path_factory.mktemp("clinic") / "clinic.db"
            found(path, clinic_file, Clock())
            made[clinic_file] = path
        return made[clinic_file]

    return template


@pytest.fixture
def make_clinic(
    tmp_path: Path, clinic_template: Callable[[bytes], Path]
) -> Iterator[Callable[..., Database]]:
    """Opens a fresh copy of a clinic; `make_clinic()` is the one of `harbor_file()`."""
    opened: list[Database] = []

    def make(clinic_file: bytes | None = None) -> Database:
        path = tmp_path / f"clinic-{len(opened)}.db"
        shutil.copyfile(clinic_template(clinic_file or harbor_file()), path)
        opened.append(open_database(path))
        return opened[-1]

    yield make
    for database in opened:
        database.close()


@pytest.fixture
def small_clinic(make_clinic: Callable[..., Database]) -> Database:
    """The clinic of `resources/clinics/small.toml`, without patients."""
    return make_clinic(resource_file("clinics", "small.toml").read_bytes())


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo clinic's file, the same for all tests: to be read, never written to."""
    folder = tmp_path_factory.getbasetemp()
    return demo_template(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture
def demo_clinic(tmp_path: Path, demo_file: Path) -> Iterator[Path]:
    """A fresh copy of the demo clinic's file. Its clock is `demo_template.DEMO_NOW`."""
    path = tmp_path / "demo.db"
    shutil.copyfile(demo_file, path)
    yield path
    # pytest keeps the folders of its last runs; fifty megabytes a test would add up.
    path.unlink(missing_ok=True)
