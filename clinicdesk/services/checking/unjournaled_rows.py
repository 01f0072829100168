"""Rows that no entry of the journal covers: each against the digest that was written with it."""

from collections.abc import Iterator

from sqlalchemy import select

from clinicdesk.models.base import digest_of
from clinicdesk.models.tables import UNJOURNALED
from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.codes import CheckCode


def sealed_rows(examined: Examination) -> Iterator[Fault]:
    """Every row that was changed by another hand than the program's."""
    for name, model in sorted(UNJOURNALED.items()):
        table = model.__table__
        rows = examined.session.execute(select(table).execution_options(yield_per=500))
        for row in rows.mappings():
            values = dict(row)
            if values["digest"] != digest_of(values):
                key = next(iter(table.primary_key)).name
                yield Fault(CheckCode.ROW_DIFFERS, {"table": name, "row": values[key]})
