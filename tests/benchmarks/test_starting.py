"""The start is measured: a painted window tells what it took, and ends as a person ends it."""

from collections.abc import Callable

from benchmarks import starting
from benchmarks.figures import FigureTable
from clinicdesk.models.database import Database


def test_both_windows_are_started_in_turn_and_leave_the_clinic_in_peace(
    make_clinic: Callable[..., Database],
) -> None:
    clinic = make_clinic()
    clinic.close()
    made = list(starting.rows_on(clinic.path, 1))

    assert [row["window"] for row in made] == ["bare", "clinic"]
    assert all(set(row) == {"window", "clock", "processor"} for row in made)
    assert list(clinic.path.parent.glob("clinicdesk/open/*")) == []


def test_a_table_tells_how_much_more_the_program_needs() -> None:
    made = [
        {"window": window, "clock": clock, "processor": clock / 2}
        for window, clock in (("bare", 0.1), ("clinic", 0.5), ("bare", 0.2), ("clinic", 0.7))
    ]

    assert starting.tables(made) == [
        FigureTable(
            "From the start of the process to the first picture (medians)",
            ("", "bare window", "the program", "more", "times"),
            (
                ("by the clock, ms", "150", "600", "450", "4.0"),
                ("processor time, ms", "75", "300", "225", "4.0"),
            ),
        )
    ]
