"""Rows with dates of their own brought to what a shape says: seasons, absences, extra hours."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_shape import Away, ClinicShape, ExtraDay, OpeningSeason
from clinicdesk.models import tables
from clinicdesk.models.base import MIDNIGHT
from clinicdesk.services.setup.clinic_writing import (
    away_columns,
    extra_columns,
    season_columns,
)
from clinicdesk.services.setup.difference import away_begun, season_begun
from clinicdesk.services.setup.rows_in_use import by_resource, in_use


def write_seasons(session: Session, wanted: Iterable[OpeningSeason], today: date) -> None:
    """From today on just these seasons: what is not wanted ends yesterday, what is new begins."""
    left = [(season, season_begun(season, today)) for season in wanted]
    rows = session.scalars(select(tables.OpeningSeason).where(tables.OpeningSeason.active))
    for row in rows:
        if row.ends_on is not None and row.ends_on < today:
            continue
        kept = OpeningSeason(row.first_day, row.last_day, row.week, row.name, row.every_year)
        now = season_begun(kept, today)
        same = next((pair for pair in left if pair[1] == now), None)
        if now is None:
            continue
        if same is not None:
            left.remove(same)
        elif row.starts_on >= today:
            row.active = False
        else:
            row.ends_on = today - timedelta(days=1)
    for season, now in left:
        if now is not None:
            begins = max(season.first_day, today)
            session.add(tables.OpeningSeason(starts_on=begins, **season_columns(season)))


def write_known_days(
    session: Session, shape: ClinicShape, numbers: dict[str, int], today: date
) -> None:
    """Of each resource whose file says so, just these absences and extra hours from today on."""
    off = by_resource(in_use(session, tables.TimeOff))
    extra = by_resource(in_use(session, tables.ExtraHours))
    for resource in shape.resources:
        number = numbers[resource.name]
        if resource.away is not None:
            _write_away(session, number, resource.away, off.get(number, []), today)
        if resource.extra is not None:
            _write_extra(session, number, resource.extra, extra.get(number, []), today)


def _write_away(
    session: Session, number: int, wanted: Iterable[Away], rows: list[tables.TimeOff], today: date
) -> None:
    left = [(away, away_begun(away, today)) for away in wanted]
    for row in rows:
        kept = Away(row.first_day, row.last_day, row.start, row.end, row.reason)
        now = away_begun(kept, today)
        same = next((pair for pair in left if pair[1] == now), None)
        if now is None:
            continue
        if same is not None:
            left.remove(same)
        elif row.first_day >= today:
            row.active = False
        else:
            row.last_day, row.end = today - timedelta(days=1), MIDNIGHT
    for _, now in left:
        if now is not None:
            session.add(tables.TimeOff(resource_id=number, **away_columns(now)))


def _write_extra(
    session: Session,
    number: int,
    wanted: Iterable[ExtraDay],
    rows: list[tables.ExtraHours],
    today: date,
) -> None:
    left = [extra for extra in wanted if extra.day >= today]
    for row in rows:
        kept = ExtraDay(row.day, row.start, row.end)
        if kept in left:
            left.remove(kept)
        elif row.day >= today:
            row.active = False
    session.add_all(tables.ExtraHours(resource_id=number, **extra_columns(item)) for item in left)
