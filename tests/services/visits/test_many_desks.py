"""Eight desks in eight processes work on one clinic at once; nothing is lost, doubled or halved."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from clinicdesk.models.database import Database
from clinicdesk.services.checking.file_checking import check_clinic
from tests.services.desk import Desk
from tests.services.processes import nursery, told_visits, whole_visits

DESKS = [f"desk-{number}" for number in range(8)]

OVERLAPS = """
SELECT count(*) FROM claim AS one JOIN claim AS two
ON one.resource_id = two.resource_id AND one.day = two.day AND one.id < two.id
WHERE one.busy AND two.busy AND one.start < two."end" AND two.start < one."end"
"""

KNOWN = {
    "rule.patient-overlap", "rule.taken", "undo.changed-since", "undo.nothing",
    "visit.breaks-rule", "visit.class-full", "visit.class-gone", "visit.patient-busy",
    "visit.resource-busy",
}  # fmt: skip
"""What one desk may be refused because of what others do."""


def test_eight_desks_at_once_lose_double_and_halve_nothing(
    east: Desk, harbor: Database, tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    for n in range(12):
        east.patient("Patient", f"number {n}")
    with nursery(harbor.path, tmp_path) as starter:
        processes = [starter.start(name, scaled(15, 300)) for name in DESKS]
        assert [starter.wait(process) for process in processes] == [0] * len(DESKS)
        told = [starter.told(name) for name in DESKS]
    with harbor.reading() as session:
        assert session.scalar(text(OVERLAPS)) == 0
    assert check_clinic(harbor).broken == ()
    assert whole_visits(harbor) == told_visits(told)
    assert all(Counter(line.split()[0] for line in lines)["booked"] for lines in told)
    refused = {line.split()[1] for lines in told for line in lines if line.startswith("refused")}
    assert refused <= KNOWN
