"""A clinic's shape with hours that begin earlier, for a demo that has a past."""

from dataclasses import replace
from datetime import date, timedelta

from clinicdesk.exchange.clinic_shape import ClinicShape, RecurringStretch

PERIOD = timedelta(weeks=52)
"""Whole periods keep the weekday and the phase of "every second week"."""


def begun_before(shape: ClinicShape, first: date) -> ClinicShape:
    """The same clinic; hours and meetings that begin after `first` begin before it."""

    def earlier(stretch: RecurringStretch) -> RecurringStretch:
        periods = -((first - stretch.starts_on) // PERIOD)
        return replace(stretch, starts_on=stretch.starts_on - max(0, periods) * PERIOD)

    return replace(
        shape,
        opening=tuple(map(earlier, shape.opening)),
        meetings=tuple(
            replace(meeting, stretches=tuple(map(earlier, meeting.stretches)))
            for meeting in shape.meetings
        ),
        resources=tuple(
            replace(
                resource,
                hours=None if resource.hours is None else tuple(map(earlier, resource.hours)),
                blocks=tuple(
                    replace(block, stretch=earlier(block.stretch)) for block in resource.blocks
                ),
            )
            for resource in shape.resources
        ),
    )
