"""Odd terminals, broken files and people who stop reading: one line, the right exit code, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.command_line import main
from monitor.terminal import printable
from tests.monitor.samples import GIVEN
from tests.soi import MODEL, ROOT, Soi, new_workspace


@pytest.fixture(scope="module")
def soi(tmp_path_factory: pytest.TempPathFactory) -> Soi:
    """A workspace with more listings than a pipe holds."""
    folder = tmp_path_factory.mktemp("hostile")
    made = new_workspace(folder / "w")
    lines = (json.dumps(GIVEN | {"id": f"v{number}", "url": None}) for number in range(300))
    (folder / "listings.jsonl").write_text("\n".join(lines), encoding="utf-8")
    made("import", str(folder / "listings.jsonl"))
    return made


def test_a_reader_who_stops_reading_is_no_error(soi: Soi) -> None:
    process = soi.start("export", "listings")
    assert process.stdout is not None
    process.stdout.read(100)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait(60) == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_vietnamese_goes_out_as_utf8_whatever_the_terminal_is_said_to_be(soi: Soi, encoding: str) -> None:
    odd = Soi(soi.workspace, {"PYTHONIOENCODING": encoding})
    assert odd.lines("export", "listings")[0]["seller"]["name"] == "Gian hàng Sen"
    assert "hàng trước" in odd("brand", "add", "hàng trước")


def test_a_closed_output_is_no_error(soi: Soi) -> None:
    command = f'"{sys.executable}" -m monitor --workspace "{soi.workspace}" brand list >&-'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("brand", "import", "{folder}/none"), "is no folder"),
        (("brand", "add", ""), "is no name"),
        (("source", "add", "", "--site", "generic_shop", "--start", "https://a.example/"), "is no name"),
        (("source", "add", "s", "--site", "generic_shop", "--start", "https://["), "not a web address"),
        (("user", "add", "ha", "--password-file", "{folder}/latin"), "is no text in UTF-8"),
        (("import", "{folder}/empty"), "holds no file"),
        (("export", "hits", "--output", "{folder}"), "cannot be written"),
        (("evidence", "verify", "--workspace", "{folder}/none"), "is no workspace"),
        (("doctor", "--workspace", "{folder}/none"), "is no workspace"),
        (("check", "{folder}"), "cannot be read"),
        (("runs", "list", "--limit", "9" * 30), "too large"),
    ],
)
def test_what_is_not_right_is_one_line(
    soi: Soi,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    command: tuple[str, ...],
    said: str,
) -> None:
    (tmp_path / "latin").write_bytes(b"\xff\xfe")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("SOI_WORKSPACE", str(soi.workspace))
    assert main([word.format(folder=tmp_path) for word in command]) == 1
    told = capsys.readouterr().err
    assert told.startswith("soi: ")
    assert said in told
    assert told.count("\n") == 1


def test_a_screen_is_not_steered_by_what_was_scraped() -> None:
    assert printable("a\x1b[31m\u202e b\u00a0c") == "a\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER} b c"
    assert printable("👩\u200d🔬 Trà\n") == "👩\u200d🔬 Trà\n"


@pytest.mark.skipif(not MODEL.is_dir(), reason="the text model is not prepared")
def test_check_answers_every_line_in_order_and_names_the_model(tmp_path: Path) -> None:
    lines = [b'{"id": "a", "title": "Ao len"}', b"{broken", b"[1]", b'{"id": "\\ud800", "title": "Ao\\u0000"}']
    (tmp_path / "listings.jsonl").write_bytes(b"\n".join(lines))
    command = [sys.executable, "-m", "monitor", "check", str(tmp_path / "listings.jsonl")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    answers = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert done.returncode == 1
    assert ["error" in answer for answer in answers] == [False, True, True, False]
    assert answers[0]["model"]
    assert answers[3]["id"] == "\ud800"
    assert b"Traceback" not in done.stderr


def test_check_says_that_it_opens_no_picture(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"never opened")
    listing = {"id": "a", "title": "Ao len", "images": [str(tmp_path / "secret.png"), "http://127.0.0.1:9/b.png"]}
    (tmp_path / "listings.jsonl").write_text(json.dumps(listing), encoding="utf-8")
    command = [sys.executable, "-m", "monitor", "check", str(tmp_path / "listings.jsonl"), "--language", "en"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    (note,) = json.loads(done.stdout)["notes"]
    assert note.startswith("2 pictures not looked at")
