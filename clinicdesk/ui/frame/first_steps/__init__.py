"""What a new clinic is asked for: its hours, who works there, what it offers."""
