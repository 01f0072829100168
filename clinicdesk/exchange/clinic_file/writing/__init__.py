"""Writing a clinic's shape as a clinic file."""
