"""`soi user`: who may sign in."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from listings.errors import InvalidInput, NotFound
from listings.review import Role
from monitor.arguments import named
from monitor.terminal import say, say_json, say_rows
from monitor.workspace import find_workspace


def register(application: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Accounts of reviewers, leads, officers and administrators.", no_args_is_help=True)
    application.add_typer(group, name="user")
    group.command("add")(add)
    group.command("list")(list_users)
    group.command("token")(token)


def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.", callback=named)],
    role: Annotated[Role, typer.Option(help="What the account may do.")] = "reviewer",
    password_file: Annotated[Path | None, typer.Option(help="A file that holds the password.")] = None,
) -> None:
    """Add an account. Without a password file the password is asked for.

    Example: soi user add lan --role reviewer --password-file password.txt
    """
    from monitor.wiring import workspace_stores

    password = _password(password_file)
    with workspace_stores(find_workspace()) as stores:
        user = stores.users.add(name, role, password)
    say(f"{user.name} may sign in as {user.role}")


def list_users(*, as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """List the accounts.

    Example: soi user list
    """
    from monitor.wiring import workspace_stores

    with workspace_stores(find_workspace()) as stores:
        users = stores.users.all()
    if as_json:
        for user in users:
            say_json(user)
        return
    say_rows(("user", "role"), [(user.name, user.role) for user in users])


def token(
    name: Annotated[str, typer.Argument(help="Whose captures the token sends.")],
    purpose: Annotated[Literal["capture"], typer.Option("--for", help="The one thing it may do.")],
    label: Annotated[str, typer.Option(help="What the browser or machine is called.")] = "browser",
) -> None:
    """Issue a token and print it; it is kept as a hash only, and revoked on the capture page.

    Example: soi user token lan --for capture --label office
    """
    from monitor.wiring import workspace_stores

    assert purpose == "capture"
    with workspace_stores(find_workspace()) as stores:
        say(stores.capture_tokens.issue(name, label, datetime.now(UTC)))


def _password(file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise NotFound(f"cannot be read: {error.strerror}", where=str(file)) from error
        except UnicodeDecodeError as error:
            raise InvalidInput("is no text in UTF-8", where=str(file)) from error
    if not sys.stdin.isatty():
        raise InvalidInput("no password given", remedy="use --password-file FILE")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
