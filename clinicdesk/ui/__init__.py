"""Faces: windows and panels; no rules, no SQL."""
