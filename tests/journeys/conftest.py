"""The main window on the harbor clinic."""

from tests.ui.main_rig import main, time_enough

__all__ = ["main", "time_enough"]
