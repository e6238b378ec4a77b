"""What was found in pictures still counts while nobody can read them: unread is not clean."""

from __future__ import annotations

from dataclasses import replace

from listings.finding import Finding, Verdict
from listings.page import PageOutcome, WantedPage
from store.open import Stores
from tests.store.samples import LEASE, NOW, capture, keep_import, label, listing, signal, verdict, words

PICTURE = "http://127.0.0.1:9/anh/1.jpg"


def _pictured(stores: Stores, version: int, rule: str = "vn-cure") -> Finding:
    (image,) = stores.listings.subject(version).images
    return label(rule, spans=(), regions=(words(image.digest),))


def _blind(stores: Stores, version: int, *findings: Finding, risk: float = 0.1) -> Verdict:
    """Give the verdict of a judge who cannot read pictures."""
    unread = tuple(image.digest for image in stores.listings.subject(version).images)
    return replace(verdict(*findings, risk=risk), unread=unread)


def _rules(stores: Stores, hit: int) -> list[str]:
    return [stored.finding.rule for stored in stores.hits.case(hit).findings]


def _suspected(stores: Stores, *beside: Finding) -> tuple[int, int, Finding]:
    """Queue a listing for what its picture says; give version, hit and that finding."""
    version = keep_import(stores, listing(1), **{PICTURE: b"picture"})
    found = _pictured(stores, version)
    hit = stores.judgements.keep(version, "reader", verdict(found, *beside), NOW)
    assert hit is not None
    return version, hit, found


def test_a_hit_that_rests_on_a_picture_stays_while_nobody_can_read_it(stores: Stores) -> None:
    version, hit, found = _suspected(stores)
    assert stores.judgements.keep(version, "blind", _blind(stores, version), NOW) == hit
    case = stores.hits.case(hit)
    assert (case.hit.state, case.hit.risk, case.judge_version) == ("open", 0.9, "blind")
    assert [stored.finding for stored in case.findings] == [found]
    assert any("không đọc được" in note and "could not be read" in note for note in case.notes)
    assert stores.judgements.keep(version, "blind-2", _blind(stores, version), NOW) == hit
    assert _rules(stores, hit) == ["vn-cure"]


def test_it_lapses_once_somebody_reads_the_picture_and_finds_nothing(stores: Stores) -> None:
    version, hit, _ = _suspected(stores)
    stores.judgements.keep(version, "blind", _blind(stores, version), NOW)
    assert stores.judgements.keep(version, "reader-2", verdict(), NOW) is None
    assert stores.hits.case(hit).hit.state == "lapsed"


def test_what_the_text_said_is_judged_anew_and_what_the_picture_says_stays(stores: Stores) -> None:
    version, hit, found = _suspected(stores, label("in-text", category="replica"), signal())
    stores.judgements.keep(version, "blind", _blind(stores, version, label("new")), NOW)
    assert _rules(stores, hit) == ["new", "vn-cure"]
    both = replace(found, rule="both", spans=label().spans)
    stores.judgements.keep(version, "reader-2", verdict(both), NOW)
    stores.judgements.keep(version, "blind-2", _blind(stores, version), NOW)
    (stored,) = stores.hits.case(hit).findings
    assert (stored.finding.rule, stored.finding.spans, stored.finding.regions) == ("both", (), found.regions)


def test_a_judge_who_was_blind_before_keeps_it_too_when_he_is_back(stores: Stores) -> None:
    version = keep_import(stores, listing(1), **{PICTURE: b"picture"})
    assert stores.judgements.keep(version, "blind", _blind(stores, version), NOW) is None
    hit = stores.judgements.keep(version, "reader", verdict(_pictured(stores, version)), NOW)
    assert hit is not None
    for judge, said in (("blind", _blind(stores, version)), ("reader", verdict(_pictured(stores, version)))) * 2:
        assert stores.judgements.keep(version, judge, said, NOW) == hit
        assert _rules(stores, hit) == ["vn-cure"]


def test_a_changed_listing_keeps_what_its_picture_says_until_the_picture_is_gone(stores: Stores) -> None:
    _, hit, _ = _suspected(stores)
    changed = keep_import(stores, listing(1, title="khác"), **{PICTURE: b"picture"})
    assert stores.judgements.keep(changed, "blind", _blind(stores, changed), NOW) == hit
    assert stores.hits.case(hit).hit.version_id == changed
    bare = keep_import(stores, listing(1, title="không ảnh"))
    assert stores.judgements.keep(bare, "blind", _blind(stores, bare), NOW) is None
    assert stores.hits.case(hit).hit.state == "lapsed"


def test_a_picture_that_could_not_be_fetched_again_is_not_clean(stores: Stores) -> None:
    version, hit, _ = _suspected(stores)
    _fetch(stores, version, None)
    assert stores.listings.unjudged(None) == [version]
    assert stores.judgements.keep(version, "reader", verdict(), NOW, images=[]) == hit
    assert _rules(stores, hit) == ["vn-cure"]
    _fetch(stores, version, b"another picture")
    assert stores.judgements.keep(version, "blind", _blind(stores, version), NOW) == hit
    assert stores.judgements.keep(version, "reader", verdict(), NOW) is None


def _fetch(stores: Stores, version: int, body: bytes | None) -> None:
    """Fetch the picture again and get these bytes, or none."""
    name = f"source-{version}-{body is None}"
    source = stores.sources.add(name, "generic_shop", ["http://127.0.0.1:9/"])
    crawl = stores.crawl(stores.runs.open_run(name, owner="t", lease=LEASE, now=NOW).run_id, source)
    page = WantedPage(url=PICTURE, kind="image", listing_id=stores.listings.page()[0].id)
    if body is None:
        crawl.keep(PageOutcome(page=page, state="unreadable", reason="timed_out", capture=None))
    else:
        crawl.keep(PageOutcome(page=page, state="read", capture=capture(PICTURE, body)))
