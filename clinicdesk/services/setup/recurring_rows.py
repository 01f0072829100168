"""Opening hours, working hours and sessions as a shape says them from today on."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_shape import HoursBlock, RecurringStretch, Release, ResourceShape
from clinicdesk.models import tables
from clinicdesk.models.base import Recurring
from clinicdesk.services.setup.clinic_writing import ClinicWriting, row_stretch, stretch_columns
from clinicdesk.services.setup.difference import begun
from clinicdesk.services.setup.rows_in_use import by_resource, in_use

_Recurring = TypeVar("_Recurring", bound=Recurring)
_Shape = TypeVar("_Shape")


def write_opening(session: Session, opening: Iterable[RecurringStretch], today: date) -> None:
    """When the clinic is open from today on."""
    _write_from_today(
        today,
        in_use(session, tables.OpeningHours),
        opening,
        stretch_of=lambda item: item,
        alike=lambda _row, _item: True,
        add=lambda _item, now: session.add(tables.OpeningHours(**stretch_columns(now))),
    )


def write_hours_and_blocks(
    session: Session, writing: ClinicWriting, resources: Iterable[ResourceShape], today: date
) -> None:
    """When these work from today on, and their sessions; all of them have their rows already."""
    worked = by_resource(in_use(session, tables.WorkingHours))
    blocks = by_resource(in_use(session, tables.HoursBlock))
    rules = _BlockRules(session, writing)
    for shape in resources:
        number = writing.resources[shape.name]
        _write_from_today(
            today,
            worked.get(number, []),
            shape.hours or (),
            stretch_of=lambda item: item,
            alike=lambda _row, _item: True,
            add=partial(_add_hours, session, number),
        )
        _write_from_today(
            today,
            blocks.get(number, []),
            shape.blocks,
            stretch_of=lambda item: item.stretch,
            alike=rules.are_those_of,
            add=partial(_add_block, writing, number),
        )


def _add_hours(
    session: Session, number: int, _item: RecurringStretch, now: RecurringStretch
) -> None:
    session.add(tables.WorkingHours(resource_id=number, **stretch_columns(now)))


def _add_block(
    writing: ClinicWriting, number: int, item: HoursBlock, now: RecurringStretch
) -> None:
    writing.add_block(number, replace(item, stretch=now))


class _BlockRules:
    """What the sessions that are in use are for."""

    def __init__(self, session: Session, writing: ClinicWriting) -> None:
        self._writing = writing
        self._listed: dict[int, set[int]] = {}
        for row in in_use(session, tables.HoursBlockVisitType):
            self._listed.setdefault(row.block_id, set()).add(row.visit_type_id)
        self._quotas: dict[int, dict[int, int]] = {}
        for quota in in_use(session, tables.HoursBlockQuota):
            self._quotas.setdefault(quota.block_id, {})[quota.visit_type_id] = quota.at_most

    def are_those_of(self, row: tables.HoursBlock, item: HoursBlock) -> bool:
        """Whether the row, whenever it is, is for the same."""
        numbers = self._writing.visit_types
        return (
            self._listed.get(row.id, set()),
            row.new_patients_only,
            self._quotas.get(row.id, {}),
            row.only_here,
            _release(row),
        ) == (
            {numbers[key] for key in item.visit_types},
            item.new_patients_only,
            {numbers[key]: most for key, most in item.at_most},
            item.only_here,
            item.release,
        )


def _release(row: tables.HoursBlock) -> Release | None:
    if row.release_minute is None:
        return None
    return Release(row.release_minute, row.release_days or 0)


def _write_from_today(
    today: date,
    rows: Iterable[_Recurring],
    wanted: Iterable[_Shape],
    *,
    stretch_of: Callable[[_Shape], RecurringStretch],
    alike: Callable[[_Recurring, _Shape], bool],
    add: Callable[[_Shape, RecurringStretch], object],
) -> None:
    """From today on just what is wanted: what is not ends yesterday, what is new begins.

    `add` is given what is new, and its stretch from today on.
    """
    left = [(item, begun(stretch_of(item), today)) for item in wanted]
    for row in rows:
        now = begun(row_stretch(row), today)
        if now is None:
            continue
        same = next((pair for pair in left if pair[1] == now and alike(row, pair[0])), None)
        if same is not None:
            left.remove(same)
        elif row.starts_on >= today:
            row.active = False
        else:
            row.ends_on = today - timedelta(days=1)
    for item, stretch in left:
        if stretch is not None:
            add(item, stretch)
