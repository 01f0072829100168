"""The rows of a table that are in use, all of them or by whose they are."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.base import Retirable


class HasResource(Protocol):
    """A row of one resource."""

    resource_id: int


_Row = TypeVar("_Row", bound=Retirable)
_Owned = TypeVar("_Owned", bound=HasResource)


def in_use(session: Session, table: type[_Row]) -> list[_Row]:
    """In the order of their numbers."""
    return list(session.scalars(select(table).where(table.active).order_by(table.id)))


def by_resource(rows: Iterable[_Owned]) -> dict[int, list[_Owned]]:
    """Those of each resource, in the order in which they came."""
    found: dict[int, list[_Owned]] = {}
    for row in rows:
        found.setdefault(row.resource_id, []).append(row)
    return found
