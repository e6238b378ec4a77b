"""Rules in shadow: what they find has no effect; people's opinions are counted; changes of state are chained."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import inspect, text

from listings.errors import Conflict, NotFound
from listings.finding import Verdict
from listings.review import DecisionVerdict, FindingDecision
from listings.ruling import RuleFigures, SeenRule
from store.open import Stores
from tests.store.samples import LEASE, NOW, keep_import, label, listing, platform_of, signal, verdict

RULE = "own-rule"
PHRASES = ("nước thần",)


def _seen(change: int | None = None, *phrases: str, version: str = "v-1") -> SeenRule:
    return SeenRule(version=version, phrases=phrases or PHRASES, change=change)


def _trial(stores: Stores, rule: str = "own-rule") -> RuleFigures:
    return stores.rules.trial_figures().get(rule, RuleFigures())


def shadow_finding(rule: str = RULE) -> Verdict:
    tried = label(rule, kind="shadow", detector="wording")
    return Verdict(findings=(), risk=0.0, shadow=(tried,))


def _flag(stores: Stores, number: int, *, judge: str = "j-1", hit: bool = False) -> int:
    version = keep_import(stores, listing(number))
    given = replace(shadow_finding(), findings=(label(), signal()) if hit else (), risk=0.9 if hit else 0.0)
    queued = stores.judgements.keep(version, judge, given, NOW)
    assert (queued is not None) == hit
    return queued or version


def test_a_shadow_finding_is_kept_and_queues_nothing(stores: Stores) -> None:
    _flag(stores, 1)
    assert stores.hits.count_open() == 0
    assert stores.hits.queue() == []
    (sample,) = stores.rules.samples(RULE)
    assert (sample.finding.kind, sample.finding.spans[0].text) == ("shadow", "Chữa khỏ")
    assert (sample.listing.id, sample.marked_right) == ("sp-1", None)


def test_a_shadow_finding_is_in_no_case_decision_or_takedown(stores: Stores) -> None:
    hit = _flag(stores, 1, hit=True)
    case = stores.hits.case(hit)
    assert {found.finding.kind for found in case.findings} == {"label", "signal"}
    stores.hits.claim("lan", lease=LEASE, now=NOW)
    upheld = [FindingDecision(finding_id=found.id, upheld=True) for found in case.findings]
    decision = stores.hits.decide(hit, "lan", "confirm", "false_claim", findings=upheld, now=NOW)
    assert len(decision.findings) == len(case.findings)
    (takedown,) = stores.takedowns.build(NOW, platform_of)
    assert RULE not in {quote.rule for quote in takedown.quotes}


def test_a_listing_that_only_a_shadow_rule_finds_leaves_the_queue(stores: Stores) -> None:
    hit = _flag(stores, 1, hit=True)
    version = stores.hits.case(hit).listing.version_id
    assert stores.judgements.keep(version, "j-2", shadow_finding(), NOW) is None
    assert stores.hits.case(hit).hit.state == "lapsed"


def test_figures_count_listings_once_and_marks_before_decisions(stores: Stores) -> None:
    for number, conclusion in ((1, "confirm"), (2, "confirm"), (3, "dismiss")):
        hit = _flag(stores, number, hit=True)
        reason = "false_claim" if conclusion == "confirm" else "insufficient_grounds"
        stores.hits.decide(hit, "lan", conclusion, reason, now=NOW)  # type: ignore[arg-type]  # the words above
    _flag(stores, 4)
    stores.judgements.keep(keep_import(stores, listing(4)), "j-2", shadow_finding(), NOW)
    figures = _trial(stores)
    assert (figures.flagged, figures.decided, figures.confirmed) == (4, 3, 2)
    assert (figures.right, figures.judged) == (2, 3)
    by_listing = {sample.listing.id: sample.id for sample in stores.rules.samples(RULE)}
    stores.rules.mark(RULE, by_listing["sp-1"], right=False, user="ha", now=NOW)
    stores.rules.mark(RULE, by_listing["sp-4"], right=False, user="ha", now=NOW)
    stores.rules.mark(RULE, by_listing["sp-4"], right=True, user="ha", now=NOW)
    figures = _trial(stores)
    assert (figures.marked_right, figures.marked_wrong) == (1, 1)
    assert (figures.right, figures.judged) == (2, 4)
    assert figures.precision is not None
    assert figures.precision.low == pytest.approx(0.150, abs=0.001)
    assert figures.precision.high == pytest.approx(0.850, abs=0.001)


def test_a_mark_stays_when_the_listing_is_judged_again(stores: Stores) -> None:
    version = _flag(stores, 1)
    (sample,) = stores.rules.samples(RULE)
    stores.rules.mark(RULE, sample.id, right=True, user="ha", now=NOW)
    stores.judgements.keep(version, "j-2", shadow_finding(), NOW)
    (again,) = stores.rules.samples(RULE)
    assert (again.id != sample.id, again.marked_right, again.marked_by) == (True, True, "ha")


def test_what_a_narrower_rule_no_longer_finds_is_not_counted(stores: Stores) -> None:
    version = _flag(stores, 1)
    stores.judgements.keep(version, "j-2", verdict(risk=0.0), NOW)
    assert _trial(stores).flagged == 0
    assert _trial(stores, "never seen").precision is None


def test_unmarked_samples_come_first(stores: Stores) -> None:
    for number in (1, 2, 3):
        _flag(stores, number)
    newest = stores.rules.samples(RULE)[0]
    stores.rules.mark(RULE, newest.id, right=True, user="ha", now=NOW)
    assert [sample.listing.id for sample in stores.rules.samples(RULE)] == ["sp-2", "sp-1", "sp-3"]
    assert len(stores.rules.samples(RULE, limit=2)) == 2
    with pytest.raises(NotFound):
        stores.rules.mark(RULE, 999, right=True, user="ha", now=NOW)


def test_the_latest_change_counts_and_all_stay(stores: Stores) -> None:
    assert stores.rules.changes() == {}
    assert stores.rules.last_change() == 0
    stores.rules.change(RULE, "live", _seen(), "ha", NOW)
    with pytest.raises(Conflict, match="live already"):
        stores.rules.change(RULE, "live", _seen(1), "minh", NOW)
    stores.rules.change(RULE, "live", _seen(1, *PHRASES, "nước tiên"), "minh", NOW)
    stores.rules.change(RULE, "shadow", _seen(2), "ha", NOW)
    stores.rules.change("other", "shadow", _seen(), "ha", NOW)
    assert stores.rules.last_change() == 4
    changes = stores.rules.changes()
    assert {rule: change.state for rule, change in changes.items()} == {RULE: "shadow", "other": "shadow"}
    assert [(change.state, change.user) for change in stores.rules.history(RULE)] == [
        ("live", "ha"),
        ("live", "minh"),
        ("shadow", "ha"),
    ]


def test_of_two_who_read_the_same_only_the_first_changes_it(stores: Stores) -> None:
    stores.rules.change(RULE, "live", _seen(), "ha", NOW)
    with pytest.raises(Conflict, match="changed meanwhile, by ha"):
        stores.rules.change(RULE, "live", _seen(None, "nước thần", "nước tiên"), "minh", NOW)
    with pytest.raises(Conflict, match="changed meanwhile"):
        stores.rules.change("other", "live", _seen(7), "minh", NOW)
    assert [change.user for change in stores.rules.history(RULE)] == ["ha"]


def test_a_change_keeps_version_and_figures_of_the_state_it_ends(stores: Stores) -> None:
    version = _flag(stores, 1)
    (sample,) = stores.rules.samples(RULE)
    stores.rules.mark(RULE, sample.id, right=True, user="ha", now=NOW)
    stores.rules.change(RULE, "live", _seen(version="abc"), "ha", NOW)
    hit = stores.judgements.keep(version, "j-2", verdict(label(RULE)), NOW)
    assert hit is not None
    stores.hits.decide(hit, "lan", "confirm", "false_claim", now=NOW)
    stores.rules.change(RULE, "shadow", _seen(1), "ha", NOW)
    tried, used = stores.rules.history(RULE)
    assert tried.version == "abc"
    assert tried.figures == RuleFigures(flagged=1, marked_right=1, right=1, judged=1)
    assert used.figures == RuleFigures(flagged=1, decided=1, confirmed=1, right=1, judged=1)
    assert _trial(stores).flagged == 0


def test_only_conclusions_on_the_text_are_opinions(stores: Stores) -> None:
    """Parked, passed on, taken back, dismissed for the seller's sake: nobody said that the rule was right or wrong."""
    said: tuple[tuple[DecisionVerdict, str], ...] = (
        ("confirm", "false_claim"),
        ("dismiss", "detector_error"),
        ("dismiss", "authorised"),
        ("dismiss", "duplicate"),
        ("dismiss", "lawful_resale"),
        ("pass", "needs_second_opinion"),
        ("confirm", "false_claim"),
    )
    for number, (conclusion, reason) in enumerate(said, start=1):
        hit = _flag(stores, number, hit=True)
        case = stores.hits.case(hit)
        named = [FindingDecision(finding_id=found.id, upheld=True) for found in case.findings]
        stores.hits.claim_one(hit, "lan", lease=LEASE, now=NOW)
        findings = named if conclusion == "pass" else []
        stores.hits.decide(hit, "lan", conclusion, reason, findings=findings, now=NOW)
    stores.hits.undo("lan", lease=LEASE, now=NOW)
    tried, used = _trial(stores), stores.rules.live_figures("vn-cure")["vn-cure"]
    assert (tried.flagged, tried.decided, tried.confirmed) == (7, 2, 1)
    assert (used.flagged, used.judged, used.right) == (7, 2, 1)


def test_a_listing_that_changed_is_counted_as_it_is_now(stores: Stores) -> None:
    _flag(stores, 1, hit=True)
    (sample,) = stores.rules.samples(RULE)
    stores.rules.mark(RULE, sample.id, right=False, user="ha", now=NOW)
    harmless = keep_import(stores, replace(listing(1), description="Trà sen Tây Hồ"))
    assert stores.rules.samples(RULE) == []
    stores.judgements.keep(harmless, "j-1", verdict(risk=0.0), NOW)
    figures = _trial(stores)
    assert (figures.flagged, figures.marked_wrong, figures.judged) == (0, 1, 1)
    assert "vn-cure" not in stores.rules.live_figures()


def test_all_rules_are_counted_at_once(stores: Stores) -> None:
    for number in (1, 2, 3):
        version = keep_import(stores, listing(number))
        tried = tuple(label(f"try-{rule}", kind="shadow") for rule in range(number))
        used = tuple(label(f"use-{rule}") for rule in range(number))
        stores.judgements.keep(version, "j-1", Verdict(findings=used, risk=0.9, shadow=tried), NOW)
    for counted, name in ((stores.rules.trial_figures, "try"), (stores.rules.live_figures, "use")):
        found = counted()
        assert {rule: figures.flagged for rule, figures in found.items()} == {
            f"{name}-0": 3,
            f"{name}-1": 2,
            f"{name}-2": 1,
        }
        assert all(counted(rule) == {rule: figures} for rule, figures in found.items())


def test_findings_are_looked_up_by_rule(stores: Stores) -> None:
    names = {index["name"] for index in inspect(stores.database.engine).get_indexes("findings")}
    assert "ix_findings_rule" in names


def test_a_finding_is_marked_under_its_own_rule_only(stores: Stores) -> None:
    _flag(stores, 1)
    (sample,) = stores.rules.samples(RULE)
    with pytest.raises(NotFound, match="not of rule other"):
        stores.rules.mark("other", sample.id, right=True, user="ha", now=NOW)
    assert _trial(stores).judged == 0


def test_the_chain_notices_an_opinion_that_was_altered(stores: Stores) -> None:
    _flag(stores, 1)
    (sample,) = stores.rules.samples(RULE)
    stores.rules.mark(RULE, sample.id, right=False, user="ha", now=NOW)
    entry = stores.evidence.entries()[-1]
    assert (entry.kind, entry.subject) == ("rule_mark", "rule_mark:1")
    assert stores.evidence.verify().sound
    with stores.database.writing() as session:
        session.execute(text('UPDATE rule_marks SET "right" = true'))
    (fault,) = stores.evidence.verify().faults
    assert "rule_mark:1" in fault
    with stores.database.writing() as session:
        session.execute(text("DELETE FROM rule_marks"))
    assert len(stores.evidence.verify().faults) == 2


@pytest.mark.parametrize("altered", ["\"user\" = 'minh'", "version = 'v-2'", "figures = '{\"flagged\": 9}'"])
def test_the_chain_notices_who_set_a_rule_live(stores: Stores, altered: str) -> None:
    stores.rules.change(RULE, "live", _seen(), "ha", NOW)
    (entry,) = stores.evidence.entries()
    assert (entry.kind, entry.subject) == ("rule", "rule_change:1")
    assert stores.evidence.verify().sound
    with stores.database.writing() as session:
        session.connection().exec_driver_sql(f"UPDATE rule_changes SET {altered}")
    (fault,) = stores.evidence.verify().faults
    assert "rule_change:1" in fault
    with stores.database.writing() as session:
        session.execute(text("DELETE FROM rule_changes"))
    assert len(stores.evidence.verify().faults) == 2
