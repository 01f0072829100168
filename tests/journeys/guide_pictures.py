"""The pictures of the guide, taken from those of `make screenshots`: in fewer colors, so small."""

import os
import sys
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

LOOK = "1366-10pt-light"
PICTURES = {
    "day": "day",
    "booking": "options",
    "absence": "absence",
    "my-day": "my-day",
    "set-up": "set-up-visit_types",
}
"""What the guide calls a picture, and what the screenshots call it."""


def main(screenshots: Path, folder: Path) -> None:
    """Write every picture of the guide anew."""
    folder.mkdir(exist_ok=True)
    QGuiApplication([])
    for name, taken in PICTURES.items():
        image = QImage(str(screenshots / f"{taken}-{LOOK}.png"))
        if image.isNull():
            raise SystemExit(f"There is no {taken}-{LOOK}.png in {screenshots}; take them first.")
        in_few_colors(image).save(str(folder / f"{name}.png"))


def in_few_colors(image: QImage) -> QImage:
    """The picture with its 256 commonest colors alone, which are nearly all of a window's."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32).constBits()
    common = Counter(memoryview(pixels).cast("B").cast("I")).most_common(256)
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    colors = [color for color, _ in common]
    return image.convertToFormat(QImage.Format.Format_Indexed8, colors, plain)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
