"""`export`: the patient's calendar file, to stdout or to a file of its own."""

import argparse

from clinicdesk.cli.commands.visits import visit_of
from clinicdesk.cli.output import Answer
from clinicdesk.cli.workstation import Workstation
from clinicdesk.services.documents.calendar_export import export_visit, write_calendar
from clinicdesk.services.numbers import visit_number


def export(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Write the patient's calendar file of a combined visit."""
    with workstation.clinic(given.database) as (context, database):
        number = visit_of(given)
        content = export_visit(context, database, number)
    if given.output is None:
        return Answer(content=content)
    write_calendar(given.output, content)
    return Answer(
        data={"visit": visit_number(number), "file": str(given.output)}, as_json=given.json
    )
