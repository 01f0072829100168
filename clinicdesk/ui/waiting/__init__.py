"""The waitlist at the side: who waits for an earlier time, and who can have one now."""
