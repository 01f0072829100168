"""Verbs: what a desk can do, one file a subject."""
