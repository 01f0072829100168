"""No button cuts its own words, in any of its states: Qt makes room for the usual font alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton
from pytestqt.qtbot import QtBot

from clinicdesk.ui.kit.look.theme import Mode, ThemeKeeper

INK = 60
"""How far a gray of 0 to 255 is from the ground where a letter stands."""


def inked_columns(button: QPushButton, width: int) -> int:
    """How wide its words are painted where it is so wide."""
    button.resize(width, button.sizeHint().height())
    image = button.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    middle = range(image.height() // 2 - 5, image.height() // 2 + 5)
    ground = image.pixelColor(6, image.height() // 2).value()
    inked = [
        x
        for x in range(5, image.width() - 5)
        if any(abs(QColor(image.pixel(x, y)).value() - ground) > INK for y in middle)
    ]
    return inked[-1] - inked[0]


@pytest.mark.parametrize("state", ["default", "chip"])
def test_words_are_whole_on_a_button_of_its_own_size(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, state: str
) -> None:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    ThemeKeeper(qapp, settings).use(Mode.LIGHT)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    button = QPushButton("Cancel them all")
    button.setDefault(state == "default")
    button.setAutoDefault(state == "default")
    if state != "default":
        button.setProperty("part", state)
        button.setCheckable(True)
        button.setChecked(True)
    QHBoxLayout(dialog).addWidget(button)
    dialog.show()
    hint = button.sizeHint().width()
    assert inked_columns(button, hint) == inked_columns(button, hint + 60)
