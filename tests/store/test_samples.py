from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from listings.errors import Conflict, InvalidInput, NotFound
from listings.finding import Finding, TextSpan
from listings.page import WantedPage
from listings.passage import PERSON
from listings.review import DecisionVerdict, FindingDecision
from store.open import Stores
from tests.store.samples import (
    LEASE,
    NOW,
    keep_import,
    label,
    listing,
    open_hit,
    outcome,
    platform_of,
    signal,
    verdict,
)

PASSAGE = "sau bảy ngày"


def judged(stores: Stores, number: int, *findings: Finding, doubt: float | None = None, judge: str = "j-1") -> int:
    """Import and judge a listing, and give its version's id."""
    version = keep_import(stores, listing(number))
    stores.judgements.keep(version, judge, replace(verdict(*findings, risk=number / 100), doubt=doubt), NOW)
    return version


def draw(stores: Stores, count: int = 1) -> list[int]:
    """Draw by lot and give the waiting samples."""
    stores.samples.draw("random", count, NOW)
    return [row.hit.id for row in stores.hits.queue(samples=True)]


def marked(text: str = PASSAGE, field: str = "description") -> Finding:
    start = listing().text_of(field).find(text)
    span = TextSpan(field=field, start=start, end=start + len(text), text=text)
    return label("vn-mark", detector=PERSON, model=None, score=1.0, spans=(span,))


def test_only_judged_listings_that_are_not_flagged_are_drawn(stores: Stores) -> None:
    clean = {judged(stores, number) for number in range(1, 4)}
    judged(stores, 4, label())
    signalled = judged(stores, 5, signal())
    keep_import(stores, listing(6))
    done = stores.samples.draw("random", 50, NOW)
    assert (done.asked, done.drawn, done.queued) == (50, 4, 4)
    waiting = stores.hits.queue(samples=True)
    assert {row.hit.version_id for row in waiting} == clean | {signalled}
    assert {row.hit.sample for row in waiting} == {"random"}
    assert stores.samples.draw("random", 50, NOW).drawn == 0


def test_a_changed_listing_is_drawn_in_its_latest_version_by_its_latest_verdict(stores: Stores) -> None:
    judged(stores, 1)
    changed = keep_import(stores, listing(1, title="khác"))
    assert stores.samples.draw("random", 9, NOW).drawn == 0
    stores.judgements.keep(changed, "j-1", verdict(label()), NOW)
    stores.judgements.keep(changed, "j-2", verdict(), NOW)
    (sample,) = draw(stores)
    assert stores.hits.case(sample).hit.version_id == changed
    assert stores.hits.case(sample).judge_version == "j-2"


def test_the_lot_reaches_every_listing(stores: Stores) -> None:
    versions = {judged(stores, number) for number in range(1, 7)}
    seen = set()
    for _ in range(6):
        seen |= {stores.hits.case(hit).hit.version_id for hit in draw(stores)}
    assert seen == versions


def test_only_what_is_known_to_be_close_to_the_threshold_is_drawn_as_such(stores: Stores) -> None:
    unsaid, close, far = (judged(stores, n, doubt=doubt) for n, doubt in ((9, None), (1, 0.9), (2, 0.1)))
    order = []
    for _ in range(2):
        stores.samples.draw("uncertain", 1, NOW)
        (waiting,) = [row.hit for row in stores.hits.queue(samples=True) if row.hit.version_id not in order]
        order.append(waiting.version_id)
        assert waiting.sample == "uncertain"
    assert order == [close, far]
    done = stores.samples.draw("uncertain", 9, NOW)
    assert (done.drawn, done.to_judge_again) == (0, 1)
    stores.judgements.keep(unsaid, "j-2", replace(verdict(), doubt=0.2), NOW)
    assert stores.samples.draw("uncertain", 9, NOW).drawn == 1
    assert stores.samples.draw("random", 9, NOW).to_judge_again == 0


def test_samples_count_as_no_hits_until_confirmed(stores: Stores) -> None:
    hit = open_hit(stores, 9)
    judged(stores, 1)
    judged(stores, 2)
    one, two = draw(stores, 2)
    assert (stores.hits.count_open(), stores.hits.count_samples()) == (1, 2)
    assert [row.hit.id for row in stores.hits.queue(samples=False)] == [hit]
    assert len(stores.hits.queue()) == 3
    assert [shown.id for shown in stores.hits.page()] == [hit]
    assert stores.hits.case(hit).seller_hits == 1
    stores.hits.decide(one, "an", "dismiss", "insufficient_grounds", now=NOW)
    stores.hits.decide(two, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    assert [(shown.id, shown.sample) for shown in stores.hits.page()] == [(hit, None), (two, "random")]
    assert [decision.hit_id for decision in stores.decisions.page()] == [two]
    assert stores.hits.case(hit).seller_hits == 2
    assert [takedown.hit_id for takedown in stores.takedowns.build(NOW, platform_of)] == [two]


def test_samples_come_after_what_is_suspected_or_alone(stores: Stores) -> None:
    hit = open_hit(stores, 9, risk=0.5)
    judged(stores, 1)
    (sample,) = draw(stores)
    first = stores.hits.claim("an", lease=LEASE, now=NOW)
    alone = stores.hits.claim("bình", lease=LEASE, now=NOW, samples_only=True)
    assert first is not None
    assert alone is not None
    assert (first.id, alone.id) == (hit, sample)
    assert stores.hits.claim("chi", lease=LEASE, now=NOW, samples_only=True) is None


def test_samples_are_handed_out_as_they_were_drawn_whatever_their_risk(stores: Stores) -> None:
    for number, doubt in ((1, 0.2), (2, 0.9), (3, 0.1), (4, 0.7)):
        judged(stores, number, doubt=doubt)
    stores.samples.draw("uncertain", 3, NOW)
    stores.samples.draw("random", 9, NOW)
    hit = open_hit(stores, 9, risk=0.001)
    handed = []
    while claimed := stores.hits.claim("an", lease=LEASE, now=NOW):
        handed.append((claimed.sample, round(claimed.risk * 100)))
        reason = "detector_error" if claimed.id == hit else "insufficient_grounds"
        stores.hits.decide(claimed.id, "an", "dismiss", reason, now=NOW)
    assert handed == [(None, 0), ("uncertain", 2), ("uncertain", 4), ("uncertain", 1), ("random", 3)]


def test_a_lot_is_handed_out_in_the_order_of_the_lot(stores: Stores) -> None:
    for number in range(12):
        judged(stores, number)
    drawn = draw(stores, 12)
    listings = [stores.hits.case(hit).hit.listing_id for hit in sorted(drawn)]
    # By chance the lot follows the listings' own order once in 479 million times.
    assert listings != sorted(listings)


def test_a_skipped_sample_comes_after_the_others(stores: Stores) -> None:
    hit = open_hit(stores, 9)
    judged(stores, 1)
    (sample,) = draw(stores)
    stores.hits.release(hit, "an", skip=True)
    handed = []
    for _ in range(2):
        claimed = stores.hits.claim("an", lease=LEASE, now=NOW)
        assert claimed is not None
        handed.append(claimed.id)
        stores.hits.decide(claimed.id, "an", "dismiss", "insufficient_grounds", now=NOW)
    assert handed == [sample, hit]


def test_a_marked_passage_is_upheld_quoted_and_chained(stores: Stores) -> None:
    judged(stores, 1)
    (sample,) = draw(stores)
    decision = stores.hits.decide(sample, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    (stored,) = stores.hits.case(sample).findings
    assert stored.finding == marked()
    assert [(said.finding_id, said.upheld) for said in decision.findings] == [(stored.id, True)]
    (takedown,) = stores.takedowns.build(NOW, platform_of)
    assert [(quote.category, quote.text) for quote in takedown.quotes] == [("disease_cure", PASSAGE)]
    assert stores.evidence.verify().sound


def test_a_missed_passage_is_added_to_an_ordinary_hit(stores: Stores) -> None:
    hit = open_hit(stores)
    decision = stores.hits.decide(hit, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    assert [said.upheld for said in decision.findings] == [True, True, True]
    assert stores.hits.case(hit).findings[-1].finding.detector == PERSON


def test_marking_again_after_an_undo_keeps_the_passage_once(stores: Stores) -> None:
    judged(stores, 1)
    (sample,) = draw(stores)
    stores.hits.decide(sample, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    stores.hits.undo("an", now=NOW)
    assert stores.hits.count_samples() == 1
    stores.hits.decide(sample, "an", "confirm", "false_claim", marked=[marked(), marked("Trà", "title")], now=NOW)
    assert len(stores.hits.case(sample).findings) == 2
    assert stores.evidence.verify().sound


@pytest.mark.parametrize(
    ("said", "reason", "finding"),
    [
        ("confirm", "false_claim", None),
        ("dismiss", "insufficient_grounds", marked()),
        ("confirm", "false_claim", marked("không có ở đây")),
        ("confirm", "false_claim", replace(marked(), detector="claims")),
        ("confirm", "false_claim", replace(marked(), kind="signal")),
        ("confirm", "false_claim", replace(marked(), spans=())),
        ("confirm", "false_claim", replace(marked(), spans=(TextSpan(field="description", start=0, end=0, text=""),))),
    ],
)
def test_a_decision_that_does_not_hang_together_leaves_nothing(
    stores: Stores, said: DecisionVerdict, reason: str, finding: Finding | None
) -> None:
    judged(stores, 1)
    (sample,) = draw(stores)
    with pytest.raises(InvalidInput):
        stores.hits.decide(sample, "an", said, reason, marked=[finding] if finding else [], now=NOW)
    assert stores.hits.case(sample).hit.state == "open"
    assert stores.hits.case(sample).findings == ()


def undone(stores: Stores) -> tuple[int, int]:
    """Give a sample whose confirmation was taken back, and the finding that was marked for it."""
    judged(stores, 1)
    (sample,) = draw(stores)
    stores.hits.decide(sample, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    stores.hits.undo("an", now=NOW)
    (stored,) = stores.hits.case(sample).findings
    return sample, stored.id


def test_a_passage_that_was_taken_back_is_not_quoted(stores: Stores) -> None:
    sample, passage = undone(stores)
    decision = stores.hits.decide(sample, "an", "confirm", "counterfeit", note="Tem khác hàng thật", now=NOW)
    assert [(said.finding_id, said.upheld) for said in decision.findings] == [(passage, False)]
    (takedown,) = stores.takedowns.build(NOW, platform_of)
    assert PASSAGE not in [quote.text for quote in takedown.quotes]


def test_a_passage_that_was_taken_back_does_not_carry_a_false_claim(stores: Stores) -> None:
    sample, _ = undone(stores)
    with pytest.raises(InvalidInput, match="quoted"):
        stores.hits.decide(sample, "an", "confirm", "false_claim", note="như trước", now=NOW)


def test_a_passage_that_was_taken_back_may_be_upheld_after_all(stores: Stores) -> None:
    sample, passage = undone(stores)
    said = [FindingDecision(finding_id=passage, upheld=True)]
    stores.hits.decide(sample, "an", "confirm", "false_claim", findings=said, now=NOW)
    (takedown,) = stores.takedowns.build(NOW, platform_of)
    assert [quote.text for quote in takedown.quotes] == [PASSAGE]


def test_a_passage_that_was_taken_back_may_be_marked_again(stores: Stores) -> None:
    sample, passage = undone(stores)
    again = [marked("Trà", "title"), marked()]
    decision = stores.hits.decide(sample, "an", "confirm", "false_claim", marked=again, now=NOW)
    assert [said.upheld for said in decision.findings] == [True, True]
    assert passage in [said.finding_id for said in decision.findings]


def test_a_taken_back_passage_does_not_carry_an_ordinary_hit_either(stores: Stores) -> None:
    hit = open_hit(stores)
    detected = [found.id for found in stores.hits.case(hit).findings]
    stores.hits.decide(hit, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    stores.hits.undo("an", now=NOW)
    rejected = [FindingDecision(finding_id=number, upheld=False) for number in detected]
    with pytest.raises(InvalidInput, match="at least one"):
        stores.hits.decide(hit, "an", "confirm", "false_claim", findings=rejected, now=NOW)


def test_what_only_a_picture_shows_is_said_in_a_note_which_the_notice_states(stores: Stores) -> None:
    judged(stores, 1, signal())
    (sample,) = draw(stores)
    for note in (None, " "):
        with pytest.raises(InvalidInput, match="no ground"):
            stores.hits.decide(sample, "an", "confirm", "counterfeit", note=note, now=NOW)
    stores.hits.decide(sample, "an", "confirm", "counterfeit", note="Tem khác hàng thật", now=NOW)
    (takedown,) = stores.takedowns.build(NOW, platform_of)
    weak, noted = takedown.quotes
    assert weak.category == "price_low"
    assert (noted.category, noted.rule, noted.field, noted.text) == ("counterfeit", PERSON, None, None)
    assert "Tem khác hàng thật" in noted.reason_vi
    assert "Tem khác hàng thật" in noted.reason_en


def test_a_false_claim_on_a_sample_does_not_rest_on_a_signal(stores: Stores) -> None:
    judged(stores, 1, signal())
    (sample,) = draw(stores)
    with pytest.raises(InvalidInput, match="quoted"):
        stores.hits.decide(sample, "an", "confirm", "false_claim", note="rẻ quá", now=NOW)
    assert stores.hits.case(sample).hit.state == "open"


def test_the_note_stays_in_the_house_where_a_passage_is_quoted(stores: Stores) -> None:
    judged(stores, 1)
    (sample,) = draw(stores)
    stores.hits.decide(sample, "an", "confirm", "false_claim", marked=[marked()], note="hỏi chị Lan", now=NOW)
    stores.hits.decide(open_hit(stores, 2), "an", "confirm", "false_claim", note="hỏi chị Lan", now=NOW)
    assert "hỏi chị Lan" not in str(stores.takedowns.build(NOW, platform_of))


def test_a_sample_that_is_flagged_later_becomes_a_hit(stores: Stores) -> None:
    version = judged(stores, 1)
    (sample,) = draw(stores)
    assert stores.judgements.keep(version, "j-2", verdict(signal(), risk=0.2), NOW) == sample
    assert (stores.hits.case(sample).hit.sample, stores.hits.case(sample).hit.risk) == ("random", 0.2)
    assert stores.judgements.keep(version, "j-3", verdict(label(), risk=0.8), NOW) == sample
    assert (stores.hits.case(sample).hit.sample, stores.hits.count_open(), stores.hits.count_samples()) == (None, 1, 0)


def test_a_sample_that_is_flagged_and_then_is_not_is_a_sample_again(stores: Stores) -> None:
    version = judged(stores, 1)
    (sample,) = draw(stores)
    stores.judgements.keep(version, "j-2", verdict(label(), risk=0.8), NOW)
    assert stores.judgements.keep(version, "j-3", verdict(risk=0.3), NOW) == sample
    case = stores.hits.case(sample)
    assert (case.hit.sample, case.hit.state, case.hit.risk, case.findings) == ("random", "open", 0.3, ())
    stores.hits.decide(sample, "an", "dismiss", "insufficient_grounds", now=NOW)
    assert [(tally.drawn, tally.decided) for tally in stores.samples.tallies()] == [(1, 1)]


def test_what_is_said_of_other_words_is_no_answer_to_the_draw(stores: Stores) -> None:
    judged(stores, 1)
    judged(stores, 2)
    draw(stores, 2)
    for number, findings in ((1, [label()]), (2, [])):
        changed = keep_import(stores, listing(number, title="khác"))
        stores.judgements.keep(changed, "j-1", verdict(*findings), NOW)
    for row in stores.hits.queue():
        stores.hits.decide(row.hit.id, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    (tally,) = stores.samples.tallies()
    assert (tally.drawn, tally.decided, tally.confirmed, tally.changed) == (2, 0, 0, 2)


def test_what_is_said_of_the_same_words_in_a_later_version_is_an_answer(stores: Stores) -> None:
    judged(stores, 1)
    (sample,) = draw(stores)
    for title in ("khác", listing(1).title):
        version = keep_import(stores, listing(1, title=title))
        stores.judgements.keep(version, "j-2", verdict(label()), NOW)
    stores.hits.decide(sample, "an", "confirm", "false_claim", now=NOW)
    (tally,) = stores.samples.tallies()
    assert (tally.drawn, tally.decided, tally.confirmed, tally.changed) == (1, 1, 1, 0)


def test_a_claim_that_a_person_marked_is_not_asked_about_again(stores: Stores) -> None:
    version = judged(stores, 1)
    (sample,) = draw(stores)
    stores.hits.decide(sample, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    assert stores.judgements.keep(version, "j-2", verdict(label("vn-mark")), NOW) is None
    assert stores.judgements.keep(version, "j-3", verdict(label("vn-other")), NOW) not in {None, sample}


def test_what_a_person_has_decided_stays_in_the_lot_and_is_not_queued_again(stores: Stores) -> None:
    for number in range(1, 4):
        judged(stores, number, doubt=number / 10)
    assert stores.samples.draw("uncertain", 2, NOW).queued == 2
    confirmed, dismissed = (row.hit.id for row in stores.hits.queue(samples=True))
    stores.hits.decide(confirmed, "an", "confirm", "false_claim", marked=[marked()], now=NOW)
    stores.hits.decide(dismissed, "an", "dismiss", "insufficient_grounds", now=NOW)
    done = stores.samples.draw("random", 9, NOW)
    assert (done.drawn, done.queued) == (3, 1)
    by_lot, chosen = stores.samples.tallies()
    assert (by_lot.kind, by_lot.drawn, by_lot.decided, by_lot.confirmed, by_lot.unflagged) == ("random", 3, 2, 1, 2)
    assert (chosen.kind, chosen.drawn, chosen.decided, chosen.confirmed) == ("uncertain", 2, 2, 1)
    assert stores.samples.draw("uncertain", 9, NOW).drawn == 0


def test_each_judge_has_its_own_tally(stores: Stores) -> None:
    version = judged(stores, 1)
    (sample,) = draw(stores)
    stores.hits.decide(sample, "an", "dismiss", "insufficient_grounds", now=NOW)
    stores.judgements.keep(version, "j-2", verdict(), NOW)
    assert stores.samples.draw("random", 1, NOW).queued == 0
    assert [(t.judge_version, t.drawn, t.decided, t.unflagged) for t in stores.samples.tallies()] == [
        ("j-2", 1, 1, 1),
        ("j-1", 1, 1, 0),
    ]


def test_one_source_at_a_time(stores: Stores) -> None:
    source = stores.sources.add("chợ", "cho-mau", ["http://127.0.0.1:9/tin/7"])
    run = stores.runs.open_run("chợ", owner="w", lease=LEASE, now=NOW).run_id
    pages = stores.crawl(run, source)
    pages.offer([WantedPage(url="http://127.0.0.1:9/tin/7", kind="listing")])
    (page,) = pages.take(1)
    pages.keep(outcome(page, listing(7)))
    (seen,) = [stored.version_id for stored in stores.listings.page()]
    stores.judgements.keep(seen, "j-1", verdict(), NOW)
    judged(stores, 1)
    assert stores.samples.draw("random", 9, NOW, source="chợ").drawn == 1
    assert [row.hit.version_id for row in stores.hits.queue(samples=True)] == [seen]
    everywhere = stores.samples.draw("random", 9, NOW)
    assert (everywhere.drawn, everywhere.queued) == (2, 1)
    assert {(t.source, t.drawn, t.unflagged) for t in stores.samples.tallies()} == {("chợ", 1, 1), (None, 2, 2)}
    with pytest.raises(NotFound):
        stores.samples.draw("random", 1, NOW, source="không có")


def test_a_sample_is_held_like_a_hit(stores: Stores) -> None:
    judged(stores, 1)
    (sample,) = draw(stores)
    stores.hits.claim_one(sample, "an", lease=LEASE, now=NOW)
    with pytest.raises(Conflict):
        stores.hits.decide(sample, "bình", "dismiss", "insufficient_grounds", now=NOW)


def test_two_who_draw_at_once_never_draw_the_same_twice(stores: Stores) -> None:
    for number in range(1, 13):
        judged(stores, number)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: stores.samples.draw("random", 6, NOW), range(4)))
    waiting = stores.hits.queue(samples=True)
    assert len({row.hit.listing_id for row in waiting}) == len(waiting) == sum(draw.queued for draw in done)
    (tally,) = stores.samples.tallies()
    assert tally.drawn == len(waiting) >= 6
