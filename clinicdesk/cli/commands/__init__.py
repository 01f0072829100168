"""What the commands do: the functions that the table in `cli/lines.py` names."""

import argparse
from collections.abc import Callable
from importlib import import_module

from clinicdesk.cli.lines import Command
from clinicdesk.cli.output import Answer
from clinicdesk.cli.workstation import Workstation


def function_of(command: Command) -> Callable[[argparse.Namespace, Workstation], Answer]:
    """The function of a command, with no more loaded than it needs."""
    function: Callable[[argparse.Namespace, Workstation], Answer] = getattr(
        import_module(f"{__name__}.{command.module}"), command.function
    )
    return function
