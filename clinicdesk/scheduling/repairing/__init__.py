"""A day mended after somebody or something is missing, with the least disturbance."""

from clinicdesk.scheduling.repairing.answering import repair
from clinicdesk.scheduling.repairing.repair_values import Absence, CannotStay, Move, Repair

__all__ = ["Absence", "CannotStay", "Move", "Repair", "repair"]
