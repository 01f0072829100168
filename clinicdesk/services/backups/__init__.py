"""Backups: made and verified while everybody works, kept by age, looked into and restored."""
