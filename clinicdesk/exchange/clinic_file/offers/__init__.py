"""What a clinic offers, as a clinic file says it."""
