"""What is laid over the window, or done for all of it, once somebody asks: made only then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.actions.key_help import KeyHelp
from clinicdesk.ui.kit.later import Later
from clinicdesk.ui.kit.requests import Requests
from clinicdesk.ui.kit.window_work import WindowWork

if TYPE_CHECKING:
    from clinicdesk.ui.frame.exporting import Exporting
    from clinicdesk.ui.frame.layers.guide import Guide
    from clinicdesk.ui.frame.layers.palette import Palette
    from clinicdesk.ui.frame.layers.shortcut_sheet import ShortcutSheet
    from clinicdesk.ui.frame.support import Support


@dataclass(frozen=True)
class LayerParts:
    """What the layers are made from."""

    window: QWidget
    desk: Desk
    actions: Actions
    requests: Requests
    work: WindowWork
    keys: Sequence[KeyHelp]
    tell: Callable[[str], object]
    """Shows a sentence where everything is said."""


class LateLayers:
    """The palette, the sheet of keys, the guide, the export and what support is sent."""

    def __init__(self, parts: LayerParts, later: Later) -> None:
        self._parts = parts
        self.palette = later.part(self._made_palette)
        self.sheet = later.part(self._made_sheet)
        self.guide = later.part(self._made_guide)
        self.support = later.part(self._made_support)
        self.exporting = later.part(self._made_exporting)
        actions = parts.actions
        actions.connect_late("help.palette", self.palette)
        actions.connect_late("help.shortcuts", self.sheet)
        for page in ("desk", "practitioner", "manager"):
            actions.connect_late(f"help.guide-{page}", self.guide)
        actions.connect("clinic.about", self._show_about)
        actions.connect(
            "clinic.export-all", lambda: self.exporting().ask_folder(), unless=parts.work.why_busy
        )
        actions.connect("help.log", lambda: self.support().open_log())
        actions.connect("help.copy", lambda: self.support().copy())
        actions.connect("help.bundle", lambda: self.support().ask_bundle())

    def update_names(self) -> None:
        """Names are hidden, or shown again."""
        if self.palette.made is not None:
            self.palette.made.update_names()

    def _made_palette(self) -> "Palette":
        from clinicdesk.ui.frame.layers.palette import Palette, find_patient_rows

        parts = self._parts
        palette = Palette(parts.window, parts.actions, partial(find_patient_rows, parts.desk))
        palette.patient_chosen.connect(parts.requests.open_patient)
        return palette

    def _made_sheet(self) -> "ShortcutSheet":
        from clinicdesk.ui.frame.layers.shortcut_sheet import ShortcutSheet

        return ShortcutSheet(self._parts.window, self._parts.actions, self._parts.keys)

    def _made_guide(self) -> "Guide":
        from clinicdesk.ui.frame.layers.guide import Guide

        return Guide(self._parts.window, self._parts.actions)

    def _made_support(self) -> "Support":
        from clinicdesk.ui.frame.support import Support

        parts = self._parts
        path, now = parts.desk.database.path, parts.desk.context.instant
        return Support(parts.window, path, parts.work, now, parts.tell)

    def _made_exporting(self) -> "Exporting":
        from clinicdesk.ui.frame.exporting import Exporting

        parts = self._parts
        path, today = parts.desk.database.path, parts.desk.today
        return Exporting(parts.window, path, parts.work, today, parts.tell)

    def _show_about(self) -> None:
        from clinicdesk.ui.frame.layers.about import show_about

        show_about(self._parts.window, self._parts.actions)
