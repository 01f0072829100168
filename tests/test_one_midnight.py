"""1440 has one name: one value in each room that may not import another room's."""

import tokenize
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DEFINED = {"exchange/wall_clock.py", "models/base.py", "scheduling/core/intervals.py"}


def test_the_end_of_a_day_is_written_as_a_number_only_where_it_gets_its_name() -> None:
    package = CHECKOUT / "clinicdesk"
    found = set()
    for path in package.rglob("*.py"):
        with path.open("rb") as file:
            numbers = (
                t.string for t in tokenize.tokenize(file.readline) if t.type == tokenize.NUMBER
            )
            if "1440" in numbers:
                found.add(path.relative_to(package).as_posix())
    assert found == DEFINED
