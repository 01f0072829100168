"""The keys that are the same everywhere in the window."""

from clinicdesk.ui.kit.actions.key_help import KeyHelp

FRAME_KEYS = (
    KeyHelp("everywhere", "close", ("Esc",)),
    KeyHelp("everywhere", "next", ("Tab", "Shift+Tab")),
)
