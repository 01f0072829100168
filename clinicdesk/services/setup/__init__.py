"""Founding a clinic from its file, and changing when its resources are available."""
