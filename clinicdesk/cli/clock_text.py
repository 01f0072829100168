"""Times as other programs read them."""


def clock_text(minutes: int) -> str:
    """Minutes after midnight as `HH:MM`, which other programs read, whatever the clinic's habit."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
