"""What a desk asks for: a combined visit of some steps, on some days, as the patient prefers."""

from dataclasses import dataclass
from datetime import date

from clinicdesk.models.stored_values import ResourceUse
from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.clinic.clinic_setup import (
    ClinicSetup,
    SameRule,
    StepRule,
    TemplateInfo,
    VisitTypeInfo,
)


@dataclass(frozen=True)
class FixedPlace:
    """Where a booked step stays, or was put: the others are looked for around it.

    From `start` (minutes after midnight) for so many minutes, with these, in the order of what it
    is booked with.
    """

    start: int
    minutes: int
    resources: tuple[int, ...]

    @property
    def stretch(self) -> tuple[int, int]:
        """Its half-open minutes after midnight."""
        return self.start, self.start + self.minutes


@dataclass(frozen=True)
class StepRequest:
    """A visit type as a step, for how many minutes, perhaps with one practitioner only.

    `place` is where the patient prefers it; empty for the visit type's own.
    """

    visit_type: int
    minutes: int
    practitioner: int | None = None
    place: str = ""
    booked: tuple[ResourceUse, ...] = ()
    """What it takes as it is booked, but for an interpreter; empty for a step that is new."""
    agreed: bool = False
    """Whether somebody chose its minutes: with nobody it becomes shorter then."""
    preferred: int | None = None
    """Who did it before: best, and others where they cannot."""
    fixed: FixedPlace | None = None
    """Of a booked step that has its place; `booked` has its interpreter too then."""

    def kind(self, setup: ClinicSetup) -> VisitTypeInfo:
        """The visit type as it is had at that place, its needs in the order of what is booked.

        Raises KeyError for one that is unknown.
        """
        kind = setup.visit_types[self.visit_type]
        kind = kind.elsewhere.get(self.place, kind)
        return setup.booked_kind(self.visit_type, self.booked, self.place) or kind


@dataclass(frozen=True)
class MovedVisit:
    """A booked visit that is to have another time: what its steps take now counts as free.

    By the request's steps: their appointments, and their positions in the visit.
    """

    visit: int
    day: date
    appointments: tuple[int, ...]
    positions: tuple[int, ...]
    in_classes: tuple[int, ...] = ()
    """Those of the request's steps, counted from 0, that have a place in a group class."""
    as_offered: tuple[int, ...] = ()
    """Those that take what is offered now, and not what they are booked with."""
    own_classes: tuple[int, ...] = ()
    """Appointments of classes in which nobody else is: their time is free for it, too."""

    @property
    def freed(self) -> tuple[int, ...]:
        """The appointments whose time counts as free."""
        return (*self.appointments, *self.own_classes)


@dataclass(frozen=True)
class VisitRequest:
    """One patient's request for a combined visit on one of `days` days from `first_day`.

    `earliest` and `latest` are minutes after midnight between which the patient can be on site.
    """

    patient: int
    steps: tuple[StepRequest, ...]
    first_day: date
    days: int = 90
    rules: tuple[StepRule, ...] = ()
    same_rules: tuple[SameRule, ...] = ()
    one_window: bool = False
    longest_stay: int | None = None
    transfer_minutes: int = 0
    template: int | None = None
    target: date | None = None
    earliest: int = 0
    latest: int = MIDNIGHT
    weekdays: frozenset[int] = frozenset(range(7))
    """Days of the week that suit the patient; 0 is Monday."""
    notice: int = 0
    """It begins so many minutes from now at the soonest."""
    uninterpreted: bool = False
    """Nobody interprets, though the patient needs it: whoever books says why."""
    even_if_new: bool = False
    """Also with those who take no patient who is new here: whoever books says why."""
    even_if_open: bool = False
    """Also sooner than what must be there before can be had: whoever books says why."""
    joining: int | None = None
    """A visit of the patient to which the steps are added; `first_day` is its day then."""
    begin: int | None = None
    """The minute after midnight at which it is to begin, as somebody chose."""
    moved: MovedVisit | None = None
    """The visit whose steps these are already; None for steps that are new."""

    @property
    def visit(self) -> int | None:
        """The booked visit that it is about; None for a new one."""
        return self.joining if self.moved is None else self.moved.visit


def request_from_template(
    template: TemplateInfo, patient: int, first_day: date, days: int = 90
) -> VisitRequest:
    """The template's steps and rules for a patient."""
    return VisitRequest(
        patient=patient,
        steps=tuple(
            StepRequest(step.visit_type, step.minutes, place=step.place) for step in template.steps
        ),
        first_day=first_day,
        days=days,
        rules=template.rules,
        same_rules=template.same_rules,
        one_window=template.one_window,
        longest_stay=template.longest_stay,
        transfer_minutes=template.transfer_minutes,
        template=template.id,
    )
