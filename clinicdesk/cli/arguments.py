"""Parsing of one command's arguments, strict where argparse is lenient, refusing in sentences."""

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from clinicdesk.cli.codes import CommandCode
from clinicdesk.cli.refusals import LineWrong
from clinicdesk.cli.values import Reader, from_input, text
from clinicdesk.wording import say


class HelpAsked(Exception):
    """Somebody asked for help or the version instead of a command."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Parser(argparse.ArgumentParser):
    """Raises LineWrong or HelpAsked and never writes or exits by itself."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        self.register("action", None, _Value)
        self.add_argument("-h", "--help", action=_Help, help=say("usage.help"))
        self._positionals.title = say("usage.arguments")
        self._optionals.title = say("usage.options")

    def format_usage(self) -> str:
        """As argparse, but for the word before it."""
        return self._with_word(super().format_usage())

    def format_help(self) -> str:
        """As argparse, but for the word before the usage."""
        return self._with_word(super().format_help())

    @staticmethod
    def _with_word(text: str) -> str:
        return say("usage.usage") + text.removeprefix("usage: ")

    def error(self, message: str) -> NoReturn:
        raise LineWrong(CommandCode.LINE_WRONG, problem=message, command=self.prog)

    def value(
        self,
        name: str,
        metavar: str,
        description: str,
        *,
        read: Reader = text,
        required: bool = False,
        default: object = None,
        private: bool = False,
    ) -> None:
        """An option with a value, or an argument that goes by its place (`name` without `--`).

        One that is `private` may be `-`: then it is a line of standard input, which, unlike what
        stands on a line, no other user of this computer can see.
        """
        if private:
            read, description = from_input(read), say("usage.from-input", {"what": description})
        if name.startswith("-"):
            dest = "output" if name == "-o" else name.removeprefix("--").replace("-", "_")
            self.add_argument(
                name,
                action=_Value,
                dest=dest,
                metavar=metavar,
                help=description,
                read=read,
                required=required,
                default=default,
            )
        else:
            self.add_argument(name, action=_Value, metavar=metavar, help=description, read=read)

    def flag(self, name: str, description: str) -> None:
        """An option without a value."""
        self.add_argument(name, action=_Flag, help=description)


class _Value(argparse.Action):
    """One value, given once and not empty."""

    def __init__(self, *, read: Reader = text, **known: Any) -> None:
        super().__init__(**known)
        self._read = read

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        name = option_string or str(self.metavar)
        _refuse_second(namespace, self.dest, name)
        given = str(values)
        if not given:
            raise LineWrong(CommandCode.LINE_EMPTY, name=name)
        setattr(namespace, self.dest, self._read(name, given))


class _Flag(argparse.Action):
    """Yes or no, given at most once."""

    def __init__(self, option_strings: Sequence[str], dest: str, **known: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, default=False, help=known.get("help"))

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        _values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        _refuse_second(namespace, self.dest, option_string or self.dest)
        setattr(namespace, self.dest, True)


class _Help(argparse.Action):
    """Gives the help text up to whoever answers."""

    def __init__(self, option_strings: Sequence[str], dest: str, **known: Any) -> None:
        super().__init__(
            option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=known.get("help")
        )

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        _values: str | Sequence[Any] | None,
        _option_string: str | None = None,
    ) -> None:
        raise HelpAsked(parser.format_help())


def _refuse_second(namespace: argparse.Namespace, dest: str, name: str) -> None:
    """An option that is given twice contradicts itself: nobody can know which was meant."""
    seen: set[str] = namespace.__dict__.setdefault("_seen", set())
    if dest in seen:
        raise LineWrong(CommandCode.LINE_TWICE, name=name)
    seen.add(dest)
