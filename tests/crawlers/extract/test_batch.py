"""`soi extract` over files: same order, a bad line does not stop the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawlers.extract.batch import extract_batch, extract_file
from listings.errors import InvalidInput, NotFound, Unreadable

GOOD = '<h1>Nón lá</h1><span class="price">60.000₫</span>'


def test_batch(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(GOOD)
    (tmp_path / "wall.html").write_text("<title>Just a moment...</title><p>Checking your browser</p>")
    lines = [
        json.dumps({"file": "good.html", "url": "https://shop.vn/p/1"}),
        "{not json",
        json.dumps({"file": "missing.html", "url": "https://shop.vn/p/2"}),
        json.dumps({"file": "wall.html", "url": "https://shop.vn/p/3"}),
        json.dumps({"file": "good.html", "url": "ftp://shop.vn"}),
        json.dumps({"url": "https://shop.vn"}),
        json.dumps({"file": "good.html", "url": "https://shop.vn/p/4"}),
    ]
    index = tmp_path / "index.jsonl"
    index.write_text("\n".join(lines))
    results = list(extract_batch(index))
    assert [result.get("file") for result in results] == [
        "good.html",
        None,
        "missing.html",
        "wall.html",
        "good.html",
        None,
        "good.html",
    ]
    assert [result.get("title") for result in results] == ["Nón lá", None, None, None, None, None, "Nón lá"]
    assert "line 2" in results[1]["error"]
    assert results[3]["reason"] == "captcha"
    assert "line 6" in results[5]["error"]
    assert results[0]["price"] == "60000"


def test_a_line_too_long_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(GOOD)
    index = tmp_path / "index.jsonl"
    index.write_text("x" * 100_000 + "\n" + json.dumps({"file": "good.html", "url": "https://shop.vn/p/1"}))
    results = list(extract_batch(index))
    assert ["error" in result for result in results] == [True, False]


def test_single_faults(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>Xin chào</p>")
    with pytest.raises(Unreadable) as caught:
        extract_file(page, "https://shop.vn")
    assert caught.value.reason == "no_listing"
    with pytest.raises(NotFound):
        extract_file(tmp_path / "none.html", "https://shop.vn")
    with pytest.raises(InvalidInput):
        extract_file(page, "shop.vn")
    with pytest.raises(NotFound):
        list(extract_batch(tmp_path / "none.jsonl"))
