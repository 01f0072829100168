"""`templates`, `plan` and `book`."""

import argparse
import random
import time
from dataclasses import dataclass

from clinicdesk.cli.clock_text import clock_text
from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.output import Answer
from clinicdesk.cli.progress import progress_line
from clinicdesk.cli.timeline import plan_text
from clinicdesk.cli.workstation import Workstation
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused, SlotTaken
from clinicdesk.services.numbers import parse_patient_number, visit_number
from clinicdesk.services.patients.records import get_patient
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import Option, Planned, plan_visit
from clinicdesk.services.planning.relaxations import for_a_reason
from clinicdesk.services.planning.requests import VisitRequest, request_from_template
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.wording import length_text, say
from clinicdesk.wording.machine.tables import table_text

TRIES = 25
"""How often a booking is planned, at most, while other desks are faster."""

LONGEST_PAUSE = 0.05
"""Seconds before planning again at most: desks that collided shall not collide again in step."""

_FASTER = frozenset({RefusalCode.VISIT_PLAN_STALE, RefusalCode.VISIT_PAST})
"""Refusals, besides SlotTaken, that a plan made a moment ago may meet and a new one will not."""


def templates(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """List the visit templates."""
    with workstation.clinic(given.database) as (_, database):
        setup = clinic_setup(database)
    listed = [
        (
            template.name,
            [(setup.visit_types[step.visit_type].name, step.minutes) for step in template.steps],
        )
        for template in setup.templates.values()
    ]
    data = [
        {
            "name": name,
            "steps": [{"visit_type": kind, "minutes": minutes} for kind, minutes in steps],
        }
        for name, steps in listed
    ]
    rows = [
        (name if first else "", kind, length_text(minutes))
        for name, steps in listed
        for first, (kind, minutes) in zip([True, *[False] * len(steps)], steps, strict=False)
    ]
    text = table_text(rows) if rows else say("said.no-templates") + "\n"
    return Answer(data={"templates": data}, text=text, as_json=given.json)


def plan(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Find the best plans of a combined visit."""
    with (
        workstation.clinic(given.database) as (context, database),
        progress_line("progress.planning"),
    ):
        availability = Availability(context, database)
        visit_request = _visit_request(given, context, database)
        planned = plan_visit(context, availability, visit_request, top=given.top)
    reasons = _reasons(planned)
    text = "\n".join(map(plan_text, planned.options)) or "".join(f"{line}\n" for line in reasons)
    return Answer(
        data={"plans": [plan_data(option) for option in planned.options], "reasons": reasons},
        text=text,
        as_json=given.json,
    )


def book(given: argparse.Namespace, workstation: Workstation) -> Answer:
    """Plan a combined visit and book it."""
    with (
        workstation.clinic(given.database) as (context, database),
        progress_line("progress.planning"),
    ):
        visit_request = _visit_request(given, context, database)
        why = None if given.reason is None else Override(given.reason)
        booked = book_best(
            context, database, visit_request, top=given.top, rank=given.rank, override=why
        )
    lines = [say("said.booked", {"visit": booked.visit})]
    if booked.replanned:
        lines.append(say("said.replanned", {"count": booked.replanned}))
    return Answer(
        data={
            "visit": visit_number(booked.visit),
            "replanned": booked.replanned,
            "plan": plan_data(booked.option),
        },
        text="".join(f"{line}\n" for line in lines) + "\n" + plan_text(booked.option),
        as_json=given.json,
    )


@dataclass(frozen=True)
class BookedBest:
    """A booked visit's number, the option it was, and how often it was planned again."""

    visit: int
    option: Option
    replanned: int


def book_best(
    context: Context,
    database: Database,
    visit_request: VisitRequest,
    *,
    top: int = 3,
    rank: int = 1,
    override: Override | None = None,
) -> BookedBest:
    """Book the plan of that rank; where another desk was faster, the one that has it then.

    Raises Refused where there is no plan of that rank, or after `TRIES` tries.
    """
    availability = Availability(context, database)
    for replanned in range(TRIES):
        asked, planned = _planned(context, availability, visit_request, top, override)
        option = _chosen(planned, rank)
        try:
            booked = book_visit(context, database, asked, option.plan, override=override)
        except Refused as refused:
            if not isinstance(refused, SlotTaken) and refused.code not in _FASTER:
                raise
            time.sleep(random.uniform(0, LONGEST_PAUSE))
        else:
            return BookedBest(booked.visit, option, replanned)
    raise Refused(CommandCode.BOOK_ALWAYS_SLOWER, tries=TRIES)


def _planned(
    context: Context,
    availability: Availability,
    visit_request: VisitRequest,
    top: int,
    override: Override | None,
) -> tuple[VisitRequest, Planned]:
    """What is asked for, with its plans: where it has none, what a reason makes of it."""
    planned = plan_visit(context, availability, visit_request, top=top)
    if planned.options or override is None:
        return visit_request, planned
    for relaxation in for_a_reason(availability.problem_inputs(visit_request), visit_request):
        asked = relaxation.visit_request
        return asked, plan_visit(context, availability, asked, top=top)
    return visit_request, planned


def _chosen(planned: Planned, rank: int) -> Option:
    """The option of that rank. Raises Refused, with the reason where there is none at all."""
    if not planned.options:
        raise Refused(CommandCode.BOOK_NOTHING_OFFERED, reasons=" ".join(_reasons(planned)))
    if rank > len(planned.options):
        raise Refused(CommandCode.BOOK_RANK_BEYOND, rank=rank, count=len(planned.options))
    return planned.options[rank - 1]


def _visit_request(given: argparse.Namespace, context: Context, database: Database) -> VisitRequest:
    """What the line asks for. Raises NotFound for an unknown patient or template."""
    number = parse_patient_number(given.patient)
    if number is None:
        raise NotFound(RefusalCode.PATIENT_UNKNOWN, number=given.patient)
    patient = get_patient(database, number)
    setup = clinic_setup(database)
    today, _ = context.wall_clock(setup.zone)
    first = today if given.__dict__["from"] is None else given.__dict__["from"]
    template = setup.template_named(given.template)
    return request_from_template(template, patient.number, first, given.days)


def _reasons(planned: Planned) -> list[str]:
    return [say(reason.code, reason.params) for reason in planned.reasons]


def plan_data(option: Option) -> dict[str, object]:
    """An option as other programs read it."""
    return {
        "rank": option.rank,
        "day": option.day.isoformat(),
        "start": clock_text(option.start),
        "end": clock_text(option.end),
        "waiting": option.waiting,
        "cost": option.plan.cost,
        "steps": [
            {
                "visit_type": step.visit_type,
                "start": clock_text(step.start),
                "end": clock_text(step.end),
                "resources": [{"name": info.name, "kind": info.kind} for info in step.resources],
            }
            for step in option.steps
        ],
    }
