"""A search of seconds for a better list: it would hold the window up, in a thread too."""

from clinicdesk.services.absence.repair_attempts import RepairedDay, RepairQuestion, repair_day
from clinicdesk.services.progress import Tell


def look_longer(question: RepairQuestion, seconds: float, _tell: Tell) -> RepairedDay:
    """For a process of its own: plain values go in and come out."""
    return repair_day(question, seconds)
