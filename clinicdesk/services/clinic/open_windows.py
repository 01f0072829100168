"""When patients can be on site: opening hours without what the clock skips or shows twice."""

from collections.abc import Sequence
from datetime import date

from clinicdesk.exchange.wall_clock import clock_faults
from clinicdesk.scheduling import Interval, subtract_intervals
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.hours import Hours


def open_windows(
    setup: ClinicSetup, hours: Hours, days: Sequence[date]
) -> dict[date, tuple[Interval, ...]]:
    """Opening hours, less what the clock skips or shows twice; a closed day is left out."""
    windows = {}
    for day, opening in hours.opening_by_day(days).items():
        # The minute before a skipped or doubled stretch goes too: no end may stand at its edge.
        left = subtract_intervals(
            opening, [(begin - 1, end) for begin, end in clock_faults(setup.zone, day)]
        )
        if left:
            windows[day] = tuple(left)
    return windows
