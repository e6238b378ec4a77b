"""The review page shows how the captured page looked, or says plainly that there is no picture of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from listings.page import Capture
from store.open import Stores
from tests.review_ui.people import Person

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 64


def test_a_screenshot_is_shown_and_its_absence_is_said(person: Callable[[str], Person], stores: Stores) -> None:
    ha = person("ha")
    assert "soi evidence picture" in ha.client.get("/hits/1").text
    shot = Capture(
        url="https://shop.example/1",
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        status=200,
        headers={},
        body=JPEG,
        media_type="image/jpeg",
        rendered=True,
    )
    stores.screenshots.keep(stores.hits.case(1).listing.version_id, shot)
    address = "/hits/1/screenshot"
    assert ha.client.get("/hits/2/screenshot").status_code == 404
    page = ha.client.get("/hits/1").text
    assert f'src="{address}"' in page
    assert "soi evidence picture" not in page
    shown = ha.client.get(address)
    assert (shown.headers["content-type"], shown.content) == ("image/jpeg", JPEG)
    assert "sandbox" in shown.headers["content-security-policy"]


def test_a_picture_that_no_listing_shows_is_sealed_like_any_capture(
    person: Callable[[str], Person], stores: Stores
) -> None:
    wall = stores.evidence.put(JPEG, "image/jpeg")
    for name in ("lan", "ha"):
        assert person(name).client.get(f"/evidence/image/{wall}").status_code == 404
    assert person("lan").client.get(f"/evidence/capture/{wall}").status_code == 403
    assert person("ha").client.get(f"/evidence/capture/{wall}").content == JPEG


@pytest.mark.parametrize("reason", ["timed_out", None])
def test_a_page_that_could_not_be_shown_has_no_screenshot(
    person: Callable[[str], Person], stores: Stores, reason: str | None
) -> None:
    stores.screenshots.keep(stores.hits.case(1).listing.version_id, None, reason)
    assert '<img class="screenshot"' not in person("ha").client.get("/hits/1").text


def test_an_erased_screenshot_is_not_shown(person: Callable[[str], Person], stores: Stores) -> None:
    case = stores.hits.case(1)
    shot = Capture(
        url="https://shop.example/1",
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        status=200,
        headers={},
        body=JPEG,
        media_type="image/jpeg",
    )
    stores.screenshots.keep(case.listing.version_id, shot)
    stores.evidence.erase(hashlib.sha256(JPEG).hexdigest(), "ha", "asked for", datetime.now(UTC))
    assert '<img class="screenshot"' not in person("ha").client.get("/hits/1").text
    assert stores.evidence.verify().sound
