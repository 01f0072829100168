"""Pages read back: as lines of text, as elements, and their QR code as a camera reads it."""

from base64 import b64decode
from html.parser import HTMLParser

import zxingcpp
from PySide6.QtGui import QImage

BLOCKS = {"p", "h1", "h2", "tr", "title", "br"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag in BLOCKS:
            self.lines.append("")
        if tag in ("td", "th") and self.lines[-1]:
            self.lines[-1] += " | "
        self._mute += tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append("")
        self._mute -= tag in ("style", "title")

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.lines[-1] += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def lines_of_page(html: str) -> list[str]:
    """What a person reads, line by line; cells of a row side by side."""
    texts = (" ".join(line.split()).strip("| ") for line in _read(html).lines)
    return [text for text in texts if text]


def elements_of(html: str) -> list[tuple[str, dict[str, str]]]:
    return _read(html).elements


def scanned(picture: QImage) -> bytes | None:
    """What the one QR code in a picture says; None if there is none that can be read."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = grey.width(), grey.height()
    rows = bytes(grey.constBits())
    packed = b"".join(rows[y * grey.bytesPerLine() :][:width] for y in range(height))
    found = zxingcpp.read_barcodes(memoryview(packed).cast("B", shape=[height, width]))
    return bytes(found[0].bytes) if len(found) == 1 else None


def picture_at(address: str) -> QImage:
    """The picture in a `data:` address."""
    return QImage.fromData(b64decode(address.partition(",")[2]))
