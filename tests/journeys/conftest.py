"""The main window on the harbor clinic."""

from tests.ui.main_rig import garbage_searched_here, main, time_enough

__all__ = ["garbage_searched_here", "main", "time_enough"]
