"""What `make` does about the system: installs what is missing where it may, else says what to do.

The script runs for real; the commands by which it would change this computer are stand-ins.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "bootstrap" / "system_packages.sh"
OFFSCREEN = "libGL.so.1 libEGL.so.1 libxkbcommon.so.0 libdbus-1.so.3 libfontconfig.so.1 "
SCREEN = (
    "libxcb-cursor.so.0 libxkbcommon-x11.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1"
    " libxcb-shape.so.0 "
)
GLIB = "libglib-2.0.so.0 "
INSTALL = "apt-get noninteractive install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's packages")


class Computer:
    """A computer with these libraries; `log` has what was installed on it, and how."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        self.log.touch()
        self.environment = {"PYTHON": sys.executable, "PATH": f"{folder}:{os.environ['PATH']}"}
        self.stand_in("uname", "echo Linux")

    def stand_in(self, name: str, script: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def have(self, *, libraries: str, root: bool, sudo: bool, apt: str = "exit 0") -> None:
        """`sudo`: whether it works without a password. `apt`: what apt-get does at last."""
        self.stand_in("ldconfig", f'for one in {libraries}; do echo "$one (libc6)"; done')
        self.stand_in("id", f"echo {0 if root else 1000}")
        noted = f'echo "$0 $DEBIAN_FRONTEND $*" | sed "s#.*/##" >> {self.log}'
        self.stand_in("apt-get", f"{noted}\n{apt}")
        self.stand_in("sudo", '[ "$1" = -n ] || sleep 60\nshift\n"$@"' if sudo else "exit 1")

    def bootstrap(self, *commands: str) -> tuple[int, str, list[str]]:
        """Exit status, what was said, and the calls of apt-get."""
        run = subprocess.run(
            ["sh", str(SCRIPT), *commands],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert run.stdout == ""
        return run.returncode, run.stderr, self.log.read_text().splitlines()


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_nothing_is_said_or_done_where_nothing_is_missing(computer: Computer) -> None:
    computer.have(libraries=OFFSCREEN + GLIB, root=False, sudo=False)
    assert computer.bootstrap() == (0, "", [])


@pytest.mark.parametrize(("root", "sudo"), [(True, False), (False, True)])
def test_missing_libraries_are_installed_without_a_question(
    computer: Computer, root: bool, sudo: bool
) -> None:
    computer.have(libraries=OFFSCREEN, root=root, sudo=sudo)
    assert computer.bootstrap() == (
        0,
        "ClinicDesk: installing libglib2.0-0 ...\n",
        [
            "apt-get noninteractive update -qq",
            f"{INSTALL} libglib2.0-0",
        ],
    )


def test_a_screen_needs_more_than_none(computer: Computer) -> None:
    computer.have(libraries=OFFSCREEN + GLIB, root=True, sudo=False)
    computer.environment["DISPLAY"] = ":0"
    assert computer.bootstrap()[2][1] == (
        f"{INSTALL} libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
    )
    computer.have(libraries=OFFSCREEN + SCREEN + GLIB, root=True, sudo=False)
    computer.log.write_text("")
    assert computer.bootstrap() == (0, "", [])


def test_a_command_that_is_asked_for_is_installed_where_it_is_missing(computer: Computer) -> None:
    computer.have(libraries=OFFSCREEN + GLIB, root=True, sudo=False)
    assert computer.bootstrap("no-such-command")[2][1:] == [f"{INSTALL} no-such-command"]
    computer.log.write_text("")
    computer.stand_in("no-such-command", "exit 0")
    assert computer.bootstrap("no-such-command") == (0, "", [])


def test_a_library_that_is_asked_for_is_installed_where_it_is_missing(computer: Computer) -> None:
    computer.have(libraries=OFFSCREEN + GLIB, root=True, sudo=False)
    assert computer.bootstrap("libx1=libx.so.1")[2][1:] == [f"{INSTALL} libx1"]
    computer.log.write_text("")
    computer.have(libraries=OFFSCREEN + GLIB + "libx.so.1 ", root=True, sudo=False)
    assert computer.bootstrap("libx1=libx.so.1") == (0, "", [])


ADVICE = (
    "ClinicDesk: this computer lacks libglib2.0-0; run this command, then try again:"
    " sudo apt-get update && sudo apt-get install -y libglib2.0-0\n"
)


def test_who_may_not_install_is_told_what_to_run(computer: Computer) -> None:
    computer.have(libraries=OFFSCREEN, root=False, sudo=False)
    assert computer.bootstrap() == (1, ADVICE, [])


def test_a_failed_installation_ends_with_the_same_advice(computer: Computer) -> None:
    computer.have(libraries=OFFSCREEN, root=True, sudo=False, apt="exit 100")
    status, said, calls = computer.bootstrap()
    assert (status, said.splitlines()[-1] + "\n") == (1, ADVICE)
    assert calls[0] == "apt-get noninteractive update -qq"


def test_an_old_python_is_refused_in_one_sentence(computer: Computer) -> None:
    computer.stand_in("python3.9", 'case "$1" in -c) exit 1;; *) echo Python 3.9.2;; esac')
    computer.environment["PYTHON"] = "python3.9"
    status, said, calls = computer.bootstrap()
    assert (status, calls) == (1, [])
    assert said.startswith("ClinicDesk: Python 3.9.2 is too old; install Python 3.11 or newer")
