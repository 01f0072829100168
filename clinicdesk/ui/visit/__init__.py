"""One visit opened: its steps, what becomes of them, and what became of it."""
