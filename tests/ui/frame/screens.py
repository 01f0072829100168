"""Opens the windows in a process of its own, on a screen of any size and scale, and measures them.

Run with a folder that has `clinic.db` and may have `window.ini`; writes what it saw as JSON.
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from clinicdesk.services.storage import open_database
from clinicdesk.ui.frame.layers.welcome import Welcome
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from tests.services.desk import Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Window
from tests.ui.settling import settling_desk


@dataclass(frozen=True)
class Seen:
    """Whether each window was whole on the screen, what it was made as small as, and the date."""

    first: bool
    restored: bool
    welcome: bool
    least_fits: bool
    title: str


def screen_file(folder: Path, width: int, height: int) -> str:
    """The platform that has one screen of so many real pixels."""
    screen = {"name": "desk", "x": 0, "y": 0, "width": width, "height": height,
              "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}  # fmt: skip
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": [screen]}), "utf-8")
    return f"offscreen:configfile={path}"


def whole(window: QWidget) -> bool:
    """Whether all of a shown window is on its screen."""
    window.show()
    for _ in range(5):
        QApplication.processEvents()
    return window.screen().availableGeometry().contains(window.frameGeometry())


def main(folder: Path) -> None:
    app = QApplication([])
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(app, settings)
    database = open_database(folder / "clinic.db")
    desk = settling_desk(make_desk(database, Clock(), "east").context, database)
    window = Window(desk, keeper, settings)
    first = whole(window)
    least = window.minimumSize()
    window.resize(3000, 1800)
    window.move(2000, 900)
    window.close()
    again = Window(desk, keeper, settings)
    restored = whole(again)
    again.resize(least)
    again.actions_table["visit.new"].trigger()
    least_fits = whole(again) and again.workspace.side.geometry().right() < again.width()
    title = again.day_page.bar.title.text()
    frame = QMainWindow()
    frame.setCentralWidget(Welcome(keeper))
    OnScreen(frame, QSize(1040, 640))
    seen = Seen(first, restored, whole(frame), least_fits, title)
    desk.stop()
    (folder / "seen.json").write_text(json.dumps(asdict(seen)), "utf-8")
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
