"""The command `soi`: its sub-commands, and how errors leave the house."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import typer

from listings.errors import SoiError
from monitor.arguments import normal_arguments
from monitor.commands.catalogue import CATALOGUE
from monitor.workspace import WORKSPACE_VARIABLE

EXIT_NOT_RIGHT = 1

application = typer.Typer(
    name="soi",
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
    try:
        application(args=normal_arguments(given), standalone_mode=True)
    except SoiError as error:
        sys.stderr.write(f"soi: {error}\n")
        return EXIT_NOT_RIGHT
    except BrokenPipeError:
        # `soi export ... | head` is no error of ours; Python would complain again while flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else EXIT_NOT_RIGHT
    return 0


if __name__ == "__main__":
    sys.exit(main())
