"""Backups in the window: made in turn by itself, listed, looked into, restored."""
