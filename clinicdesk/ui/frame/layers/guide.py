"""The pages for the desk, practitioners and managers, read over the window."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from clinicdesk.resource_files import guide_file
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import Button
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.wording import say
from clinicdesk.wording.machine.language import language_in_use

PAGES = ("desk", "practitioner", "manager")
"""Each a file of `docs/guide/` in each language, an action `help.guide-<page>`, and a button with a
digit as key."""

WIDEST_PICTURE = 820
"""Of the pages' pictures, in pixels: none is wider than the text."""


def page_file(page: str, language: str) -> Path:
    """The file of a page in that language; in English where nobody has written it."""
    own = guide_file(f"{page}.{language}.md")
    return own if own.is_file() else guide_file(f"{page}.md")


class Guide(Overlay):
    """One page at a time; arrows and Page Down read on, digits and links lead to the others."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(
            window,
            QSize(WIDEST_PICTURE + 100, 1000),
            actions,
            frozenset(f"help.guide-{page}" for page in PAGES),
        )
        self.setAccessibleName(say("guide.title"))
        self.page = ""
        self.text = _Pages()
        self.text.setAccessibleName(say("guide.title"))
        self._buttons: dict[str, Button] = {}
        layout, line = QVBoxLayout(self), QHBoxLayout()
        for number, page in enumerate(PAGES, start=1):
            button = Button(say("guide.button", {"key": number, "page": say(f"guide.{page}")}))
            button.setCheckable(True)
            button.setProperty("part", "chip")
            button.clicked.connect(lambda _checked=False, page=page: self.turn_to(page))
            self._buttons[page] = button
            line.addWidget(button)
        line.addStretch()
        layout.addLayout(line)
        layout.addWidget(self.text)
        self.setFocusProxy(self.text)
        for page in PAGES:
            actions.connect(f"help.guide-{page}", partial(self.open_at, page))

    def open_at(self, page: str) -> None:
        """Open it on that page; close it if it is open there."""
        if not self.isVisible() or page == self.page:
            self.open()
        self.turn_to(page)

    def turn_to(self, page: str) -> None:
        """Show that page from its beginning."""
        self.page = page
        self.text.setSource(
            QUrl.fromLocalFile(str(page_file(page, language_in_use()))),
            QTextDocument.ResourceType.MarkdownResource,
        )
        for name, button in self._buttons.items():
            button.setChecked(name == page)
        self.text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits turn to a page, as the buttons say."""
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < len(PAGES) and not event.modifiers():
            self.turn_to(PAGES[digit])
            return
        super().keyPressEvent(event)


class _Pages(QTextBrowser):
    """Markdown with its pictures; what it cannot use of a key goes to the layer."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenExternalLinks(False)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture no wider than the text."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(self.source().resolved(QUrl(name)).toLocalFile())
        room = self.viewport().width() - 4 * int(self.document().documentMargin())
        width = min(WIDEST_PICTURE, room, picture.width())
        return picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and digits are the layer's."""
        if event.key() == Qt.Key.Key_Escape or Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            event.ignore()
            return
        super().keyPressEvent(event)
