"""Compiles the engine's search to machine code, into `__compiled__` beside its sources.

Usage: compile_search.py [FOLDER]; FOLDER is where `clinicdesk/` lies, by default this checkout.
Quick where that was done already. Without mypyc or a C compiler nothing is made, which one line
says; the program then runs the sources.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

CHECKOUT = Path(__file__).resolve().parent.parent
SEARCH = Path("clinicdesk") / "scheduling" / "search"
LIBRARIES = (".so", ".pyd")
LEFT_PLAIN = ("__init__.py", "compiled_folder.py")
"""What finds the compiled modules is not among them."""


def main(root: Path) -> None:
    """Compile the search below `root`, unless that was done of these very sources."""
    loader = _compiled_folder(root)
    compiled = root / SEARCH / loader.COMPILED
    made = compiled / loader.sources_digest()
    if made.is_dir():
        return
    print("ClinicDesk: compiling its search, which takes a minute ...", file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        if not _compile(root, Path(scratch)):
            print("ClinicDesk: no C compiler for that here; it runs without.", file=sys.stderr)
            return
        _keep(Path(scratch), made)
    for other in compiled.iterdir():
        if other != made:
            shutil.rmtree(other, ignore_errors=True)


def _compiled_folder(root: Path) -> ModuleType:
    """The module that will look for what is made, alone: it needs nothing else of the program."""
    spec = importlib.util.spec_from_file_location(
        "compiled_folder", root / SEARCH / "compiled_folder.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compile(root: Path, scratch: Path) -> bool:
    """Compile a copy, so that nothing but what is wanted is left beside the sources."""
    engine = SEARCH.parent
    ignored = shutil.ignore_patterns("__pycache__", "__compiled__")
    shutil.copytree(root / engine, scratch / engine, ignore=ignored)
    shutil.copy(root / "clinicdesk" / "__init__.py", scratch / "clinicdesk")
    search = scratch / SEARCH
    files = [
        str(path.relative_to(scratch))
        for path in sorted(search.rglob("*.py"))
        if path.parent != search or path.name not in LEFT_PLAIN
    ]
    command = [sys.executable, "-m", "mypyc", "--strict", *files]
    environment = {**os.environ, "MYPYC_DEBUG_LEVEL": "0"}
    done = subprocess.run(command, cwd=scratch, env=environment, capture_output=True, check=False)
    return done.returncode == 0


def _keep(scratch: Path, made: Path) -> None:
    """Put what was compiled in its place, whole or not at all."""
    made.parent.mkdir(exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=made.parent))
    beside.chmod(0o755)
    for folder in (scratch / SEARCH, scratch):
        shared = "*__mypyc.*" if folder == scratch else "**/*.*"
        for library in folder.glob(shared):
            if library.suffix in LIBRARIES:
                place = beside / library.relative_to(folder)
                place.parent.mkdir(exist_ok=True)
                shutil.copy(library, place)
    beside.rename(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else CHECKOUT)
