"""`export`: the patient's calendar file, to stdout or to a file of its own, or a file a step."""

import argparse
from pathlib import Path

from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.commands.visits import visit_of
from clinicdesk.cli.output import Answer
from clinicdesk.cli.refusals import LineWrong
from clinicdesk.cli.values import calendar_path, file_path
from clinicdesk.cli.workstation import Workstation
from clinicdesk.exchange.calendar_form import Form
from clinicdesk.services.documents.calendar_export import (
    export_steps,
    export_visit,
    write_calendar,
    write_calendars,
)
from clinicdesk.services.numbers import visit_number


def export(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Write the patient's calendar file of a combined visit, or a file for each of its steps."""
    # What is wrong with the line is said before a clinic is opened.
    if given.form is Form.STEPS:
        if given.output is None:
            raise LineWrong(CommandCode.LINE_NO_FOLDER, name="--form", text=given.form.value)
        return _export_steps(given, workstation, file_path(given.output))
    path = None if given.output is None else calendar_path("-o", given.output)
    with workstation.clinic(given.database) as (context, database):
        number = visit_of(given)
        content = export_visit(context, database, number)
    if path is None:
        return Answer(content=content)
    write_calendar(path, content)
    return _answer(given, number, [path.name])


def _export_steps(given: argparse.Namespace, workstation: Workstation, folder: Path) -> Answer:
    with workstation.clinic(given.database) as (context, database):
        number = visit_of(given)
        files = export_steps(context, database, number)
    write_calendars(folder, files)
    return _answer(given, number, list(files))


def _answer(given: argparse.Namespace, number: int, files: list[str]) -> Answer:
    return Answer(data={"visit": visit_number(number), "files": files}, as_json=given.json)
