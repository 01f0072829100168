"""A mistake in a method that Qt calls is an error for whoever called Qt, and no crash."""

import subprocess
import sys

import pytest

PROGRAM = """
from clinicdesk.ui.kit.event_errors import make_errors_whole
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

make_errors_whole()

class Window(QWidget):
    def showEvent(self, event):
        {mistake}

application = QApplication([])
gone = QWidget()
delete(gone)
for _ in range(30):
    window = Window()
    try:
        window.show()
    except {kind}:
        window.hide()
print("goes on")
"""

MISTAKES = {"[][1]": "IndexError", "[1].index(5)": "ValueError", "gone.isVisible()": "RuntimeError"}
"""Each is raised by Python or PySide themselves, as a type and a text."""


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_program_goes_on(mistake: str) -> None:
    program = PROGRAM.format(mistake=mistake, kind=MISTAKES[mistake])
    line = [sys.executable, "-c", program]
    done = subprocess.run(line, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "goes on\n")
