"""`show-clinic` and `update-clinic`: the clinic as its file, and brought to what a file says."""

import argparse
from collections.abc import Iterable
from functools import partial

from clinicdesk.cli.broken import broken_texts, left_out_texts, listed
from clinicdesk.cli.commands.clinics import described
from clinicdesk.cli.output import Answer
from clinicdesk.cli.progress import progress_line
from clinicdesk.cli.values import file_path
from clinicdesk.cli.workstation import Workstation
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.exporting.file_writing import write_file
from clinicdesk.services.setup.broken_visits import broken_visits
from clinicdesk.services.setup.difference import Item
from clinicdesk.services.setup.file_updates import FilePreview, preview_update, read_update
from clinicdesk.services.setup.repairs import Repairs
from clinicdesk.services.setup.updating import clinic_now, update_clinic
from clinicdesk.wording import say

_BEGINNING = b"[CLINIC]"
"""Of every file that `show-clinic` writes: only such a file is replaced."""

_HEADS = {
    "added": "said.clinic-added",
    "changed": "said.clinic-changes",
    "retired": "said.clinic-retired",
    "breaks": "said.clinic-breaks",
}


def show(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Write the clinic as its file."""
    with workstation.clinic(given.database) as (context, database):
        content = write_clinic_file(clinic_now(context, database))
        if clinic_setup(database).demo:
            content += f"\n# {say('demo.clinic-file')}\n".encode()
    if given.output is None:
        return Answer(content=content)
    path = file_path(given.output)
    write_file(path, content, replaces=_BEGINNING, exists=RefusalCode.CLINIC_FILE_EXISTS)
    return Answer(data={"file": str(path)}, as_json=given.json)


def update(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Say what a clinic file would change, or with `--apply` change it."""
    with workstation.clinic(given.database) as (context, database):
        shape = described(given.clinic, partial(read_update, context, database))
        with progress_line("progress.update-clinic"):
            looked = _looked(context, database, shape, apply=given.apply)
    updated = looked.updated
    data = {
        "added": _texts(updated.difference.added),
        "changed": _texts(updated.difference.changed),
        "retired": _texts(updated.difference.retired),
        "breaks": list(broken_texts(looked.breaks, looked.repairs)),
        "applied": updated.changed is not None,
    }
    text = "".join(f"{line}\n" for line in _lines(looked, data))
    return Answer(data=data, text=text, as_json=given.json)


def _looked(
    context: Context, database: Database, shape: ClinicShape, *, apply: bool
) -> FilePreview:
    """What it does; where visits could go is looked for as long as nothing is done."""
    if not apply:
        return preview_update(context, database, shape)
    updated = update_clinic(context, database, shape, apply=True)
    with database.reading() as session:
        return FilePreview(updated, tuple(broken_visits(session, updated.breaks)), Repairs())


def _lines(looked: FilePreview, data: dict[str, object]) -> Iterable[str]:
    updated = looked.updated
    if not updated.difference:
        yield say("said.clinic-as-it-is")
        return
    for part, head in _HEADS.items():
        texts = data[part]
        assert isinstance(texts, list)
        yield from listed(head, texts, len(looked.breaks) if part == "breaks" else None)
    yield from listed("said.clinic-left-out", left_out_texts(updated.left_out))
    if not updated.changed:
        yield say("said.clinic-not-changed")
        return
    yield say("said.clinic-changed")
    if looked.breaks:
        yield say("said.clinic-stay")


def _texts(items: Iterable[Item]) -> list[str]:
    return [say(item.section, {"name": item.name}) for item in items]
