"""Reads whatever can be read of a clinic's file, of any schema and however damaged it is."""
