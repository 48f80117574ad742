"""The `screener` command. A module a command, imported when it is called, so that `--help` is quick."""

import errno
import sys
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword

import click

from screener import __version__
from screener.errors import ScreenerError

_OF_THE_DISK = {
    errno.ENOSPC: "the disk is full (free some space, then do it again)",
    errno.EDQUOT: "the disk is full for this user (free some space, then do it again)",
    errno.EIO: "the disk reports an error (look at the disk and at the system's log, then do it again)",
    errno.EROFS: "the disk may only be read (name another place, or let it be written to)",
}
_READER_GONE = 128 + 13  # as a shell tells of a program that SIGPIPE ended: no wrong use, and no result of a check

COMMANDS = {
    "backup": "Write everything into one file while people go on working, or prove such a file.",
    "bank": "Hand a bank on as a file, and take over one that others made.",
    "check": "Check a bank: every mistake with its place, and every example run.",
    "compare": "Compare an opening's candidates: a table, CSV or JSON.",
    "demo": "Try everything with an invented company, in the browser.",
    "diff": "Show how two states of a bank differ, in files and in what they read.",
    "doctor": "Look an instance over: what is not as it should be, and what to do.",
    "eval": "Measure how well labelled text is read.",
    "expire": "Erase the candidates whose time is over by their opening's rule.",
    "export": "Write a workbook (XLSX) with every figure, rating and note.",
    "flag": "Find philosophies in statements: JSON lines in, JSON lines out.",
    "init": "Make an instance: your questions, a database, a key.",
    "let-in": "Print a sign-in address for an administrator who cannot come in otherwise.",
    "log": "List the states that a bank has been in: who changed what, when and why.",
    "migrate": "Move what an instance keeps from its files into PostgreSQL.",
    "new": "Start a question, philosophy, rubric or guide.",
    "rate": "Suggest levels for answers: JSON lines in, JSON lines out.",
    "reread": "Say what a changed bank would change in the answers that are stored.",
    "restore": "Put a backup into a new folder, once it is proved.",
    "schema": "Write the JSON Schemas that editors use.",
    "score": "Score an interview transcript against a guide.",
    "serve": "Serve an instance to browsers.",
    "try": "Say why a sentence or an answer is read as it is.",
    "verify": "Prove that audit trail, scorecards, question banks and database are as they were written.",
}


class _Commands(click.Group):
    """Knows the commands by name and loads one only when it runs. (click passes a context that is not needed.)"""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command: click.Command = import_module(f"screener.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="screener")
def screener() -> None:
    """Structured interviews for hiring sales and marketing leaders.

    Reads answers against a bank of questions, rubrics and philosophies, and reports levels and flags with the
    candidate's own words as evidence. It quotes; people decide.
    """


def main() -> None:
    """Run the command; a mistake of the user is one line on standard error and exit status 2.

    When whoever reads the output has gone (`| head`), it ends as other programs do, with what a shell shows as 141.
    """
    if isinstance(sys.stdout, TextIOWrapper):  # JSON and pages are UTF-8 wherever they are sent
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        status = screener.main(standalone_mode=False)
        sys.stdout.flush()
    except ScreenerError as error:
        _fail(str(error))
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        _fail("stopped")
    except (BrokenPipeError, SystemExit):  # click turns a closed pipe into an exit of its own
        _end_quietly()
    except OSError as error:
        if error.errno not in _OF_THE_DISK:
            raise
        where = f"{error.filename}: " if error.filename else ""
        _fail(f"{where}{_OF_THE_DISK[error.errno]}")
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"screener: {message}", err=True)
    sys.exit(2)


def _end_quietly() -> None:
    """Whoever read our output has gone; nothing more can be said there, and Python must not try at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(_READER_GONE)
