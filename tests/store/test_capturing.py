from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from listings.capturing import Received
from listings.errors import InvalidInput, NotFound
from listings.page import ReadListing
from store.capture_tokens import MOST_PER_USER
from store.open import Stores
from store.records import BroughtPart
from tests.store.samples import NOW, capture, label, listing, signal, verdict

PASSWORD = "mot cau du dai"
PAGE = "https://cho-mau.example/tin/1"


def part(number: int = 1, **changes: object) -> BroughtPart:
    given = {"read": ReadListing(listing=listing(number, url=PAGE)), "capture": capture(PAGE, b"<html>1</html>")}
    return BroughtPart(**(given | changes))  # type: ignore[arg-type]


def test_a_token_stands_for_its_user_until_it_is_revoked(stores: Stores) -> None:
    stores.users.add("lan", "lead", PASSWORD)
    stores.users.add("ha", "reviewer", PASSWORD)
    token = stores.capture_tokens.issue("lan", "máy bàn", NOW)
    holder = stores.capture_tokens.holder(token, NOW)
    assert holder is not None
    assert (holder.name, holder.role) == ("lan", "lead")
    assert stores.users.user_of(token, NOW) is None
    assert stores.capture_tokens.holder(stores.users.sign_in("lan", PASSWORD, NOW), NOW) is None
    (kept,) = stores.capture_tokens.of("lan")
    assert (kept.name, kept.used_at) == ("máy bàn", NOW)
    with pytest.raises(NotFound):
        stores.capture_tokens.revoke(kept.id, "ha", NOW)
    stores.capture_tokens.revoke(kept.id, "lan", NOW)
    assert stores.capture_tokens.holder(token, NOW) is None
    assert stores.capture_tokens.of("lan") == []


def test_tokens_are_named_few_and_of_somebody(stores: Stores) -> None:
    stores.users.add("lan", "lead", PASSWORD)
    with pytest.raises(NotFound):
        stores.capture_tokens.issue("ai", "x", NOW)
    for name in (" ", "x" * 81):
        with pytest.raises(InvalidInput):
            stores.capture_tokens.issue("lan", name, NOW)
    for number in range(MOST_PER_USER):
        stores.capture_tokens.issue("lan", str(number), NOW)
    with pytest.raises(InvalidInput, match="revoke"):
        stores.capture_tokens.issue("lan", "one more", NOW)


def test_the_list_holds_a_page_once_and_goes_round(stores: Stores) -> None:
    urls = [f"https://cho-mau.example/tin/{number}" for number in range(3)]
    assert stores.wanted_captures.add(urls, "lan", NOW) == 3
    assert stores.wanted_captures.add([urls[0] + "?utm_source=x"], "lan", NOW, why="captcha") == 0
    pages = stores.wanted_captures.page("to_do")
    last = {page.url: page for page in pages}[urls[2]]
    following = stores.wanted_captures.next_after(pages[-1].url)
    assert following == pages[0]
    assert stores.wanted_captures.next_after("https://elsewhere.example/") == pages[0]
    stores.wanted_captures.skip(last.id, "ha", NOW)
    assert stores.wanted_captures.skip(last.id, "lan", NOW).ended_by == "ha"
    assert stores.wanted_captures.counts() == {"to_do": 2, "captured": 0, "skipped": 1}
    assert stores.wanted_captures.want_again(last.id).state == "to_do"
    with pytest.raises(InvalidInput):
        stores.wanted_captures.add([urls[0] + "/new", "javascript:alert(1)"], "lan", NOW)
    assert stores.wanted_captures.counts()["to_do"] == 3


def test_a_part_is_kept_once_with_its_page_and_closes_what_was_wanted(stores: Stores) -> None:
    stores.wanted_captures.add([PAGE + "?utm_source=x"], "ha", NOW)
    opened = stores.received.open("d" * 64, "browser", PAGE, "lan", NOW)
    assert not stores.received.known("d" * 64)
    assert stores.received.keep(opened.id, 1, part(1, screenshot=b"shot"), NOW) is True
    entries = stores.evidence.verify().entries
    assert stores.received.keep(opened.id, 1, part(1, screenshot=b"shot"), NOW) is False
    assert stores.evidence.verify().entries == entries
    # Another listing of the same page shares its capture; a fault keeps none of its own.
    stores.received.keep(opened.id, 2, part(2), NOW)
    stores.received.keep(opened.id, 3, BroughtPart(reason="invalid", what="no listing"), NOW)
    done = stores.received.finish(opened.id)
    assert (done.done, done.read, [p.reason for p in done.unread]) == (True, 2, ["invalid"])
    kinds = [entry.kind for entry in stores.evidence.entries(0, 100)]
    assert (kinds.count("capture"), stores.evidence.verify().sound) == (1, True)
    assert stores.evidence.get(hashlib.sha256(b"shot").hexdigest()) == b"shot"
    (page,) = stores.wanted_captures.page("captured")
    assert (page.ended_by, page.ended_at) == ("lan", NOW)
    assert stores.received.open("d" * 64, "folder", "other", None, NOW) == done
    assert stores.received.known("d" * 64)


def test_what_could_not_be_read_is_evidence_and_closes_nothing(stores: Stores) -> None:
    stores.wanted_captures.add([PAGE], "ha", NOW)
    opened = stores.received.open("e" * 64, "browser", PAGE, "lan", NOW)
    stores.received.keep(opened.id, 1, part(read=None, reason="captcha", what="a wall"), NOW)
    stores.received.finish(opened.id)
    assert stores.wanted_captures.counts()["to_do"] == 1
    assert [each.digest for each in stores.received.page(unread_only=True)] == ["e" * 64]
    assert stores.listings.page() == []
    assert "capture" in {entry.kind for entry in stores.evidence.entries(0, 100)}


def test_a_picture_without_an_address_belongs_to_its_listing_alone(stores: Stores) -> None:
    kept = [
        stores.listings.keep_imported(
            ReadListing(listing=listing(number)), capture=None, images=[("embedded:1", f"{number}".encode())], now=NOW
        )
        for number in (1, 2)
    ]
    for number, each in zip((1, 2), kept, strict=True):
        (image,) = stores.listings.get(each.listing_id).images
        assert image.digest == hashlib.sha256(f"{number}".encode()).hexdigest()
    later = stores.listings.keep_imported(
        ReadListing(listing=listing(3)), capture=None, images=[("embedded:1", None)], now=NOW
    )
    assert [image.state for image in stores.listings.get(later.listing_id).images] == ["waiting"]


def brought(stores: Stores, *parts: BroughtPart) -> Received:
    opened = stores.received.open("f" * 64, "browser", PAGE, "lan", NOW)
    for number, each in enumerate(parts, 1):
        stores.received.keep(opened.id, number, each, NOW)
    return stores.received.finish(opened.id)


def outcomes(stores: Stores) -> list[tuple[str | None, int | None, int]]:
    (each,) = stores.received.page()
    return [(kept.outcome, kept.hit_id, kept.unread_pictures) for kept in each.parts]


def test_what_was_brought_says_where_each_listing_stands(stores: Stores) -> None:
    urls = [f"{PAGE}{number}" for number in range(3)]
    plain = [listing(number, url=url) for number, url in enumerate(urls)]
    # A picture that the page names and the browser could not bring.
    plain[2] = replace(plain[2], images=("https://cho-mau.example/anh.png",))
    parts = [BroughtPart(read=ReadListing(listing=each), capture=capture(each.url or "")) for each in plain]
    brought(stores, *parts, BroughtPart(reason="invalid", what="no listing"))
    assert outcomes(stores) == [("waiting", None, 0)] * 2 + [("waiting", None, 1), (None, None, 0)]
    first, second, third = stores.listings.unjudged(None)
    hit = stores.judgements.keep(first, "j", verdict(label()), NOW)
    assert hit is not None
    # Found by nobody and drawn for checking: nothing is suspected, and nothing of that kind is said.
    stores.judgements.keep(second, "j", verdict(), NOW)
    stores.judgements.keep(third, "j", verdict(signal()), NOW)
    stores.samples.draw("random", 9, NOW)
    assert outcomes(stores)[:3] == [("queued", hit, 0), ("nothing_found", None, 0), ("nothing_found", None, 1)]
    stores.hits.decide(hit, "lan", "dismiss", "lawful_resale", now=NOW)
    assert outcomes(stores)[0] == ("concluded", hit, 0)
    (sample, *_) = [row.hit.id for row in stores.hits.queue(samples=True)]
    stores.hits.decide(sample, "lan", "confirm", "counterfeit", note="logo in lệch", now=NOW)
    assert ("concluded", sample) in [(outcome, by) for outcome, by, _ in outcomes(stores)[1:3]]
