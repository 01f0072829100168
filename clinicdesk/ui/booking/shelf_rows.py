"""The shelf, as the window is composed of it: its actions, its layer, its number at the edge."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.later import Late
from clinicdesk.ui.subject import WindowParts
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.booking.booking_panel import BookingPanel
    from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf
    from clinicdesk.ui.booking.shelf.own_draft import OwnDraft
    from clinicdesk.ui.booking.shelf.shelf_layer import ShelfLayer

SHELF_ACTIONS = (
    ActionSpec("visit.drafts", "visit", About.WINDOW, ("Ctrl+Shift+J",), icon="shelf"),
    ActionSpec("visit.resume", "visit", About.WINDOW, ("Ctrl+J",)),
    ActionSpec("visit.throw-away", "visit", About.WINDOW, ("Ctrl+Shift+Del",)),
    ActionSpec("visit.bring-back", "visit", About.WINDOW, ("Ctrl+Shift+Ins",)),
)

SHELF_KEYS = (
    KeyHelp("shelf", "resume", ("Return",)),
    KeyHelp("shelf", "throw-away", ("Del",)),
    KeyHelp("shelf", "bring-back", ("Ctrl+Z",)),
)


def made_shelf(window: WindowParts) -> "Late[DraftShelf]":
    """Read once the first picture stands, or for the first booking."""

    def make() -> "DraftShelf":
        from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf

        shelf = DraftShelf(window.desk, window.workspace)
        shelf.changed.connect(lambda: _show_number(window, len(shelf.drafts)))
        shelf.not_kept.connect(lambda why: window.desk.refused.emit(_not_kept(why)))
        shelf.read()
        return shelf

    return window.later.part(make)


def connect_shelf(
    window: WindowParts, shelf: "Late[DraftShelf]", panel: "Late[BookingPanel]"
) -> None:
    """Say what the actions do, also before shelf and panel are made."""
    layer = window.later.part(lambda: _made_layer(window, shelf(), panel))

    def resume_last() -> None:
        for draft in shelf().drafts[:1]:
            go_on(window, panel(), draft)

    def left() -> "BookingPanel | None":
        """What was begun last and is not on the shelf yet: its panel is covered, or left."""
        made, focus = panel.made, QApplication.focusWidget()
        if made is None or not made.draft.is_there:
            return None
        within = window.workspace.in_front(made) and focus is not None and made.isAncestorOf(focus)
        return None if within else made

    def resume() -> None:
        begun = left()
        if begun is None:
            # Another window of this desk may have gone on with it, or booked it.
            shelf().look_first(resume_last)
            return
        window.requests.show_day.emit(None)
        window.workspace.show_panel(begun)
        begun.take_focus()

    def why_none() -> str | None:
        there = (shelf.made and shelf.made.drafts) or left() is not None
        return None if there else say("draft.none")

    def why_nothing_thrown() -> str | None:
        return None if shelf.made and shelf.made.thrown_away else say("draft.none-thrown")

    def why_nothing_begun() -> str | None:
        made = panel.made
        begun = made is not None and window.workspace.in_front(made) and made.draft.is_there
        return None if begun else say("draft.none-begun")

    def bring_back() -> None:
        draft = shelf().bring_back()
        if draft is not None:
            _tell(window, "draft.back", draft)

    actions = window.actions
    actions.connect_late("visit.drafts", layer)
    actions.connect("visit.resume", resume, unless=why_none)
    actions.connect("visit.throw-away", lambda: panel().throw_away(), unless=why_nothing_begun)
    actions.connect("visit.bring-back", bring_back, unless=why_nothing_thrown)
    window.later.add(shelf)


def connect_panel(window: WindowParts, shelf: "DraftShelf", panel: "BookingPanel") -> None:
    """Tell what becomes of the bookings that leave the panel."""
    code = "draft.put-aside-here" if shelf.only_here else "draft.put-aside"
    panel.put_aside.connect(lambda draft: _tell(window, code, draft))
    panel.thrown_away.connect(lambda draft: _tell(window, "draft.thrown-away-now", draft))
    panel.draft.changed.connect(window.actions.refresh)


def go_on(window: WindowParts, panel: "BookingPanel", draft: "OwnDraft") -> None:
    """Bring the panel to the front, with this booking in it."""
    window.requests.show_day.emit(None)
    window.workspace.show_panel(panel)
    panel.resume(draft)


def _made_layer(
    window: WindowParts, shelf: "DraftShelf", panel: "Late[BookingPanel]"
) -> "ShelfLayer":
    from clinicdesk.ui.booking.shelf.shelf_layer import ShelfLayer

    layer = ShelfLayer(window.workspace.window(), window.desk, window.actions, shelf)
    layer.chosen.connect(lambda draft: go_on(window, panel(), draft))
    window.actions.connect("visit.drafts", layer.open_list)
    return layer


def _show_number(window: WindowParts, count: int) -> None:
    action = window.actions["visit.drafts"]
    action.setProperty("count", count)
    action.setToolTip(say("draft.count", {"count": count}))
    window.actions.refresh()


def _tell(window: WindowParts, code: str, draft: "OwnDraft") -> None:
    from clinicdesk.ui.booking.shelf.draft_text import draft_in_line

    desk = window.desk
    window.requests.tell.emit(lambda: say(code, {"draft": draft_in_line(desk, draft)}))


def _not_kept(why: str) -> str:
    return say("draft.not-kept", {"why": why})
