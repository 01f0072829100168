"""The first run: look at the demo clinic, open a clinic file, or begin with an empty clinic."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import Button
from clinicdesk.ui.kit.look.icons import icon
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.kit.work_line import WorkLine
from clinicdesk.wording import say

CARD_WIDTH = 268
"""Of one way to begin, in pixels at the usual font size."""


class Welcome(QScrollArea):
    """Three ways to begin, as cards beside each other, or below each other where it is narrow.

    The clinic is made by another process, so that the window goes on painting.
    """

    demo_wanted = Signal()
    file_wanted = Signal(str)
    empty_wanted = Signal()
    back_wanted = Signal()
    """Back to the clinic that was open."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        sheet = QWidget()
        self.setWidget(sheet)
        layout = self._sheet = QVBoxLayout(sheet)
        layout.setSpacing(14)
        layout.addStretch()
        picture = QLabel()
        picture.setPixmap(_pixmap(keeper))
        title = QLabel(say("welcome.title"))
        title.setObjectName("welcome")
        lead = QLabel(say("welcome.lead"))
        lead.setObjectName("muted")
        for label in (picture, title, lead):
            layout.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.cards = QHBoxLayout()
        self.cards.setSpacing(18)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addLayout(self.cards)
        middle.addStretch()
        layout.addLayout(middle)
        self.demo = self._card("demo", Button(say("welcome.demo-do")))
        self.demo.setObjectName("primary")
        self.demo.clicked.connect(self.demo_wanted)
        self.file = self._card("file", Button(say("welcome.file-do")))
        self.file.clicked.connect(self._choose_file)
        self.empty = self._card("empty", Button(say("welcome.empty-do")))
        self.empty.clicked.connect(self.empty_wanted)
        self._buttons = [self.demo, self.file, self.empty]
        """What begins something, or leads away."""
        self._pressed: QWidget | None = None
        """Where the keyboard was before something began."""
        self.work_line = WorkLine()
        self.work_line.setFixedWidth(grown(420))
        self.trouble = QLabel()
        self.trouble.setObjectName("trouble")
        self.trouble.setWordWrap(True)
        self.trouble.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self.work_line, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.trouble)
        layout.addStretch()
        self.show_idle("")

    def show_way_back(self, clinic: str) -> None:
        """Offer to go back to the clinic of that name; Esc does too, if nothing is being made.

        Whoever has a clinic wants one more of their own: that is the first way then.
        """
        back = Button(say("welcome.back", {"clinic": clinic}))
        back.clicked.connect(self.back_wanted)
        back.setShortcut("Esc")
        self._buttons.append(back)
        self._sheet.insertWidget(0, back, alignment=Qt.AlignmentFlag.AlignLeft)
        card = self.empty.parentWidget()
        assert card is not None
        self.cards.insertWidget(0, card)
        self.demo.setObjectName("")
        self.empty.setObjectName("primary")
        tab_as_it_reads(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards that do not stand side by side stand below each other."""
        super().resizeEvent(event)
        beside = 3 * grown(CARD_WIDTH) + 2 * self.cards.spacing() + 40 <= self.width()
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self.cards.setDirection(way)

    def show_working(self, what: str) -> None:
        """A clinic is being made, as `what` says: Esc or Enter cancels that."""
        self.trouble.clear()
        self._pressed = self.focusWidget()
        self.work_line.begin(what)
        self.work_line.take_focus()
        for button in self._buttons:
            button.setEnabled(False)

    def show_idle(self, trouble: str) -> None:
        """Nothing is being made; `trouble` says why the last try failed."""
        for button in self._buttons:
            button.setEnabled(True)
        if self._pressed is not None:
            self._pressed.setFocus()
        self.work_line.end()
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        announce(self.trouble, trouble)
        if trouble:
            QTimer.singleShot(0, self.trouble, lambda: self.ensureWidgetVisible(self.trouble))

    def _card(self, kind: str, button: Button) -> Button:
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(grown(CARD_WIDTH))
        card.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(18, 18, 18, 18)
        head = QLabel(say(f"welcome.{kind}"))
        head.setObjectName("section")
        text = QLabel(say(f"welcome.{kind}-text"))
        text.setWordWrap(True)
        text.setObjectName("muted")
        layout.addWidget(head)
        layout.addWidget(text)
        layout.addStretch()
        button.setAccessibleName(f"{say(f'welcome.{kind}')}: {button.text()}")
        layout.addWidget(button)
        self.cards.addWidget(card)
        return button

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, say("welcome.file"), "", say("welcome.file-filter")
        )
        if path:
            self.file_wanted.emit(path)


def _pixmap(keeper: ThemeKeeper) -> QPixmap:
    return icon("clinic", keeper.theme.accent).pixmap(48, 48)
