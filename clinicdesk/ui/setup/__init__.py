"""The page on which the clinic is set up: who is there and when, and what that breaks."""
