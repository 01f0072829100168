"""Dragging one appointment to another place: ghosts, the rules it meets, dropping it."""
