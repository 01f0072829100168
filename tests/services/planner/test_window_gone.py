"""A planner whose window is gone before it could say a word ends, and complains to nobody."""

from multiprocessing import get_context

from clinicdesk.services.planner.planner_process import serve
from tests.services.desk import Desk


def test_a_planner_that_nobody_waits_for_ends_without_a_fault(east: Desk) -> None:
    spawning = get_context("spawn")
    link, other_end = spawning.Pipe()
    link.close()
    process = spawning.Process(
        target=serve, args=(other_end, east.context, east.database.path, 30), daemon=True
    )
    process.start()
    other_end.close()
    process.join()
    assert process.exitcode == 0
