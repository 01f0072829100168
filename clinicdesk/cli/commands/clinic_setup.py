"""`show-clinic` and `update-clinic`: the clinic as its file, and brought to what a file says."""

import argparse
from collections.abc import Iterable

from clinicdesk.cli.broken import left_out_texts, listed
from clinicdesk.cli.commands.clinics import described, not_planned_by
from clinicdesk.cli.output import Answer
from clinicdesk.cli.values import file_path
from clinicdesk.cli.workstation import Workstation
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.exporting.file_writing import write_file
from clinicdesk.services.setup.difference import Item
from clinicdesk.services.setup.updating import Updated, clinic_now, update_clinic
from clinicdesk.services.visits.rules.clinic_rules import rule_name_code
from clinicdesk.services.visits.rules.rule_breaks import RuleBreak
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
    shape = described(given.clinic)
    with workstation.clinic(given.database) as (context, database):
        updated = update_clinic(context, database, shape, apply=given.apply)
    data = {
        "added": _texts(updated.difference.added),
        "changed": _texts(updated.difference.changed),
        "retired": _texts(updated.difference.retired),
        "breaks": [_broken(item) for item in updated.breaks],
        "applied": updated.changed is not None,
    }
    text = "".join(f"{line}\n" for line in _lines(updated, data))
    if updated.difference:
        text += not_planned_by(shape)
    return Answer(data=data, text=text, as_json=given.json)


def _lines(updated: Updated, data: dict[str, object]) -> Iterable[str]:
    if not updated.difference:
        yield say("said.clinic-as-it-is")
        return
    for part, head in _HEADS.items():
        texts = data[part]
        assert isinstance(texts, list)
        yield from listed(head, texts)
    yield from listed("said.clinic-left-out", left_out_texts(updated.left_out))
    yield say("said.clinic-changed" if updated.changed else "said.clinic-not-changed")


def _texts(items: Iterable[Item]) -> list[str]:
    return [say(item.section, {"name": item.name}) for item in items]


def _broken(item: RuleBreak) -> str:
    params = {
        "appointment": item.appointment,
        "day": item.day,
        "start": item.start,
        "rule": rule_name_code(item.rule),
    }
    return say("setup.class-breaks" if item.is_class else "setup.breaks", params)
