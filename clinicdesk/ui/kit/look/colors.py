"""Which color a step has: its specialty's, as the clinic chose it."""

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.planning.options import OptionStep


def specialty_color(setup: ClinicSetup, specialty: str | None) -> str | None:
    """The color of those who have that specialty."""
    if specialty is None:
        return None
    of_it = [info for info in setup.resources.values() if specialty in info.types and info.color]
    first = [info for info in of_it if info.types[0] == specialty]
    return next((info.color for info in first or of_it), None)


def step_color(setup: ClinicSetup, visit_type_id: int | None) -> str | None:
    """The color of a visit type, by its number."""
    kind = setup.visit_types.get(visit_type_id or 0)
    return None if kind is None else specialty_color(setup, kind.specialty)


def who(step: OptionStep) -> list[str]:
    """The practitioners of a step; whoever else takes part if there is none."""
    people = [info.name for info in step.resources if info.kind == "practitioner"]
    return people or [info.name for info in step.resources if info.kind == "assistant"]
