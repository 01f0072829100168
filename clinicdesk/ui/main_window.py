"""The main window: composes the subjects in a frame, and names none of them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.ui.composition import ACTIONS, KEYS, PAGES, PAGES_FIRST, TOOLS
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.frame.banner import Banner
from clinicdesk.ui.frame.closing import Closing
from clinicdesk.ui.frame.demo_band import FRAME, DemoBand
from clinicdesk.ui.frame.done_text import NOT_UNDOABLE, done_text
from clinicdesk.ui.frame.first_picture import FirstPicture
from clinicdesk.ui.frame.last_writes import LastWrites
from clinicdesk.ui.frame.late_layers import LateLayers, LayerParts
from clinicdesk.ui.frame.layers.toast import Toast
from clinicdesk.ui.frame.menus import fill_menu_bar
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.frame.quiet_line import QuietLine
from clinicdesk.ui.frame.rail import Rail
from clinicdesk.ui.frame.undo_actions import UndoActions
from clinicdesk.ui.frame.view_actions import ViewActions
from clinicdesk.ui.frame.writing_line import WritingLine
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import column, line
from clinicdesk.ui.kit.later import Later
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.tab_order import go_to_next_stop
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_line import WorkLine
from clinicdesk.ui.kit.workspace import Workspace
from clinicdesk.ui.subject import WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.frame.exporting import Exporting
    from clinicdesk.ui.frame.layers.palette import Palette
    from clinicdesk.ui.frame.layers.shortcut_sheet import ShortcutSheet
    from clinicdesk.ui.frame.support import Support

MODULES = (
    "clinicdesk.services.visits.rules.visit_rules",
    "clinicdesk.services.visits.rules.rule_breaks",
    "clinicdesk.exchange.clinic_file",
    "clinicdesk.services.setup.meeting_rows",
    "clinicdesk.services.setup.updating",
    "clinicdesk.services.setup.editing",
    "clinicdesk.services.undoing.undo",
    "clinicdesk.ui.kit.refusal_text",
)
"""What taking back a change loads, and saying why one was refused, the lowest first, so that no
step of it is long."""

FIRST_SIZE = QSize(1500, 900)
"""How large the window opens the first time, if the screen has room for it."""

AROUND_WORK = (14, 6, 14, 6)
"""Pixels between the line of long work and what is around it."""


class MainWindow(QMainWindow):
    """One desk's window on one clinic."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, settings: QSettings) -> None:
        super().__init__()
        # It goes with the window: no search for garbage sees that what hears it holds the window.
        desk.setParent(self)
        self.desk, self.keeper, self._settings = desk, keeper, settings
        self._then: Callable[[], object] | None = None
        """What is done in place of closing, if somebody goes to another clinic."""
        self.actions_table = Actions(self, ACTIONS)
        self.requests = Requests(self)
        self.workspace = Workspace(self.actions_table, keeper, self.requests)
        self.work = WindowWork(self)
        self.later = Later(self)
        parts = WindowParts(
            desk,
            self.actions_table,
            keeper,
            settings,
            self.requests,
            self.workspace,
            self.work,
            self.later,
        )
        for subject in PAGES_FIRST:
            subject.make(parts)
        self._arrange()
        self.toast = Toast(self, self.workspace.pages)
        self.layers = LateLayers(
            LayerParts(self, desk, self.actions_table, self.requests, self.work, KEYS, self.tell),
            self.later,
        )
        self._connect()
        fill_menu_bar(self.menuBar(), self.actions_table)
        self.undo_actions = UndoActions(
            desk, self.actions_table, self.menuBar(), self.toast, self.workspace
        )
        self.later.load(MODULES)
        self._restore_state()
        self.workspace.open()
        self.first_picture = FirstPicture(self.workspace.page.widget)
        self.first_picture.stands.connect(self.later.begin)
        self.first_picture.stands.connect(self.last_writes.look)

    def _arrange(self) -> None:
        setup = self.desk.setup
        self._name()
        self.banner = Banner()
        self.last_writes = LastWrites(self.desk, self._settings, self)
        self.closing = Closing(
            self.desk, self.actions_table, self, self.last_writes, self.workspace.keep_unfinished
        )
        rail = Rail(self.actions_table, self.keeper, PAGES, TOOLS)
        beside = line(rail, self.workspace, spacing=0)
        beside.setStretch(1, 1)
        middle = QWidget()
        self.quiet_line = QuietLine()
        self.work_line = WorkLine(at_once=False)
        self.work_line.setContentsMargins(*AROUND_WORK)
        self.work_line.follow(self.work)
        self.closing.inside = (rail, self.workspace)
        self.demo_band = DemoBand(self.actions_table) if setup.demo else None
        parts = (
            self.banner, self.closing.banner, beside, self.work_line, self.quiet_line.label,
        )  # fmt: skip
        whole = column(*parts, spacing=0)
        if self.demo_band is not None:
            middle.setObjectName("demoFrame")
            whole.setContentsMargins(*FRAME)
            whole.insertWidget(0, self.demo_band)
            self.closing.inside = (self.demo_band, *self.closing.inside)
        middle.setLayout(whole)
        self.setCentralWidget(middle)
        self.writing_line = WritingLine(self.desk, middle, self.workspace.pages)
        self.setFocusProxy(self.workspace)

    def _name(self) -> None:
        """After the clinic, as it is called by now."""
        setup = self.desk.setup
        title = "screen.title-demo" if setup.demo else "screen.title"
        self.setWindowTitle(say(title, {"clinic": setup.name}))

    def _connect(self) -> None:
        actions = self.actions_table
        actions.connect("clinic.quit", self.close)
        actions.connect("clinic.file-help", self.banner.help_wanted.emit, unless=self._why_no_help)
        work = self.work
        actions.connect("clinic.stop-work", work.stop, unless=work.why_no_stop)
        work.changed.connect(actions.refresh)
        self.view_actions = ViewActions(
            actions, self.desk.privacy, self.keeper, self._settings, self.tell
        )
        self.desk.done.connect(self._show_done)
        self.desk.changed.connect(lambda _changed: self._name())
        for refused in (self.desk.refused, actions.refused):
            refused.connect(self.tell)
        self.desk.trouble.connect(self.banner.show_text)
        self.desk.trouble.connect(lambda _sentence: actions.refresh())
        self.banner.show_text(self.desk.trouble_now)
        self.requests.say_quietly.connect(self.quiet_line.show_text)
        self.requests.tell.connect(partial(self.toast.show_words, undoable=False))
        self.requests.uncover_page.connect(self.toast.hide)
        self.closing.close_wanted.connect(self._close_or_leave)
        self.last_writes.found.connect(self.tell)
        self.desk.minute_began.connect(lambda _today, _minute: actions.refresh())
        self.desk.privacy.changed.connect(self._update_names)

    @property
    def palette_layer(self) -> "Palette":
        """The command palette, made now if nobody has opened it yet; so are those below."""
        return self.layers.palette()

    @property
    def sheet(self) -> "ShortcutSheet":
        """The sheet of keys."""
        return self.layers.sheet()

    @property
    def support(self) -> "Support":
        """What is sent to support."""
        return self.layers.support()

    @property
    def exporting(self) -> "Exporting":
        """The export of everything."""
        return self.layers.exporting()

    def tell(self, text: str) -> None:
        """Say this for some seconds."""
        self.toast.show_text(text, undoable=False)

    def leave(self, then: Callable[[], object]) -> None:
        """Do this in place of closing, once all is written that closing would wait for."""
        self._then = then
        if self.closing.may_close():
            self._close_or_leave()

    def _close_or_leave(self) -> None:
        then, self._then = self._then, None
        if then is None:
            self.close()
        else:
            then()

    def _why_no_help(self) -> str | None:
        """Why nothing can be done about the clinic's file."""
        return None if self.desk.trouble_now else say("screen.file-well")

    def _show_done(self, way: str, changed: Changed) -> None:
        change = self.desk.look.done or DescribedChange(changed.code, changed.params)
        self.toast.show_words(
            lambda: done_text(self.desk, way, change),
            undoable=way != "undone" and changed.code not in NOT_UNDOABLE,
        )
        self.undo_actions.note_toast()

    def _update_names(self) -> None:
        """Names are hidden, or shown again, in what the window itself says."""
        self.undo_actions.update_names()
        self.toast.update_names()
        self.layers.update_names()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key that nobody took: Esc closes what it can; an action that is off says why.

        While the window is about to close it takes none any more.
        """
        if self.closing.waits:
            return
        if event.key() == Qt.Key.Key_Escape and self.workspace.escape():
            return
        if not self.actions_table.explain(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab goes through all that stands here, and round."""
        return go_to_next_stop(self, ahead=next) or super().focusNextPrevChild(next)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what is being written; remember place, size and side."""
        if not self.closing.may_close():
            self._then = None
            event.ignore()
            return
        self.work.cancel()
        self.later.stop()
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/side", self.workspace.saveState())
        super().closeEvent(event)

    def _restore_state(self) -> None:
        """Place, size and side as they were last time; what is damaged gives the defaults."""
        on_screen = OnScreen(self, FIRST_SIZE)
        for name, restore in (
            ("window/geometry", self.restoreGeometry),
            ("window/side", self.workspace.restoreState),
        ):
            kept = self._settings.value(name)
            if isinstance(kept, QByteArray):
                restore(kept)
        on_screen.fit()
        self.workspace.side.hide()
