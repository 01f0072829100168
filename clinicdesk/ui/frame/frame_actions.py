"""The window's own actions: they stand in the menus before and after those of the subjects."""

from clinicdesk.ui.kit.actions.action_spec import About, ActionSpec

FIRST_ACTIONS = (
    ActionSpec("clinic.about", "clinic", About.WINDOW),
    ActionSpec("clinic.file-help", "clinic", About.WINDOW),
    ActionSpec("clinic.export-all", "clinic", About.WINDOW),
    ActionSpec("clinic.stop-work", "clinic", About.WINDOW, ("Ctrl+.",)),
    ActionSpec("edit.undo", "edit", About.CHANGE, ("Ctrl+Z",)),
    ActionSpec("edit.redo", "edit", About.CHANGE, ("Ctrl+Shift+Z", "Ctrl+Y")),
)

_PRIVACY = ActionSpec(
    "view.privacy", "view", About.WINDOW, ("F9",), checkable=True, above_layers=True, icon="privacy"
)
"""Names are hidden at once, whatever lies on top."""

_PALETTE = ActionSpec("help.palette", "help", About.WINDOW, ("Ctrl+K",), icon="find")
_SHORTCUTS = ActionSpec("help.shortcuts", "help", About.WINDOW, ("F1", "?"), icon="help")

LAST_ACTIONS = (
    # Who closes the window means all of it.
    ActionSpec("clinic.quit", "clinic", About.WINDOW, ("Ctrl+Q",), above_layers=True),
    _PRIVACY,
    ActionSpec("view.reveal", "view", About.WINDOW, ("Shift+F9",)),
    ActionSpec("view.theme-system", "view", About.WINDOW, checkable=True),
    ActionSpec("view.theme-light", "view", About.WINDOW, checkable=True),
    ActionSpec("view.theme-dark", "view", About.WINDOW, checkable=True),
    ActionSpec("view.language-system", "view", About.WINDOW, ("Ctrl+F10",), checkable=True),
    ActionSpec("view.language-en", "view", About.WINDOW, ("Ctrl+F11",), checkable=True),
    ActionSpec("view.language-es", "view", About.WINDOW, ("Ctrl+F12",), checkable=True),
    ActionSpec("view.single-letters", "view", About.WINDOW, checkable=True),
    _PALETTE,
    _SHORTCUTS,
    ActionSpec("help.guide-desk", "help", About.WINDOW, ("Shift+F1",)),
    ActionSpec("help.guide-practitioner", "help", About.WINDOW, ("Ctrl+F1",)),
    ActionSpec("help.guide-manager", "help", About.WINDOW, ("Ctrl+Shift+F1",)),
    ActionSpec("help.log", "help", About.WINDOW),
    ActionSpec("help.copy", "help", About.WINDOW, ("Ctrl+Shift+C",)),
    ActionSpec("help.bundle", "help", About.WINDOW),
)

RAIL_TOOLS = (_PALETTE, _PRIVACY, _SHORTCUTS)
"""The last buttons of the rail, from top to bottom."""
