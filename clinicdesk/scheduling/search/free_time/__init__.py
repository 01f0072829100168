"""Free time as integers, all days at once, and the starts that it leaves."""
