"""The watched folder and the commands around captures, as people run them."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.crawlers.imports.test_imports import HTML, PNG, URL
from tests.soi import Soi, new_workspace


@pytest.fixture
def soi(tmp_path: Path) -> Soi:
    return new_workspace(tmp_path / "workspace")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "watched"
    made.mkdir()
    return made


def lay(file: Path, content: bytes | str) -> None:
    """Lay a file down that has been there for a while."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    an_hour_ago = time.time() - 3600
    os.utime(file, (an_hour_ago, an_hour_ago))


def test_every_file_is_taken_once_and_failures_are_listed(soi: Soi, folder: Path) -> None:
    lay(folder / "page.html", f"<!DOCTYPE html><!-- saved from url=(0040){URL} -->{HTML}")
    lay(folder / "copy.html", f"<!DOCTYPE html><!-- saved from url=(0040){URL} -->{HTML}")
    lay(folder / "shot.png", PNG)
    lay(folder / "shot.txt", "Zalo: Chợ sỉ Ninh Hiệp\nTúi nhái loại một\nAi lấy nhắn em")
    lay(folder / "alone.png", PNG + b"1")
    lay(folder / "broken.har", "{}")
    soi("import", "--watch", str(folder), "--until-idle", exit_code=1)
    brought = soi.lines("capture", "received", "--json")
    assert sorted(b["name"] for b in brought) == ["broken.har", "copy.html", "shot.png"]
    (failed,) = soi.lines("capture", "received", "--unread", "--json")
    assert (failed["name"], failed["parts"][0]["reason"]) == ("broken.har", "invalid")
    listings = {each["site"]: each for each in soi.lines("export", "listings")}
    assert listings["zalo.me"]["kind"] == "post"
    assert listings["zalo.me"]["publisher"] == "Chợ sỉ Ninh Hiệp"
    assert listings["cho-lang.vn"]["title"] == "Nón lá"
    assert soi("import", "--watch", str(folder), "--until-idle") == ""
    lay(folder / "shot.txt", "https://cho-lang.vn/nhom/7\nTúi nhái loại hai")
    said = soi("import", "--watch", str(folder), "--until-idle")
    assert "shot.png: listings 1" in said
    assert said.count("next: soi detect") == 1
    assert "sound" in soi("evidence", "verify") or soi("evidence", "verify")


def test_what_nobody_can_read_is_named_once_and_what_is_no_persons_is_passed_over(soi: Soi, folder: Path) -> None:
    (folder / "page_files").mkdir()
    for name in ("page_files/style.css", "page_files/icon.webp", "~$list.docx", ".hidden.pdf", "half.crdownload"):
        lay(folder / name, b"x")
    lay(folder / "list.docx", b"PK\x03\x04")
    lay(folder / "chat.webp", b"RIFF")
    lay(folder / "chat.txt", "Zalo: Chợ\nTúi nhái")
    said = soi("import", "--watch", str(folder), "--until-idle", exit_code=1)
    assert soi("import", "--watch", str(folder), "--until-idle") == ""
    assert said == ""
    unread = soi.lines("capture", "received", "--unread", "--json")
    assert sorted((each["name"], each["parts"][0]["reason"]) for each in unread) == [
        ("chat.webp", "invalid"),
        ("list.docx", "invalid"),
    ]
    assert "known are" in unread[0]["parts"][0]["what"]


@pytest.mark.faults
def test_a_kill_loses_and_doubles_nothing(soi: Soi, folder: Path) -> None:
    for number in range(40):
        lay(folder / f"{number:02}.html", f"<!DOCTYPE html><!-- saved from url=(0040){URL}{number} -->{HTML}{number}")
    for wait in (2.5, 3.5):
        process = soi.start("import", "--watch", str(folder))
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    soi("import", "--watch", str(folder), "--until-idle")
    with sqlite3.connect(soi.workspace / "soi.sqlite") as database:
        counts = [
            database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("listings", "captures", "received")
        ]
        assert counts == [40, 40, 40]
        assert database.execute("SELECT count(*) FROM received WHERE NOT done").fetchone()[0] == 0


def test_the_list_of_pages_from_the_terminal(soi: Soi, tmp_path: Path) -> None:
    password = tmp_path / "password.txt"
    password.write_text("mot cau du dai de nho")
    soi("user", "add", "lan", "--role", "reviewer", "--password-file", str(password))
    pages = tmp_path / "pages.txt"
    pages.write_text("https://shopee.vn/a-i.1.2\nhttps://shopee.vn/b-i.3.4\n")
    assert "new 2" in soi("capture", "add", "--file", str(pages), "--as", "lan")
    assert "line 2" in soi("capture", "add", "https://shopee.vn/a-i.1.2?sp_atk=1", "x", "--as", "lan", exit_code=1)
    (first, second) = soi.lines("capture", "list", "--json")
    assert first["state"] == second["state"] == "to_do"
    assert "skipped by lan" in soi("capture", "skip", str(first["id"]), "--as", "lan")
    assert [each["url"] for each in soi.lines("capture", "list", "--json")] == [second["url"]]
    assert "no account" in soi("capture", "skip", "1", "--as", "ai", exit_code=1)
    token = soi("user", "token", "lan", "--for", "capture").strip()
    assert token.startswith("soi-capture-")
    assert token not in json.dumps(soi.lines("user", "list", "--json"))
    assert "no user named" in soi("user", "token", "ai", "--for", "capture", exit_code=1)


def test_a_page_on_the_list_that_comes_in_a_file_is_done(soi: Soi, tmp_path: Path) -> None:
    password = tmp_path / "password.txt"
    password.write_text("mot cau du dai de nho")
    soi("user", "add", "lan", "--role", "reviewer", "--password-file", str(password))
    soi("capture", "add", f"{URL}?utm_source=zalo", f"{URL}2", f"{URL}3", "--as", "lan")
    wall = tmp_path / "wall.html"
    wall.write_text(f"<!DOCTYPE html><!-- saved from url=(0040){URL}2 -->{WALL}", "utf-8")
    told = tmp_path / "told.jsonl"
    told.write_text(json.dumps({"id": "3", "url": f"{URL}3", "title": "Nón lá"}) + "\n", "utf-8")
    soi("import", str(wall), exit_code=1)
    said = soi("import", str(told))
    # A wall is no capture, and a record that somebody wrote is no page that somebody saw.
    assert "pages to capture" not in said
    assert "next: soi detect" in said
    page = tmp_path / "page.html"
    page.write_text(f"<!DOCTYPE html><!-- saved from url=(0040){URL} -->{HTML}", "utf-8")
    assert "on the list of pages to capture now done: 1" in soi("import", str(page))
    again = soi("import", str(page))
    assert "pages to capture" not in again
    assert "next:" not in again
    (done,) = soi.lines("capture", "list", "--state", "captured", "--json")
    assert (done["url"].partition("?")[0], done["ended_by"]) == (URL, "import")
    assert len(soi.lines("capture", "list", "--json")) == 2


def test_wrong_use_is_said(soi: Soi, tmp_path: Path) -> None:
    assert "there is no such folder" in soi("import", "--watch", str(tmp_path / "none"), exit_code=1)
    assert "nothing to import" in soi("import", exit_code=1)
    assert "one folder" in soi("import", "a.jsonl", "--watch", str(tmp_path), exit_code=1)


WALL = "<title>Xác minh bảo mật</title><p>Kéo thanh trượt để ghép mảnh hình và xem tiếp.</p>"


def test_a_wall_in_an_imported_file_is_kept_as_evidence_once_and_is_no_listing(soi: Soi, tmp_path: Path) -> None:
    saved = tmp_path / "wall.html"
    saved.write_text(f"<!DOCTYPE html><!-- saved from url=(0040){URL} -->{WALL}", "utf-8")
    for _ in range(2):
        soi("import", str(saved), exit_code=1)
    (received,) = soi.lines("capture", "received", "--unread", "--json")
    assert (received["name"], received["parts"][0]["reason"]) == ("wall.html", "captcha")
    assert soi.lines("export", "listings") == []
    with sqlite3.connect(soi.workspace / "soi.sqlite") as database:
        kept = database.execute("SELECT url, media_type FROM captures").fetchall()
    assert kept == [(URL, "text/html; charset=utf-8")]
    soi("evidence", "verify")
