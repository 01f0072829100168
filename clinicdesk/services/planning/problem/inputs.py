"""What the packing problem of a visit request is made of besides the request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from clinicdesk.scheduling import Resource
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours
from clinicdesk.services.planning.problem.classes import OpenClass
from clinicdesk.services.planning.problem.patient_days import PatientDays
from clinicdesk.services.planning.problem.scarce_sessions import Full, ScarceSession


@dataclass(frozen=True)
class ProblemInputs:
    """What a problem is made of besides the request itself."""

    setup: ClinicSetup
    hours: Hours
    now: tuple[date, int]
    """Today and the minutes that have begun, by the clinic's wall clock."""
    resources: Mapping[int, Resource]
    """The engine's resources, by number, for the requested days."""
    patient: PatientDays = field(default_factory=PatientDays)
    classes: tuple[OpenClass, ...] = ()
    """Group classes of the requested visit types that have a place left."""
    full: Full = field(default_factory=dict)
    """Sessions that take no more of a visit type."""
    scarce: tuple[ScarceSession, ...] = ()
    """Sessions with fewer places for a visit type than the request has steps of it."""
