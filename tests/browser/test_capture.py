"""The extension in a real Chromium: one click on an open page, and what arrives in a real Soi."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from crawlers.extract.words import BUYERS_WORDS
from monitor.steps.capturing import EXTENSION
from review_ui.extension_origin import EXTENSION_ORIGIN
from tests.browser.capture_shop import ACCOUNT, AVATAR, CLAIM, PRODUCT
from tests.browser.conftest import Served
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
_NO_PORT = "http://127.0.0.1:9"


@pytest.fixture
def token(served: Served) -> str:
    return served.stores.capture_tokens.issue("lan", "máy thử", datetime.now(UTC))


def _everything(served: Served) -> bytes:
    """Give all that was stored of captures in plain: blobs and rows, told apart by a line."""
    listing = served.stores.listings.page(0, 1000)[-1]
    assert listing.capture is not None
    evidence = [listing.capture, *(image.digest for image in listing.images if image.digest)]
    return b"\n".join([*(served.stores.evidence.get(digest) for digest in evidence), repr(listing).encode()])


def _chained(served: Served) -> set[str]:
    return {entry.subject.rpartition(":")[2] for entry in served.stores.evidence.entries(0, 10_000)}


def _screenshot(served: Served) -> set[tuple[int, int, int]]:
    """Give the colours of the one screenshot that was kept beside a capture, as the reader rounds them."""
    digests = [digest for digest in _chained(served) if len(digest) == 64]
    shots = [content for digest in digests if (content := served.stores.evidence.get(digest)).startswith(b"\xff\xd8")]
    (shot,) = [content for content in shots if Image.open(io.BytesIO(content)).size[0] > 1000]
    counted = Image.open(io.BytesIO(shot)).convert("RGB").quantize(64).convert("RGB").getcolors(4096) or []
    return {(0, 100, 0) if _near(colour) else colour for _, colour in counted}  # type: ignore[misc]  # RGB tuples


def _near(colour: Any) -> bool:
    red, green, blue = (int(part) for part in colour)
    return red < 30 and 80 < green < 120 and blue < 30


def test_the_manifest_asks_for_little_and_names_the_origin_soi_lets_in() -> None:
    manifest = json.loads((EXTENSION / "manifest.json").read_text())
    assert manifest["permissions"] == ["activeTab", "scripting", "storage"]
    assert not {"host_permissions", "content_scripts"} & set(manifest)
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()[:32]
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in digest)
    assert f"chrome-extension://{letters}" == EXTENSION_ORIGIN


def test_both_languages_say_the_same_things() -> None:
    said = [json.loads((EXTENSION / "_locales" / lang / "messages.json").read_text()) for lang in ("vi", "en")]
    assert set(said[0]) == set(said[1])
    assert all(text["message"].strip() for texts in said for text in texts.values())


def test_one_click_brings_the_listing_without_the_visitor(visitor: Visitor, served: Served, token: str) -> None:
    served.stores.wanted_captures.add([f"{visitor.shop}/tin/60123?utm_source=zalo"], "ha", datetime.now(UTC))
    served.stores.wanted_captures.add([f"{visitor.shop}/wall"], "ha", datetime.now(UTC))
    visitor.set_up(served.url, token)
    visitor.open("/tin/60123?utm_source=mail&session_token=tok-address-112233")
    said = visitor.click()
    assert said["state"] == "sent", said
    receipt = said["receipt"]
    assert (receipt["outcome"], receipt["closed"], receipt["next"]) == ("read", True, f"{visitor.shop}/wall")

    stored = served.stores.listings.page(0, 1000)[-1]
    listing = stored.listing
    assert (listing.title, str(listing.price), listing.currency) == ("Viên uống Lá Sen An Phúc", "199000", "VND")
    assert (listing.captured_by, listing.seller.name) == ("person", "Nhà thuốc Xanh 88")
    assert CLAIM in (listing.description or "")
    assert hashlib.sha256(PRODUCT).hexdigest() in [image.digest for image in stored.images]

    kept = _everything(served)
    for private in ACCOUNT:
        assert private.encode() not in kept, private
    assert hashlib.sha256(AVATAR).hexdigest() not in _chained(served)
    colours = _screenshot(served)
    assert (0, 100, 0) in colours
    # The picture of the account and the buyers' reviews are purple, and nothing else on the page is.
    assert not any(red > 90 and blue > 90 and green < 60 for red, green, blue in colours)
    assert "Trần Văn Bình" not in repr(listing)
    assert b"Nh\xc3\xa0 thu\xe1\xbb\x91c Xanh 88" in kept
    assert served.stores.evidence.verify().sound
    (brought,) = served.stores.received.page()
    assert (brought.user, brought.read, brought.done) == ("lan", 1, True)


def test_buyers_are_told_by_the_same_words_in_the_browser_and_in_the_reader() -> None:
    rules = json.loads((EXTENSION / "rules.json").read_text())
    assert set(rules["buyer_words"]) == BUYERS_WORDS


def test_what_is_hidden_for_the_screenshot_is_shown_again(visitor: Visitor, served: Served, token: str) -> None:
    visitor.set_up(served.url, token)
    visitor.open("/tin/60123")
    visitor.page.evaluate(
        """() => { window.hiddenOnce = false; new MutationObserver(() => {
            const name = document.querySelector('.user-name');
            if (getComputedStyle(name).visibility === 'hidden') window.hiddenOnce = true;
        }).observe(document.documentElement, {childList: true, subtree: true, attributes: true}); }"""
    )
    assert visitor.click()["state"] == "sent"
    assert visitor.page.evaluate("window.hiddenOnce") is True
    assert visitor.page.evaluate("getComputedStyle(document.querySelector('.user-name')).visibility") == "visible"
    assert visitor.page.locator("[data-soi-private]").count() == 0


def test_a_wall_is_kept_as_a_wall(visitor: Visitor, served: Served, token: str) -> None:
    before = len(served.stores.listings.page(0, 1000))
    served.stores.wanted_captures.add([f"{visitor.shop}/wall"], "ha", datetime.now(UTC))
    visitor.set_up(served.url, token)
    visitor.open("/wall")
    receipt = visitor.click()["receipt"]
    assert (receipt["outcome"], receipt["reason"], receipt["closed"]) == ("unreadable", "captcha", False)
    assert len(served.stores.listings.page(0, 1000)) == before
    (brought,) = served.stores.received.page(unread_only=True)
    assert [part.reason for part in brought.parts] == ["captcha"]


def test_nothing_is_lost_while_soi_is_away_or_the_token_is_wrong(visitor: Visitor, served: Served, token: str) -> None:
    visitor.set_up(_NO_PORT, token)
    visitor.open("/tin/60123")
    said = visitor.click()
    assert (said["state"], said["kept"], said["waiting"]) == ("unreachable", True, 1)
    visitor.set_up(served.url, "soi-capture-wrong-wrong-wrong")
    visitor.open("/tin/60123?x=2")
    said = visitor.click()
    assert (said["state"], said["kept"], said["waiting"]) == ("not_signed_in", True, 2)
    visitor.set_up(served.url, token)
    visitor.open("/wall")
    said = visitor.click()
    assert (said["state"], said["waiting"]) == ("sent", 0)
    assert len(served.stores.received.page()) == 3


def test_too_large_and_not_set_up_are_said(visitor: Visitor, served: Served, token: str) -> None:
    visitor.open("/tin/60123")
    said = visitor.click()
    assert (said["state"], said["kept"]) == ("not_set_up", True)
    visitor.set_up(served.url, token)
    # What was kept goes first, so that the page seen last is the one that counts.
    assert visitor.click()["waiting"] == 0
    visitor.page.evaluate("document.querySelector('main').append('x'.repeat(6_000_000))")
    assert visitor.click()["state"] == "too_large"
    visitor.page.evaluate("getSelection().selectAllChildren(document.querySelector('.description'))")
    assert visitor.click()["receipt"]["outcome"] == "read"
    stored = served.stores.listings.page(0, 1000)[-1]
    assert stored.listing.kind == "post"
    assert CLAIM in (stored.listing.description or "")


def test_of_a_chat_only_the_selection_is_sent(visitor: Visitor, served: Served, token: str) -> None:
    visitor.context.route(
        "https://chat.zalo.me/**",
        lambda route: route.fulfill(
            body=visitor.context.request.get(f"{visitor.shop}/chat").text(), content_type="text/html"
        ),
    )
    visitor.set_up(served.url, token)
    visitor.page.goto("https://chat.zalo.me/")
    assert visitor.click()["state"] == "select_first"
    visitor.page.evaluate("getSelection().selectAllChildren(document.querySelector('#offer'))")
    receipt = visitor.click()["receipt"]
    assert receipt["outcome"] == "read"
    stored = served.stores.listings.page(0, 1000)[-1]
    assert (stored.listing.kind, stored.listing.site) == ("post", "chat.zalo.me")
    assert stored.listing.publisher == "Chợ sỉ Ninh Hiệp"
    assert "Túi nhái loại một" in (stored.listing.description or "")
    kept = _everything(served)
    assert "Chuyện riêng".encode() not in kept
    assert "Bích Hằng".encode() not in kept
