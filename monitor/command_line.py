"""The command `soi`: its sub-commands, and how errors leave the house."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from io import FileIO, TextIOWrapper
from typing import Any

import typer
from typer.core import TyperGroup

from listings.errors import SoiError
from monitor.arguments import normal_arguments
from monitor.commands.catalogue import CATALOGUE
from monitor.terminal import note
from monitor.workspace import WORKSPACE_VARIABLE

EXIT_NOT_RIGHT = 1

_YOUNG_OBJECTS = 20_000
"""New objects before Python looks for circles among them. At its own 700 that takes a tenth of a command's start."""


class _Commands(TyperGroup):
    """The sub-commands, whose output may be cut off: `soi export ... | head` is no error."""

    def invoke(self, ctx: Any) -> object:  # noqa: ANN401 - typer keeps its context class to itself
        """Run the command that was asked for, and end quietly when nobody reads on."""
        try:
            done: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python would complain again while flushing at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        return done


application = typer.Typer(
    name="soi",
    cls=_Commands,
    help="Watch marketplaces and social listings for counterfeit goods and false advertising. A person decides.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


@application.callback()
def _root(
    workspace: str = typer.Option(
        "",
        "--workspace",
        metavar="DIR",
        help="The workspace; may stand anywhere. Else SOI_WORKSPACE, else this folder.",
    ),
) -> None:
    if workspace:
        os.environ[WORKSPACE_VARIABLE] = workspace


for register in CATALOGUE:
    register(application)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give its exit code: 0 done, 1 not there or not right, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(_YOUNG_OBJECTS)
    _speak_utf8()
    try:
        application(args=normal_arguments(given), standalone_mode=True)
    except SoiError as error:
        return _refused(str(error))
    except OSError as error:
        # What no step foresaw: a folder without rights, a disk that is full. A bug is never an OSError.
        return _refused(f"{error.filename or 'reading or writing failed'}: {error.strerror or error}")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else EXIT_NOT_RIGHT
    return 0


def _refused(why: str) -> int:
    note("soi: " + " ".join(why.splitlines()))
    return EXIT_NOT_RIGHT


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; half a surrogate pair becomes the escape that JSON has for it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Started with the stream closed (`>&-`): nobody reads.
            setattr(sys, name, TextIOWrapper(FileIO(os.devnull, "w")))
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
