"""The engine's program, stopped while it is still being loaded."""

import subprocess
import sys

STOPPED_WHILE_LOADING = """
import runpy, sys

class Stop:
    def find_spec(self, name, path, target=None):
        if name == "clinicdesk.scheduling.packing.front":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Stop())
sys.argv = ["scheduling", "plan", "-"]
runpy.run_module("clinicdesk.scheduling", run_name="__main__")
"""


def test_stopped_while_it_is_loaded_it_says_so_by_its_exit_code_alone() -> None:
    run = subprocess.run(
        [sys.executable, "-c", STOPPED_WHILE_LOADING],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (130, "", "")
