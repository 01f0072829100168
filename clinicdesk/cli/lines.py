"""The grammar of every command: its options, what they may be, and their help."""

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from clinicdesk import __version__
from clinicdesk.cli.arguments import HelpAsked, Parser
from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.refusals import LineWrong
from clinicdesk.cli.values import calendar_form, day, whole_number
from clinicdesk.exchange.calendar_form import Form
from clinicdesk.wording import say

__all__ = ["HelpAsked", "Line", "decoded", "read_line"]

MOST_DAYS = 366
MOST_PLANS = 50
LARGEST_SEED = 2**31 - 1
LARGEST_NUMBER = 10**18 - 1


@dataclass(frozen=True)
class Command:
    """A command: what may stand after its name, and who carries it out.

    What it does is the sentence `command.<name>`.
    """

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
        parser = Parser(f"clinicdesk {name}", say(f"command.{name}"))
        command.grammar(parser)
        return Line(command, parser.parse_args(rest))
    if list(argv) == ["--version"]:
        raise HelpAsked(f"ClinicDesk {__version__}\n")
    about = f"{say('command.window')}\n{say('usage.each')}"
    parser = Parser("clinicdesk", about, _commands())
    WITHOUT_NAME.grammar(parser)
    return Line(WITHOUT_NAME, parser.parse_args(argv))


def _database(parser: Parser) -> None:
    parser.value(
        "--database",
        "PATH",
        say("option.database"),
    )


def _common(parser: Parser) -> None:
    _database(parser)
    _json(parser)


def _json(parser: Parser) -> None:
    parser.flag("--json", say("option.json"))


def _demo(parser: Parser) -> None:
    parser.value("--database", "PATH", say("option.demo"))


def _make_demo(parser: Parser) -> None:
    parser.value("path", "PATH", say("option.new-file"))
    parser.value(
        "--seed",
        "NUMBER",
        say("option.seed"),
        read=whole_number(0, LARGEST_SEED),
        default=1,
    )
    parser.value("--today", "DATE", say("option.today"), read=day)
    _json(parser)


def _new_clinic(parser: Parser) -> None:
    parser.value("clinic", "CLINIC.toml", say("option.clinic-file"))
    parser.value("path", "PATH", say("option.new-file"))
    _json(parser)


def _show_clinic(parser: Parser) -> None:
    parser.value("-o", "FILE.toml", say("option.to-file"))
    _common(parser)


def _update_clinic(parser: Parser) -> None:
    parser.value("clinic", "CLINIC.toml", say("option.clinic-file"))
    parser.flag("--apply", say("option.apply"))
    _common(parser)


def _add_patient(parser: Parser) -> None:
    parser.value("--name", '"LAST, FIRST"', say("option.name"), required=True, private=True)
    parser.value("--born", "DATE", say("option.born"), read=day, required=True, private=True)
    parser.value("--phone", "TEXT", say("option.phone"), required=True, private=True)
    parser.flag("--even-if-similar", say("option.even-if-similar"))
    _common(parser)


def _patients(parser: Parser) -> None:
    parser.value("text", "TEXT", say("option.asked"), private=True)
    _common(parser)


def _visit_request(parser: Parser) -> None:
    parser.value("--patient", "NUMBER", say("option.patient"), required=True)
    parser.value("--template", "NAME", say("option.template"), required=True)
    parser.value("--from", "DATE", say("option.from"), read=day)
    parser.value(
        "--days",
        "NUMBER",
        say("option.days", {"most": MOST_DAYS}),
        read=whole_number(1, MOST_DAYS),
        default=90,
    )
    parser.value(
        "--top",
        "NUMBER",
        say("option.top", {"most": MOST_PLANS}),
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
        say("option.rank", {"most": MOST_PLANS}),
        read=whole_number(1, MOST_PLANS),
        default=1,
    )
    parser.value("--reason", "TEXT", say("option.reason-overriding"), private=True)
    _common(parser)


def _visit(parser: Parser) -> None:
    parser.value("--visit", "NUMBER", say("option.visit"), required=True)


def _cancel(parser: Parser) -> None:
    _visit(parser)
    parser.value("--step", "NUMBER", say("option.step"), read=whole_number(0, LARGEST_NUMBER))
    parser.value("--reason", "TEXT", say("option.reason"), required=True, private=True)
    parser.flag("--patient-knows", say("option.patient-knows"))
    _common(parser)


def _day(parser: Parser) -> None:
    parser.value("--date", "DATE", say("option.date"), read=day, required=True)
    parser.value("--practitioner", "NAME", say("option.practitioner"))
    _common(parser)


def _export(parser: Parser) -> None:
    _visit(parser)
    parser.value("-o", "FILE.ics", say("option.calendar-file"))
    parser.value("--form", "FORM", say("option.form"), read=calendar_form, default=Form.VISIT)
    _common(parser)


def _backup(parser: Parser) -> None:
    parser.value("-o", "FOLDER", say("option.backup-folder"))
    _common(parser)


def _restore(parser: Parser) -> None:
    parser.value("backup", "BACKUP", say("option.backup"))
    _common(parser)


def _export_all(parser: Parser) -> None:
    parser.value("folder", "FOLDER", say("option.folder"))
    _common(parser)


COMMANDS: Mapping[str, Command] = {
    "demo": Command(_demo, "window", "open_demo"),
    "make-demo": Command(_make_demo, "clinics", "make_demo"),
    "new-clinic": Command(_new_clinic, "clinics", "new_clinic"),
    "show-clinic": Command(_show_clinic, "clinic_setup", "show"),
    "update-clinic": Command(
        _update_clinic,
        "clinic_setup",
        "update",
    ),
    "add-patient": Command(_add_patient, "patients", "add"),
    "patients": Command(_patients, "patients", "find"),
    "templates": Command(_common, "planning", "templates"),
    "plan": Command(_plan, "planning", "plan"),
    "book": Command(_book, "planning", "book"),
    "cancel": Command(_cancel, "visits", "cancel"),
    "undo": Command(_common, "visits", "take_back"),
    "day": Command(_day, "visits", "day"),
    "export": Command(_export, "exporting", "export"),
    "upgrade": Command(_common, "backups", "upgrade"),
    "backup": Command(_backup, "backups", "save"),
    "restore": Command(
        _restore,
        "backups",
        "put_back",
    ),
    "export-all": Command(
        _export_all,
        "exporting_all",
        "export_all",
    ),
    "doctor": Command(_common, "diagnosing", "doctor"),
    "check": Command(_common, "checking", "check"),
}
"""By name."""

WITHOUT_NAME = Command(_database, "window", "open_window")
"""What a line without a command does."""


def _commands() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {say(f'command.{name}')}" for name in COMMANDS]
    return "\n".join([say("usage.commands"), *lines])
