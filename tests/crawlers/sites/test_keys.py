from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawlers.order import CrawlOrder
from crawlers.sites.catalogue import SITES, site_profile
from crawlers.sites.keys import keys_of, missing_keys, variable_of
from crawlers.sites.profile import SiteProfile
from crawlers.sites.starting import api_start
from listings.errors import InvalidInput
from listings.page import Source

EBAY = site_profile("ebay")
KEYS = {"client_id": "App-12345", "client_secret": "PRD-secret-67890"}


def order(keys: dict[str, str], start: str = "https://api.ebay.com") -> CrawlOrder:
    source = Source(id=1, name="watches", site="ebay", start=(start,), query="orbis")
    return CrawlOrder(source=source, profile=EBAY, now=datetime.now(UTC), keys=keys)


def test_the_environment_goes_before_the_settings() -> None:
    assert variable_of("ebay", "client_id") == "SOI_EBAY_CLIENT_ID"
    held = keys_of(EBAY, KEYS, {"SOI_EBAY_CLIENT_ID": "App-99999", "SOI_EBAY_STRANGE": "x"})
    assert held == {**KEYS, "client_id": "App-99999"}
    assert missing_keys(EBAY, held) == ()
    assert missing_keys(EBAY, keys_of(EBAY, {"client_id": " "}, {})) == ("client_id", "client_secret")


def test_a_key_that_a_site_does_not_have_is_named() -> None:
    with pytest.raises(InvalidInput, match=r"\[sites.ebay\]: has no key client_sceret \(known: client_id"):
        keys_of(EBAY, {"client_sceret": "x"}, {})


def test_a_source_without_its_key_answers_one_clear_line() -> None:
    with pytest.raises(InvalidInput) as caught:
        order({"client_id": "App-12345"})
    assert str(caught.value) == (
        "source watches: site ebay needs its client_secret "
        "(set SOI_EBAY_CLIENT_SECRET, or client_secret under [sites.ebay] in soi.toml)"
    )


@pytest.mark.parametrize("secret", ["short", "PRD-secret-67890\r\nX-Header: 1", "PRD secret 67890", "PRD-bí-mật-67890"])
def test_what_cannot_be_a_key_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(InvalidInput, match="client_secret of site ebay is no key") as caught:
        order({**KEYS, "client_secret": secret})
    assert secret not in str(caught.value)


def test_no_key_is_sent_in_the_clear_but_to_the_own_machine() -> None:
    with pytest.raises(InvalidInput, match="in the clear"):
        order(KEYS, "http://api.ebay.example")
    assert order(KEYS, "http://127.0.0.1:8000").keys == KEYS


def test_an_order_does_not_show_its_keys() -> None:
    assert "PRD-secret" not in repr(order(KEYS))


def test_robots_txt_is_set_aside_only_where_a_key_was_given_to_us() -> None:
    for name in SITES:
        profile = site_profile(name)
        assert (profile.api.robots == "terms") == bool(profile.api.keys)
    given = {"name": "x", "kind": "shop", "rights": "none", "api": {"robots": "terms"}}
    with pytest.raises(ValueError, match="only where a key"):
        SiteProfile.model_validate(given)


@pytest.mark.parametrize(
    ("site", "start", "query", "said"),
    [
        ("youtube", [], None, "needs words"),
        ("tiki", [], None, "needs words"),
        ("mastodon", [], "#tag", "no address of its own"),
        ("mastodon", ["https://social.example"], None, "a tag or words"),
        ("shopify", ["https://shop.example"], "túi", "gives no search"),
        ("tiktok_commercial_content", [], "x" * 51, "1 to 50 letters"),
        ("ebay", ["ftp://api.ebay.com"], "orbis", "not a web address"),
        ("bluesky", [], None, "needs words"),
        ("meta_ad_library", [], None, "needs words"),
    ],
)
def test_a_source_that_says_nothing_to_its_site_is_refused(
    site: str, start: list[str], query: str | None, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        api_start(site_profile(site), start, query)


def test_a_service_has_an_address_of_its_own() -> None:
    assert api_start(site_profile("youtube"), [], "kem trị nám") == ["https://www.googleapis.com"]
    assert api_start(site_profile("tiki"), ["https://tiki.vn/kem-p123.html"], None) == ["https://tiki.vn/kem-p123.html"]
