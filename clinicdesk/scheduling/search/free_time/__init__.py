"""Free time as integers, all days at once, and which starts it leaves."""
