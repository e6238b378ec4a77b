from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from listings.errors import Conflict, InvalidInput, NotFound
from listings.review import DecisionVerdict, FindingDecision
from store.open import Stores
from store.records import QueueRow
from tests.store.samples import LEASE, NOW, SITE, Clock, keep_import, label, listing, open_hit, verdict

TOMORROW = NOW + timedelta(days=1)


def claim(stores: Stores, user: str, *, later: timedelta = timedelta()) -> int | None:
    hit = stores.hits.claim(user, lease=LEASE, now=NOW + later)
    return None if hit is None else hit.id


def test_the_riskiest_comes_first_and_each_to_one_person(stores: Stores) -> None:
    low, high, middle = open_hit(stores, 1, 0.2), open_hit(stores, 2, 0.9), open_hit(stores, 3, 0.5)
    assert [claim(stores, user) for user in ("an", "bình", "chi", "dung")] == [high, middle, low, None]
    assert claim(stores, "bình") == middle


def test_a_site_filter_holds(stores: Stores) -> None:
    open_hit(stores, 1, 0.9)
    other = open_hit(stores, 2, 0.1, site="cho-khac")
    hit = stores.hits.claim("an", lease=LEASE, now=NOW, site="cho-khac")
    assert hit is not None
    assert hit.id == other


def test_a_lapsed_lease_frees_the_hit(stores: Stores) -> None:
    hit = open_hit(stores)
    claim(stores, "an")
    assert claim(stores, "bình") is None
    with pytest.raises(Conflict, match="an"):
        stores.hits.claim_one(hit, "bình", lease=LEASE, now=NOW)
    assert claim(stores, "bình", later=LEASE) == hit
    with pytest.raises(Conflict):
        stores.hits.decide(hit, "an", "confirm", "false_claim", now=NOW + LEASE)
    with pytest.raises(Conflict):
        stores.hits.extend(hit, "an", lease=LEASE, now=NOW + LEASE)


def test_extending_keeps_it(stores: Stores) -> None:
    hit = open_hit(stores)
    claim(stores, "an")
    assert stores.hits.extend(hit, "an", lease=2 * LEASE, now=NOW).lease_until == NOW + 2 * LEASE
    assert claim(stores, "bình", later=LEASE) is None
    with pytest.raises(Conflict):
        stores.hits.release(hit, "bình")


def test_a_skipped_hit_comes_last_for_that_person_only(stores: Stores) -> None:
    high, low = open_hit(stores, 1, 0.9), open_hit(stores, 2, 0.1)
    assert claim(stores, "an") == high
    stores.hits.release(high, "an", skip=True)
    stores.hits.release(high, "an", skip=True)
    assert claim(stores, "an") == low
    assert claim(stores, "bình") == high
    stores.hits.release(high, "bình")
    stores.hits.decide(low, "an", "dismiss", "authorised", now=NOW)
    assert claim(stores, "an") == high


def test_a_parked_hit_comes_back_on_its_day(stores: Stores, clock: Clock) -> None:
    hit = open_hit(stores)
    stores.hits.decide(hit, "an", "park", "needs_evidence", park_until=TOMORROW, now=NOW)
    assert (claim(stores, "an"), stores.hits.count_open(), stores.hits.queue()) == (None, 0, [])
    clock.move(days=1)
    assert stores.hits.count_open() == len(stores.hits.queue()) == 1
    assert claim(stores, "an", later=timedelta(days=1)) == hit


def test_a_passed_hit_goes_to_leads_only(stores: Stores) -> None:
    hit = open_hit(stores)
    stores.users.add("trưởng nhóm", "lead", "mật khẩu dài")
    stores.users.add("an", "reviewer", "mật khẩu dài")
    stores.hits.decide(hit, "an", "pass", "needs_second_opinion", now=NOW)
    assert claim(stores, "an") is None
    assert claim(stores, "trưởng nhóm") == hit


def test_racing_threads_never_share_a_hit(stores: Stores) -> None:
    hits = [open_hit(stores, number) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        drawn = list(pool.map(lambda number: claim(stores, f"user {number}"), range(16)))
    given = [hit for hit in drawn if hit is not None]
    assert sorted(given) == hits


def test_the_queue_walks_all_exactly_once(stores: Stores) -> None:
    hits = {open_hit(stores, number, risk=(number % 3) / 3) for number in range(23)}
    seen: list[QueueRow] = []
    while page := stores.hits.queue(seen[-1].cursor if seen else None, limit=5):
        seen += page
    assert len(seen) == len(hits)
    assert {row.hit.id for row in seen} == hits
    order = [(-row.hit.risk, row.hit.id) for row in seen]
    assert order == sorted(order)
    assert seen[0].categories == ("disease_cure",)


def test_all_hits_are_walked_whatever_their_state(stores: Stores) -> None:
    hits = [open_hit(stores, number) for number in range(5)]
    stores.hits.decide(hits[1], "an", "dismiss", "authorised", now=NOW)
    assert [hit.id for hit in stores.hits.page(limit=2)] == hits[:2]
    assert [(hit.id, hit.state) for hit in stores.hits.page(after=hits[0], limit=1)] == [(hits[1], "dismissed")]
    assert [hit.id for hit in stores.hits.page(after=hits[1])] == hits[2:]


def test_the_queue_filters(stores: Stores) -> None:
    open_hit(stores, 1, lang="vi")
    english = open_hit(stores, 2, lang="en")
    elsewhere = open_hit(stores, 3, site="cho-khac")
    assert [row.hit.id for row in stores.hits.queue(lang="en")] == [english]
    assert [row.hit.id for row in stores.hits.queue(site="cho-khac")] == [elsewhere]
    assert len(stores.hits.queue(site=SITE, lang="vi")) == 1


def test_a_confirmation_upholds_what_is_not_named(stores: Stores) -> None:
    hit = open_hit(stores)
    first, second = [stored.id for stored in stores.hits.case(hit).findings]
    rejected = FindingDecision(finding_id=second, upheld=False)
    decision = stores.hits.decide(hit, "an", "confirm", "false_claim", findings=[rejected], note="rõ", now=NOW)
    assert decision.findings == (FindingDecision(finding_id=first, upheld=True), rejected)
    assert (decision.number, decision.note, decision.user, decision.decided_at) == (1, "rõ", "an", NOW)
    assert stores.hits.case(hit).decisions == (decision,)
    assert stores.hits.case(hit).hit.state == "confirmed"
    assert stores.decisions.page() == [decision]
    with pytest.raises(Conflict, match="confirmed"):
        stores.hits.decide(hit, "an", "dismiss", "authorised", now=NOW)


def test_a_dismissal_rejects_what_is_not_named(stores: Stores) -> None:
    hit = open_hit(stores)
    decision = stores.hits.decide(hit, "an", "dismiss", "lawful_resale", now=NOW)
    assert [each.upheld for each in decision.findings] == [False, False]


@pytest.mark.parametrize(
    ("said", "reason"),
    [("confirm", "authorised"), ("dismiss", "false_claim"), ("park", "duplicate"), ("confirm", "nonsense"),
     ("reopen", "mistake"), ("park", "needs_evidence")],
)  # fmt: skip
def test_a_reason_must_fit(stores: Stores, said: DecisionVerdict, reason: str) -> None:
    hit = open_hit(stores)
    with pytest.raises(InvalidInput):
        stores.hits.decide(hit, "an", said, reason, now=NOW)
    assert stores.hits.case(hit).hit.state == "open"
    assert stores.decisions.page() == []


def test_findings_must_be_of_the_hit_and_one_upheld(stores: Stores) -> None:
    hit, other = open_hit(stores, 1), open_hit(stores, 2)
    foreign = stores.hits.case(other).findings[0].id
    own = [stored.id for stored in stores.hits.case(hit).findings]
    for said in (
        [FindingDecision(finding_id=foreign, upheld=True)],
        [FindingDecision(finding_id=number, upheld=False) for number in own],
        [FindingDecision(finding_id=own[0], upheld=True)] * 2,
    ):
        with pytest.raises(InvalidInput):
            stores.hits.decide(hit, "an", "confirm", "false_claim", findings=said, now=NOW)


def test_parking_needs_a_day_to_come(stores: Stores) -> None:
    hit = open_hit(stores)
    with pytest.raises(InvalidInput):
        stores.hits.decide(hit, "an", "park", "needs_evidence", park_until=NOW, now=NOW)
    with pytest.raises(InvalidInput):
        stores.hits.decide(hit, "an", "confirm", "false_claim", park_until=TOMORROW, now=NOW)


def test_undo_reopens_the_last_and_then_the_one_before(stores: Stores) -> None:
    first, second = open_hit(stores, 1), open_hit(stores, 2)
    stores.hits.decide(first, "an", "confirm", "false_claim", now=NOW)
    stores.hits.decide(second, "an", "dismiss", "authorised", now=NOW)
    back = stores.hits.undo("an", now=NOW)
    assert (back.id, back.state, back.lease_owner) == (second, "open", "an")
    assert stores.hits.undo("an", now=NOW).id == first
    with pytest.raises(NotFound):
        stores.hits.undo("an", now=NOW)
    verdicts = [decision.verdict for decision in stores.hits.recent("an")]
    assert verdicts == ["reopen", "reopen", "dismiss", "confirm"]
    assert len(stores.hits.recent("an", limit=2)) == 2
    assert stores.evidence.verify().sound


def test_undo_leaves_what_others_said_since(stores: Stores) -> None:
    hit = open_hit(stores)
    stores.hits.decide(hit, "an", "pass", "needs_second_opinion", now=NOW)
    stores.hits.decide(hit, "bình", "dismiss", "authorised", now=NOW)
    with pytest.raises(NotFound):
        stores.hits.undo("an", now=NOW)


def test_undo_reaches_ten_decisions_back(stores: Stores) -> None:
    for number in range(11):
        stores.hits.decide(open_hit(stores, number), "an", "dismiss", "authorised", now=NOW)
    # Every undo is a decision too: after five of them half of the last ten are decisions and half their undoing.
    assert len({stores.hits.undo("an", now=NOW).id for _ in range(5)}) == 5
    with pytest.raises(NotFound):
        stores.hits.undo("an", now=NOW)


def test_no_undo_while_the_listing_waits_again(stores: Stores) -> None:
    hit = open_hit(stores)
    stores.hits.decide(hit, "an", "dismiss", "authorised", now=NOW)
    version = keep_import(stores, listing(1, title="khác"))
    assert stores.judgements.keep(version, "j-1", verdict(label()), NOW) is not None
    with pytest.raises(Conflict):
        stores.hits.undo("an", now=NOW)
    assert stores.hits.case(hit).hit.state == "dismissed"
