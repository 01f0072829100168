"""What is installed is whole: code, migrations and resources, found wherever the program runs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
BUILT_FROM = (
    "bootstrap", "clinicdesk", "docs", "resources",
    "pyproject.toml", "setup.py", "README.md", "LICENSE",
)  # fmt: skip
SEARCH = Path("clinicdesk", "scheduling", "search")
NOT_SOURCES = ("__pycache__", "__compiled__")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that the checkout is left as it is; asks no package index."""
    source = tmp_path_factory.mktemp("source")
    for name in BUILT_FROM:
        if (CHECKOUT / name).is_dir():
            skipped = shutil.ignore_patterns(*NOT_SOURCES)
            shutil.copytree(CHECKOUT / name, source / name, ignore=skipped)
        else:
            shutil.copy(CHECKOUT / name, source / name)
    out = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*build, "--no-build-isolation", "-w", str(out), str(source)], check=True)
    (built,) = out.glob("*.whl")
    return built


def files_below(folder: Path) -> set[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {path for path in found if not any(name in path for name in NOT_SOURCES)}


def test_wheel_holds_every_file_of_the_program_and_its_resources(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    packed = {name for name in names if ".dist-info/" not in name and "__compiled__" not in name}
    ours = {f"clinicdesk/{name}" for name in files_below(CHECKOUT / "clinicdesk")}
    resources = {f"clinicdesk/resources/{name}" for name in files_below(CHECKOUT / "resources")}
    guide = {f"clinicdesk/guide/{name}" for name in files_below(CHECKOUT / "docs" / "guide")}
    assert packed == ours | resources | guide
    assert "clinicdesk/models/migrations/script.py.mako" in packed


def test_wheel_finds_its_resources_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    assert read_catalog(tmp_path) == str(tmp_path / "clinicdesk/resources")


@pytest.mark.skipif(
    not any(map(shutil.which, ("cc", "gcc", "clang", "cl"))), reason="there is no C compiler here"
)
def test_wheel_answers_with_its_compiled_search_as_the_sources_do(
    wheel: Path, tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    compiled, plain = (answered(tmp_path, scaled(120, 5_000), plain=plain) for plain in ("", "1"))
    sources = str(tmp_path / SEARCH / "walk.py")
    assert plain[0] == sources and compiled[0] != sources
    assert compiled[1:] == plain[1:]


def test_a_source_that_was_changed_is_not_hidden_by_what_was_compiled_before(
    wheel: Path, tmp_path: Path
) -> None:
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    changed = tmp_path / SEARCH / "walk.py"
    changed.write_text(changed.read_text("utf-8") + "\n# another line\n", "utf-8")
    assert answered(tmp_path, 1, plain="")[0] == str(changed)


def answered(program: Path, problems: int, *, plain: str) -> list[str]:
    """Where the search of that program lies, and what it answers to so many random problems."""
    asked = (
        "from tests.scheduling.engine_values import problem_of\n"
        "from clinicdesk.scheduling.search import days_that_fit, search_plans, walk\n"
        "from tests.scheduling.problems import random_problem\n"
        "print(walk.__file__)\n"
        f"for seed in range({problems}):\n"
        "    problem = problem_of(random_problem(seed))\n"
        "    answer = search_plans(problem, top=3)\n"
        "    print(answer.status, answer.plans, days_that_fit(problem))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=program,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, (program, CHECKOUT))),
            "CLINICDESK_PLAIN_SEARCH": plain,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


def test_checkout_finds_its_resources_without_being_installed() -> None:
    assert read_catalog(CHECKOUT) == str(CHECKOUT / "resources")


def read_catalog(root: Path) -> str:
    """Where a program that starts in `root`, and sees nothing else of ours, finds its resources."""
    program = (
        "from clinicdesk.resource_files import resource_file as file\n"
        "assert 'msgid' in file('locale', 'clinicdesk.pot').read_text('utf-8')\n"
        "print(file())"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", program],  # -S: not the installed ClinicDesk
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


def test_front_door_is_what_the_installed_command_calls(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (listed,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        declared = archive.read(listed).decode()
    assert "clinicdesk = clinicdesk.__main__:main" in declared
