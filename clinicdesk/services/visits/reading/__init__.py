"""Visits read as frozen values: a day of the clinic, a practitioner's, one visit."""
