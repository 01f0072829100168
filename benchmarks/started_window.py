"""A window from the start of its process until its first picture is painted, without a screen.

    python -m benchmarks.started_window             a bare window
    python -m benchmarks.started_window CLINIC NOW  the program as its command line starts it

Prints a JSON line when it is: the seconds of processor time that the process has used so far.
Whoever reads the line knows how long it took by the clock.
"""

import json
import logging
import os
import sys
from time import process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def tell() -> None:
    print(json.dumps({"processor": process_time()}), flush=True)


def bare() -> int:
    # Imported here: the program loads it when it thinks best.
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Bare(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
            super().paintEvent(event)
            QTimer.singleShot(0, self, painted)

    def painted() -> None:
        tell()
        application.quit()

    application = QApplication([])
    window = Bare()
    window.resize(1500, 900)
    window.show()
    return application.exec()


class _Painted(logging.Handler):
    """Hears that the first picture stands."""

    def emit(self, _record: logging.LogRecord) -> None:
        tell()
        # Ended as a person ends it: a program that is cut off has its file looked at next time.
        from PySide6.QtCore import QCoreApplication

        QCoreApplication.quit()


def clinic(path: str, now: str) -> int:
    from clinicdesk.__main__ import main

    os.environ["CLINICDESK_NOW"] = now
    # As `clinicdesk.ui.frame.first_picture` names it, which loads Qt.
    log = logging.getLogger("clinicdesk.start")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.addHandler(_Painted())
    return main(["--database", path])


if __name__ == "__main__":
    sys.exit(clinic(*sys.argv[1:]) if sys.argv[1:] else bare())
