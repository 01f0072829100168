"""Another desk that books: `python -m benchmarks.busy_desk CLINIC COUNT DAY`."""

import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

from clinicdesk.services.context import Context, Role
from clinicdesk.services.patients.records import NewPatient, add_patient
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import request_from_template
from clinicdesk.services.storage import open_database
from clinicdesk.services.visits.booking import book_visit


def main(clinic: str, count: str, day: str) -> None:
    """Book that many visits of the clinic's first template, from `day` on."""
    first = date.fromisoformat(day)
    morning = datetime.combine(first, time(12), UTC)
    context = Context("ben", "other desk", Role.FRONT_DESK, lambda: morning)
    database = open_database(Path(clinic))
    availability = Availability(context, database)
    template = next(iter(availability.setup().templates.values()))
    new = NewPatient("Mistlethwaite", "Ned", date(1970, 1, 1), "555-0100")
    patient, _ = add_patient(context, database, new, even_if_similar=True)
    for _ in range(int(count)):
        visit_request = request_from_template(template, patient.number, first, 28)
        options = plan_visit(context, availability, visit_request, top=1).options
        book_visit(context, database, visit_request, options[0].plan)


if __name__ == "__main__":
    main(*sys.argv[1:])
