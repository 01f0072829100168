"""A day repaired: after an absence, or because somebody runs late, with the least disturbance."""

from clinicdesk.scheduling.repairing.day_repair import repair
from clinicdesk.scheduling.repairing.repair_values import Absence, CannotStay, MovedStep, Repair

__all__ = ["Absence", "CannotStay", "MovedStep", "Repair", "repair"]
