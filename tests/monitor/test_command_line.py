"""The command line as a whole: every command has help with an example; errors are one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from monitor.command_line import application
from tests.soi import ROOT, new_workspace


def _commands(group: typer.Typer, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for command in group.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__.replace("_", "-")
        yield " ".join((*path, name)), command.callback.__doc__ or ""
    for child in group.registered_groups:
        assert child.typer_instance is not None
        yield from _commands(child.typer_instance, (*path, str(child.name)))


COMMANDS = dict(_commands(application))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_of_itself(name: str) -> None:
    assert f"Example: soi {name}" in COMMANDS[name]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_manual(name: str) -> None:
    assert f"soi {name}" in (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")


def test_what_is_not_there_is_one_line_and_exit_code_one(tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "w")
    message = soi("hits", "show", "12", exit_code=1)
    assert message.startswith("soi: ")
    assert message.count("\n") == 1


def test_wrong_usage_is_exit_code_two(tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "w")
    soi("hits", "decide", "1", "--as", "lan", "--reason", "false_claim", exit_code=2)
    soi("crawl", "--limit", "none", exit_code=2)


def test_a_first_hour_from_the_terminal(tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "w")
    (tmp_path / "password").write_text("một mật khẩu đủ dài\n", encoding="utf-8")
    soi("user", "add", "lan", "--role", "lead", "--password-file", str(tmp_path / "password"))
    assert soi.lines("user", "list", "--json") == [{"name": "lan", "role": "lead"}]
    soi("source", "add", "shop", "--site", "generic_shop", "--start", "https://shop.example/", "--every", "6h")
    (source,) = soi.lines("source", "list", "--json")
    assert (source["name"], source["paused"]) == ("shop", False)
    soi("source", "pause", "shop")
    assert soi.lines("source", "list", "--json")[0]["paused"] is True
    listings = tmp_path / "listings.jsonl"
    listings.write_text(json.dumps({"id": "a", "title": "Áo len", "note": "x"}) + "\n{broken\n", encoding="utf-8")
    fault = soi("import", str(listings), exit_code=1)
    assert "listings.jsonl" in fault
    assert "2" in fault
    (line,) = soi.lines("export", "listings")
    assert line["extra"] == {"note": "x"}
    assert "soi detect" in soi("work", "--until-idle"), "what was brought is judged; the paused source is left alone"
    assert soi("work", "--until-idle") == ""


def test_backup_and_restore(tmp_path: Path) -> None:
    soi = new_workspace(tmp_path / "w")
    listings = tmp_path / "listings.jsonl"
    listings.write_text(json.dumps({"id": "a", "title": "Áo len"}) + "\n", encoding="utf-8")
    soi("import", str(listings))
    soi("backup", str(tmp_path / "soi.tar.gz"))
    soi("restore", str(tmp_path / "soi.tar.gz"), str(tmp_path / "again"))
    restored = type(soi)(tmp_path / "again", {})
    assert restored.lines("export", "listings") == soi.lines("export", "listings")
    soi("restore", str(tmp_path / "soi.tar.gz"), str(tmp_path / "again"), exit_code=1)
