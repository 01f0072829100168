"""Verbs: what a desk can do, one file a subject, as functions. No Qt, no live row leaves."""
