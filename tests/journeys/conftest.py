"""The main window on the harbor clinic."""

from tests.ui.main_rig import main

__all__ = ["main"]
