"""`make run`: the window on the demo clinic; without a screen a visit booked, and a picture."""

import contextlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from clinicdesk.cli import deliver_stopped
from clinicdesk.cli import main as run_command_line
from clinicdesk.cli.commands.clinics import write_demo
from clinicdesk.cli.commands.planning import BookedBest, book_best
from clinicdesk.cli.commands.window import has_screen
from clinicdesk.cli.output import Answer, deliver
from clinicdesk.cli.progress import on_terminal, progress_line
from clinicdesk.cli.stopping import stop_at_interrupts
from clinicdesk.cli.timeline import plan_text
from clinicdesk.cli.workstation import Workstation
from clinicdesk.clock import asked_time
from clinicdesk.models.database import Database, DatabaseRefused
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.context import Context
from clinicdesk.services.documents.calendar_export import export_visit, write_calendar
from clinicdesk.services.errors import Refused
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.records import find_patients
from clinicdesk.services.planning.requests import request_from_template
from clinicdesk.wording import say

FOLDER = Path("demo")
"""Where the clinic and the calendar file go; git knows nothing of it."""

TEMPLATE = "chronic-pain-team-day"
"""The key of a visit template: three practitioners in turn, then two of them together."""


def main(folder: Path = FOLDER) -> int:
    """Open the window on the demo clinic in `folder`; without a screen, do the main job there.

    Without one the clinic is made anew, a visit is booked in it and written as a calendar file,
    and a picture of its day is taken. Returns the exit status.
    """
    if has_screen():
        folder.mkdir(mode=0o700, exist_ok=True)
        if not (folder / "clinic.db").exists():
            _tell("job.making")
        return run_command_line(["demo", "--database", str(folder / "clinic.db")])
    try:
        return deliver(Answer(text=_run(folder)))
    except (DatabaseRefused, Refused) as refused:
        return deliver(Answer(status=1, complaints=(say(refused.code, refused.params),)))
    except OSError:
        sentence = say("job.folder", {"path": str(folder)})
        return deliver(Answer(status=1, complaints=(sentence,)))
    except KeyboardInterrupt:
        return deliver_stopped()


def _run(folder: Path) -> str:
    """Everything in a draft file, which gets the clinic's name when all went well."""
    folder.mkdir(mode=0o700, exist_ok=True)
    clinic, calendar = folder / "clinic.db", folder / "visit.ics"
    draft = folder / f"draft-{secrets.token_hex(4)}.db"
    workstation = Workstation(asked_time())
    try:
        _tell("job.making")
        with progress_line("progress.demo") as tell:
            made = write_demo(workstation, draft, tell=tell)
        with (
            _doing("job.booking"),
            workstation.clinic(str(draft)) as (context, database),
        ):
            patient, template, booked = _book_visit(context, database)
            content = export_visit(context, database, booked.visit)
        write_calendar(calendar, content)
        _take_name(draft, clinic)
        with _doing("job.drawing"):
            picture = _take_picture(clinic, booked.option.day, folder / "picture.png")
    finally:
        draft.unlink(missing_ok=True)
    counts = {"patients": made.patients, "appointments": made.appointments}
    whom = {"visit": booked.visit, "name": patient.name, "number": patient.number}
    return "\n".join(
        [
            say("job.made", counts),
            say("job.booked", {**whom, "template": template}),
            "",
            plan_text(booked.option),
            say("job.files", {"clinic": str(clinic), "calendar": str(calendar)}),
            picture,
            "",
        ]
    )


@contextlib.contextmanager
def _doing(code: str) -> Iterator[None]:
    """Say on stderr, which holds no answer, what is being done."""
    _tell(code)
    with progress_line(code):
        yield


def _tell(code: str) -> None:
    """Say it in a line of its own; on a terminal the line is there that says how far it is."""
    if on_terminal():
        return
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{say(code)}\n")
        sys.stderr.flush()


def _take_picture(clinic: Path, day: date, path: Path) -> str:
    """The window's day, drawn without a screen; what came of it as a sentence."""
    drawn = subprocess.run(  # noqa: S603 - our own program, and nothing that anybody typed
        [sys.executable, "-m", "clinicdesk.picture", str(clinic), day.isoformat(), str(path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=False,
    )
    if drawn.returncode:
        return say("job.no-picture")
    return say("job.picture", {"picture": str(path)})


def _book_visit(context: Context, database: Database) -> tuple[PatientInfo, str, BookedBest]:
    """Book the first patient of the alphabet: the patient, the template's name, what was booked."""
    patient = find_patients(context, database, "a", limit=1)[0]
    setup = clinic_setup(database)
    today, _ = context.wall_clock(setup.zone)
    template = next(each for each in setup.templates.values() if each.key == TEMPLATE)
    visit_request = request_from_template(template, patient.number, today)
    return patient, template.name, book_best(context, database, visit_request, top=1)


def _take_name(draft: Path, clinic: Path) -> None:
    """Put the new clinic in the place of the last run's, whatever that run left."""
    for suffix in ("-journal", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            clinic.with_name(clinic.name + suffix).unlink()
    draft.replace(clinic)


if __name__ == "__main__":
    stop_at_interrupts()
    sys.exit(main())
