"""What is to be printed, looked at before: pages as pictures, a printer or a PDF below them."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPagedPaintDevice, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.services.documents.printed_files import write_pdf
from clinicdesk.services.errors import Refused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.paper.pages import (
    Printable,
    layout_of,
    paint_on,
    pdf_of,
    pictures_of,
)
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.background.worker import Answer, Failure, value_of
from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.ui.kit.labels import Notice, button, label, line
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.wording import say

SIZE = QSize(760, 640)
PICTURE_WIDTH = 700


class PrintLayer(Overlay):
    """Pages are painted beside the window's thread; Enter prints, Esc closes."""

    printed = Signal(object)
    """A printer has taken this `Printable`."""
    written = Signal(object)
    """This `Printable` stands in a file."""

    def __init__(self, below: QWidget, desk: Desk, actions: Actions) -> None:
        super().__init__(below, SIZE, actions, frozenset())
        self._work = desk.worker("paper", self)
        self.printout: Printable | None = None
        self.name = ""
        """What a file of it would be called, without its ending."""
        self.dialog: QFileDialog | None = None
        self.setAccessibleName(say("paper.title"))
        self.notice = Notice(say("notice.title"))
        self.pages = QVBoxLayout()
        self.area = QScrollArea()
        shown = QWidget()
        shown.setLayout(self.pages)
        self.area.setWidget(shown)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(say("paper.pages-list"))
        self.print_button = button(say("paper.print"), self._print, part="primary")
        self.save_button = button(say("paper.save"), self._ask_where)
        self.close_button = button(say("paper.close"), self.close_layer)
        self.whole = whole = QVBoxLayout(self)
        self.title = label(say("paper.title"), size="large", bold=True)
        whole.addWidget(self.title)
        whole.addWidget(self.notice)
        whole.addWidget(self.area, 1)
        self.buttons = line(self.print_button, self.save_button, self.close_button)
        whole.addLayout(self.buttons)
        self.setFocusProxy(self.print_button)
        self.privacy = desk.privacy
        desk.privacy.changed.connect(self.hide_names)
        self.hide_names()

    def close_layer(self) -> None:
        """Closed: nobody's name is kept."""
        super().close_layer()
        self.printout = None
        self._show_pictures([])

    def hide_names(self) -> None:
        """Pages show names: nothing of them stands here while names are hidden."""
        self.area.setVisible(not self.privacy.on)
        self.notice.say(say("paper.hidden") if self.privacy.on else "")

    def show_printout(self, printout: Printable, name: str) -> None:
        """Look at this."""
        self.printout, self.name = printout, name
        self.hide_names()
        self._show_pictures([])
        if not self.isVisible():
            self.open()
        self._work.begin(partial(pictures_of, printout, PICTURE_WIDTH), self._take, "pages")

    def _take(self, answer: Answer[list[QImage]]) -> None:
        if self.printout is not None:
            self._show_pictures(value_of(answer))

    def _show_pictures(self, pictures: list[QImage]) -> None:
        while (item := self.pages.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, picture in enumerate(pictures, start=1):
            page = label()
            page.setPixmap(QPixmap.fromImage(picture))
            page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            counted = {"page": number, "pages": len(pictures)}
            page.setAccessibleName(say("paper.page-of", counted))
            self.pages.addWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The pages go up and down by the usual keys wherever the keyboard is."""
        bar = self.area.verticalScrollBar()
        steps = {Qt.Key.Key_PageDown: bar.pageStep(), Qt.Key.Key_PageUp: -bar.pageStep()}
        steps |= {Qt.Key.Key_End: bar.maximum(), Qt.Key.Key_Home: -bar.maximum()}
        if (step := steps.get(Qt.Key(event.key()))) is None:
            super().keyPressEvent(event)
        else:
            bar.setValue(bar.value() + step)

    # ------------------------------------------------------------------ printer

    def _print(self) -> None:
        """Ask which printer; the system's own dialog does."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self.printout is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(layout_of(self.printout))
        printer.setFullPage(True)
        printer.setDocName(self.name)
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(partial(self.print_on, printer, self.printout))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def print_on(self, printer: QPagedPaintDevice, printout: Printable) -> None:
        """Print it there; the layer closes once it has been taken."""
        self._work.begin(partial(paint_on, printer, printout), partial(self._printed, printout))

    def _printed(self, printout: Printable, answer: Answer[bool]) -> None:
        if not value_of(answer):
            self.notice.say(say("paper.not-printed"))
            return
        self.printed.emit(printout)
        if self.printout is printout:
            self.close_layer()

    # ------------------------------------------------------------------ a file

    def _ask_where(self) -> None:
        self.ask_where(say("paper.save"), say("paper.filter"), "pdf", self.write)

    def ask_where(
        self, title: str, names: str, suffix: str, write: Callable[[Path], object]
    ) -> None:
        """Ask for a place for a file of that sort, and write it there."""
        dialog = never_opening(QFileDialog(self, title))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(names)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(f"{self.name}.{suffix}")
        dialog.fileSelected.connect(lambda path: write(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def write(self, path: Path) -> None:
        """Write it as a PDF there, whole or not at all."""
        self.write_with(path, lambda printout: write_pdf(path, pdf_of(printout)))

    def write_with(self, path: Path, write: Callable[[Printable], object]) -> None:
        """Have it written there beside the window's thread, and say what became of it."""
        printout = self.printout
        if printout is not None:
            self._work.begin(partial(write, printout), partial(self._written, path, printout))

    def _written(self, path: Path, printout: Printable, answer: Answer[object]) -> None:
        if isinstance(answer, Failure) and isinstance(answer.error, Refused):
            self.notice.say(say(answer.error.code, answer.error.params))
            return
        value_of(answer)
        self.notice.say(say("paper.written", {"path": str(path)}))
        self.written.emit(printout)
