"""The message about a visit as the patient would read it, and a key for each way it can go."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from clinicdesk.services.errors import Refused
from clinicdesk.services.messages.preview import Preview, Way, read_preview
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.acting_panel import ActingPanel
from clinicdesk.ui.kit.labels import Notice, button, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.ui.kit.people.identity import IdentityBar
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.wording import readable, say

LEAST_LETTER = 220
"""How low the letter may be made, in pixels at the usual font size."""


class MessagePanel(ActingPanel):
    """Shows one visit's message; what changes at the visit is read again."""

    wanted = Signal(int, str)
    """The visit, and the way: "send", "draft" or "text"."""
    shown = Signal()
    """A message stands here now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._visit: int | None = None
        self._preview: Preview | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label(size="large", bold=True, wraps=True)
        self.identity = IdentityBar(desk.privacy)
        self.notice = Notice(say("notice.title"))
        self.ways = label(part="muted", wraps=True)
        self.subject = label(bold=True, wraps=True)
        self.letter = _text_field("message.letter", LEAST_LETTER)
        self.short_text = _text_field("message.short-text", LEAST_LETTER // 2)
        self.buttons = {
            way: button(say(f"message.{way}"), partial(self._want, way))
            for way in ("send", "draft", "text")
        }
        self._arrange()
        desk.changed.connect(lambda _change: self._read_if_shown())
        desk.readable.connect(self._read_if_shown)
        desk.privacy.changed.connect(self._show)

    def _arrange(self) -> None:
        close = icon_button("\N{MULTIPLICATION SIGN}", say("screen.close"), self.closed.emit)
        head = line(self.title, close)
        head.setStretch(0, 1)
        short = label(say("message.short-text"), part="muted", size="small")
        body = column(
            self.notice, self.ways, self.subject, self.letter, short, self.short_text, spacing=10
        )
        body.setStretchFactor(self.letter, 1)
        send, draft, text = self.buttons.values()
        hint = label(say("message.keys"), part="muted", size="small", wraps=True)
        foot = column(line(send, draft), text, hint, spacing=6)
        whole = column(panel_head(head), self.identity, spacing=0)
        whole.addWidget(panel_body(body), 1)
        whole.addWidget(panel_foot(foot))
        self.setLayout(whole)
        self.setFocusProxy(self.letter)

    def show_visit(self, visit: int) -> None:
        """Show what the patient of that visit would be told now."""
        self._visit = visit
        self._read()

    def patient_shown(self) -> PatientInfo | None:
        """Whom the panel names."""
        return None if self._preview is None else self._preview.patient

    def _read_if_shown(self) -> None:
        if self.isVisible() and self._visit is not None:
            self._read()

    def _read(self) -> None:
        desk = self._desk
        assert self._visit is not None
        read = partial(read_preview, desk.context, desk.database, self._visit)
        desk.read((self, "preview"), read, self._take, self._refuse)

    def _take(self, preview: Preview) -> None:
        first = self._preview is None or self._preview.message.visit != preview.message.visit
        self._preview = preview
        self._show()
        if first or not self.isVisible():
            self.shown.emit()

    def _refuse(self, refusal: Refused | DatabaseRefused) -> None:
        sentence = say(refusal.code, refusal.params)
        if self.isVisible():
            self.notice.say(sentence)
            for each in self.buttons.values():
                each.setEnabled(False)
        else:
            self._desk.refused.emit(sentence)

    def _show(self) -> None:
        preview = self._preview
        if preview is None:
            return
        message, hidden = preview.message, self._desk.privacy.on
        self.notice.say("")
        self.title.setText(
            say(f"message.title-{message.occasion}", {"visit": visit_number(message.visit)})
        )
        self.identity.show_patient(preview.patient, self._desk.today())
        hides = say("message.hidden")
        self.ways.setText("\n".join(self._ways(preview)))
        self.subject.setText(readable(message.said.subject))
        self.letter.setPlainText(hides if hidden else message.said.letter)
        self.short_text.setPlainText(hides if hidden else message.said.short_text)
        can = self._possible(preview)
        for way, each in self.buttons.items():
            each.setEnabled(way in can)
        self.buttons["send"].setVisible(preview.by_server)

    def _ways(self, preview: Preview) -> list[str]:
        return [self._way("email", preview.email), self._way("text", preview.text)]

    def _way(self, name: str, way: Way) -> str:
        if way.why_not is not None:
            return say(way.why_not.code, way.why_not.params)
        to = say("message.hidden") if self._desk.privacy.on else readable(way.to)
        return say(f"message.goes-{name}", {"to": to})

    def _possible(self, preview: Preview) -> set[str]:
        """The ways that the message can go."""
        by_email = {"draft", *(("send",) if preview.by_server else ())}
        found = set() if preview.email.why_not else by_email
        return found | (set() if preview.text.why_not else {"text"})

    def _want(self, way: str) -> None:
        if self._visit is not None:
            self.wanted.emit(self._visit, way)

    # ------------------------------------------------------------------ keys

    def act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """S sends, D drafts, C copies the text, as far as that can be done."""
        if event.modifiers() or self._preview is None:
            return None
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self.closed.emit
        way = {Qt.Key.Key_S: "send", Qt.Key.Key_D: "draft", Qt.Key.Key_C: "text"}.get(key)
        if way is None or not self.buttons[way].isEnabled():
            return None
        return partial(self._want, way)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: nobody's name is kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._visit = self._preview = None
            for text in (self.letter, self.short_text):
                text.clear()
            for shown in (self.title, self.ways, self.subject):
                shown.setText("")
            self.identity.show_patient(None, self._desk.today())


class _Letter(QPlainTextEdit):
    """Read only: Tab leaves it, and its letters are the panel's keys."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moving and copying are its own; every other key goes on to the panel."""
        if event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


def _text_field(code: str, height: int) -> QPlainTextEdit:
    field = _Letter()
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    field.setAccessibleName(say(code))
    field.setMinimumHeight(grown(height))
    return field
