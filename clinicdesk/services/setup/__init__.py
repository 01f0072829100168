"""A clinic founded from its file."""
