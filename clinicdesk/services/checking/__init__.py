"""Whether a clinic's file is sound, and what in it breaks a rule."""
