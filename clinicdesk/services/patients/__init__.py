"""Patients: added once, found by what they say, not taken for somebody else."""
