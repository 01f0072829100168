"""Where answers go: readers that leave, disks that are full, any locale, no traceback ever."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.cli import main
from clinicdesk.wording import say
from tests.command_line.lines import CHECKOUT, NOW, Ran

ENVIRONMENT = {"PYTHONPATH": str(CHECKOUT), "CLINICDESK_NOW": NOW}


def line(*argv: str) -> list[str]:
    return [sys.executable, "-m", "clinicdesk", *argv]


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "no_SUCH.locale", "POSIX"])
def test_text_is_utf_8_in_every_locale(
    command: Callable[..., Ran], clinic: Path, locale: str
) -> None:
    found = command(
        "patients", "müller", "--database", clinic.name,
        LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
    )  # fmt: skip
    assert found.status == 0
    assert found.out.decode("utf-8").startswith("P-10001  Müller, Anna  ")


def test_a_reader_that_leaves_is_no_fault(clinic: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        line("templates", "--database", str(clinic)),
        env=ENVIRONMENT, stdout=writing, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_a_full_disk_is_told(clinic: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            line("undo", "--database", str(clinic)),
            env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert ran.returncode == 1
    assert "done all the same" in Ran(1, b"", ran.stderr).sentence


def test_closed_streams_are_no_fault(clinic: Path) -> None:
    shell = f'"{sys.executable}" -m clinicdesk "$@" >&- 2>&-'
    done = subprocess.run(
        ["/bin/sh", "-c", shell, "sh", "templates", "--database", str(clinic)],
        env=ENVIRONMENT, check=False,
    )  # fmt: skip
    assert done.returncode == 0


def test_an_interrupt_is_one_sentence_and_writes_nothing(
    clinic: Path, run: Callable[..., Ran]
) -> None:
    # What has to be loaded is loaded before, so that the interrupt meets the command at work.
    run("templates", "--database", str(clinic))
    # Another desk is writing, so this one waits for it, and is stopped while it waits.
    other = sqlite3.connect(clinic, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    def stop() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        other.close()

    threading.Timer(1, stop).start()
    said = f"clinicdesk: {say('command.stopped')}\n".encode()
    assert run("undo", "--database", str(clinic)) == Ran(130, b"", said)
    assert run("check", "--json", "--database", str(clinic)).json["checked"]["journal entries"] == 7


def test_what_nobody_foresaw_is_a_sentence_without_its_message(
    capfdbinary: pytest.CaptureFixture[bytes], clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("Müller, Anna")

    monkeypatch.setattr("clinicdesk.cli.workstation.clinic_setup", broken)
    assert main(["templates", "--database", str(clinic)]) == 1
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.startswith(b"clinicdesk: ClinicDesk cannot go on (ZeroDivisionError at ")
    assert err.count(b"\n") == 1
    assert b"ller" not in err
