"""In which form a visit stands in the patient's calendar."""

from enum import StrEnum


class Form(StrEnum):
    """The values are what the command line and the database hold."""

    VISIT = "visit"
    """One event from the arrival to the end of the last step."""
    STEPS = "steps"
    """One event a step, each in a file of its own."""
