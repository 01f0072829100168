"""The grammar of every command: its options, what they may be, and their help."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from clinicdesk import __version__
from clinicdesk.cli.arguments import HelpAsked, Parser
from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.refusals import LineWrong
from clinicdesk.cli.values import calendar_path, day, whole_number

__all__ = ["HelpAsked", "Line", "decoded", "read_line"]

MOST_DAYS = 366
MOST_PLANS = 50
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Command:
    """A command: what it does, what may stand after its name, and who carries it out."""

    help: str
    grammar: Callable[[Parser], None]
    module: str
    """In `cli/commands/`, loaded only when the command is given."""
    function: str
    """Gives the command's answer, or raises Refused, DatabaseRefused or ClinicFileRefused."""


@dataclass(frozen=True)
class Line:
    """A well formed line: which command, and the values of its options."""

    command: Command
    given: argparse.Namespace


def decoded(argv: Sequence[str]) -> list[str]:
    """The arguments as text, whatever this computer's locale. Raises LineWrong if not UTF-8."""
    texts = []
    for position, argument in enumerate(argv, start=1):
        try:
            texts.append(os.fsencode(argument).decode("utf-8"))
        except UnicodeError:
            raise LineWrong(CommandCode.LINE_NOT_UTF_8, position=position) from None
    return texts


def read_line(argv: Sequence[str]) -> Line:
    """The command and its values. Raises LineWrong, or HelpAsked for `--help`."""
    if argv and not argv[0].startswith("-"):
        name, rest = argv[0], argv[1:]
        command = COMMANDS.get(name)
        if command is None:
            raise LineWrong(CommandCode.LINE_UNKNOWN_COMMAND, name=name)
        parser = Parser(f"clinicdesk {name}", command.help)
        command.grammar(parser)
        return Line(command, parser.parse_args(rest))
    if list(argv) == ["--version"]:
        raise HelpAsked(f"ClinicDesk {__version__}\n")
    parser = Parser("clinicdesk", WITHOUT_NAME.help, _commands())
    WITHOUT_NAME.grammar(parser)
    return Line(WITHOUT_NAME, parser.parse_args(argv))


def _database(parser: Parser) -> None:
    parser.value(
        "--database",
        "PATH",
        "the clinic's file; left out, the clinic of this computer's user",
    )


def _common(parser: Parser) -> None:
    _database(parser)
    _json(parser)


def _json(parser: Parser) -> None:
    parser.flag("--json", "answer with one JSON object and nothing else")


def _demo(parser: Parser) -> None:
    parser.value(
        "--database", "PATH", "where the demo clinic is; left out, beside this user's clinic"
    )


def _make_demo(parser: Parser) -> None:
    parser.value("path", "PATH", "the new file")
    parser.value(
        "--seed",
        "NUMBER",
        "the same seed makes the same clinic (1)",
        read=whole_number(0, LARGEST_SEED),
        default=1,
    )
    parser.value("--today", "DATE", "the day on which the demo begins (today)", read=day)
    _json(parser)


def _new_clinic(parser: Parser) -> None:
    parser.value("clinic", "CLINIC.toml", "the file that describes the clinic")
    parser.value("path", "PATH", "the new file")
    _json(parser)


def _show_clinic(parser: Parser) -> None:
    parser.value("-o", "FILE.toml", "write this file instead of stdout")
    _common(parser)


def _update_clinic(parser: Parser) -> None:
    parser.value("clinic", "CLINIC.toml", "the file that describes the clinic")
    parser.flag("--apply", "change the clinic; left out, only say what would change")
    _common(parser)


def _add_patient(parser: Parser) -> None:
    parser.value("--name", '"LAST, FIRST"', "last and first name", required=True, private=True)
    parser.value("--born", "DATE", "birth date, YYYY-MM-DD", read=day, required=True, private=True)
    parser.value("--phone", "TEXT", "phone number", required=True, private=True)
    parser.flag("--even-if-similar", "add a likely duplicate all the same")
    _common(parser)


def _patients(parser: Parser) -> None:
    parser.value(
        "text", "TEXT", "a name, a birth date, a number or the end of a phone number", private=True
    )
    _common(parser)


def _visit_request(parser: Parser) -> None:
    parser.value("--patient", "NUMBER", "the patient's number, such as P-12", required=True)
    parser.value("--template", "NAME", "the visit template's name", required=True)
    parser.value("--from", "DATE", "the first day to look at (today)", read=day)
    parser.value(
        "--days",
        "NUMBER",
        f"how many days to look at, 1 to {MOST_DAYS} (90)",
        read=whole_number(1, MOST_DAYS),
        default=90,
    )
    parser.value(
        "--top",
        "NUMBER",
        f"how many plans to find, 1 to {MOST_PLANS} (3)",
        read=whole_number(1, MOST_PLANS),
        default=3,
    )


def _plan(parser: Parser) -> None:
    _visit_request(parser)
    _common(parser)


def _book(parser: Parser) -> None:
    _visit_request(parser)
    parser.value(
        "--rank",
        "NUMBER",
        f"which of the plans to book, 1 to {MOST_PLANS} (1)",
        read=whole_number(1, MOST_PLANS),
        default=1,
    )
    parser.value("--reason", "TEXT", "why a rule in the way may be broken", private=True)
    _common(parser)


def _visit(parser: Parser) -> None:
    parser.value("--visit", "NUMBER", "the combined visit's number, such as V-12", required=True)


def _cancel(parser: Parser) -> None:
    _visit(parser)
    parser.value("--reason", "TEXT", "why, in a few words", required=True, private=True)
    parser.flag("--patient-knows", "the patient was told: nobody has to call")
    _common(parser)


def _day(parser: Parser) -> None:
    parser.value("--date", "DATE", "which day, YYYY-MM-DD", read=day, required=True)
    parser.value("--practitioner", "NAME", "only this practitioner's appointments")
    _common(parser)


def _export(parser: Parser) -> None:
    _visit(parser)
    parser.value("-o", "FILE.ics", "write this file instead of stdout", read=calendar_path)
    _common(parser)


def _backup(parser: Parser) -> None:
    parser.value("-o", "FOLDER", "where to put it; left out, where this clinic's backups are kept")
    _common(parser)


def _restore(parser: Parser) -> None:
    parser.value("backup", "BACKUP", "the backup's file, or a clinic's file that was kept")
    _common(parser)


def _export_all(parser: Parser) -> None:
    parser.value("folder", "FOLDER", "a new or empty folder")
    _common(parser)


COMMANDS: Mapping[str, Command] = {
    "demo": Command(
        "Open the window on the demo clinic, made if it is absent.", _demo, "window", "open_demo"
    ),
    "make-demo": Command("Make the demo clinic.", _make_demo, "clinics", "make_demo"),
    "new-clinic": Command(
        "Make a clinic without patients from its file.", _new_clinic, "clinics", "new_clinic"
    ),
    "show-clinic": Command("Write the clinic as its file.", _show_clinic, "clinic_setup", "show"),
    "update-clinic": Command(
        "Say what a clinic file changes in the clinic, or change it.",
        _update_clinic,
        "clinic_setup",
        "update",
    ),
    "add-patient": Command("Add one patient.", _add_patient, "patients", "add"),
    "patients": Command("Find patients.", _patients, "patients", "find"),
    "templates": Command("List the visit templates.", _common, "planning", "templates"),
    "plan": Command("Find the best plans of a combined visit.", _plan, "planning", "plan"),
    "book": Command("Plan a combined visit and book it.", _book, "planning", "book"),
    "cancel": Command("Cancel a combined visit whole.", _cancel, "visits", "cancel"),
    "undo": Command("Take your last change back.", _common, "visits", "take_back"),
    "day": Command("List every appointment of a day.", _day, "visits", "day"),
    "export": Command(
        "Write the patient's calendar file of a combined visit.", _export, "exporting", "export"
    ),
    "upgrade": Command(
        "Bring an older clinic up to date, after a backup.", _common, "backups", "upgrade"
    ),
    "backup": Command("Make a backup and read it again.", _backup, "backups", "save"),
    "restore": Command(
        "Put a backup in the clinic's place; what stood there is kept beside.",
        _restore,
        "backups",
        "put_back",
    ),
    "export-all": Command(
        "Write every table as CSV and the clinic as its file, of a damaged clinic what reads.",
        _export_all,
        "exporting_all",
        "export_all",
    ),
    "doctor": Command(
        "Say what somebody who helps must know; nothing personal.", _common, "diagnosing", "doctor"
    ),
    "check": Command(
        "Check that nothing in the clinic's file is broken.", _common, "checking", "check"
    ),
}
"""By name."""

_ABOUT = """\
The front desk of a spine clinic. Without a command, opens the window.
Each command has its own --help; --database and --json stand after its name."""

WITHOUT_NAME = Command(_ABOUT, _database, "window", "open_window")
"""What a line without a command does."""


def _commands() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {command.help}" for name, command in COMMANDS.items()]
    return "\n".join(["commands:", *lines])
