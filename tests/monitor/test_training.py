"""`soi train`: measured before and after, kept unless worse, refused with a reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detectors.claims.head import load_head
from detectors.rules.load import load_rules
from listings.decided import DecidedListing, DecidedPassage
from listings.errors import InvalidInput
from monitor.steps import training
from monitor.steps.training import Heads, train, train_with_decisions
from tests.detectors.fakes import WordEncoder, word_head
from tests.soi import new_workspace

_HEAD = word_head({"replica": ["rep"], "disease_cure": ["khỏi"]}, strength=18)


def decided(text: str, *, upheld: bool, seller: int) -> DecidedListing:
    return DecidedListing(
        listing_key=text, seller_key=f"{seller:08x}", title="", description=text, lang="vi",
        verdict="confirm" if upheld else "dismiss", reason="", decided_at=datetime(2026, 6, 1, tzinfo=UTC),
        passages=(DecidedPassage(category="replica", field="description", start=0, end=len(text), upheld=upheld),),
    )  # fmt: skip


def listing(number: int, text: str, *, violating: bool) -> dict[str, object]:
    labels = [{"category": "replica", "field": "description", "text": text}] if violating else []
    return {
        "id": str(number), "lang": "vi", "style": "offer", "product": "shoes", "title": "", "description": text,
        "violating": violating, "labels": labels, "also": [], "family": f"z-{number}",
    }  # fmt: skip


@pytest.fixture(autouse=True)
def benchmark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four listings to measure with, and as the corpus: two of shoes that are copies, two honest ones."""
    rows = [
        listing(1, "giày rep nam", violating=True),
        listing(2, "túi rep nữ", violating=True),
        listing(3, "áo thun trắng", violating=False),
        listing(4, "mũ len xanh", violating=False),
    ]
    path = tmp_path / "listings.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    monkeypatch.setattr(training, "BENCHMARK_FILE", path)
    monkeypatch.setattr("detectors.claims.labelled_listings.LISTINGS_FILE", path)


def test_a_head_that_is_no_worse_is_kept(tmp_path: Path) -> None:
    found = [decided(f"hàng song sinh {number}", upheld=True, seller=number) for number in range(1, 161)]
    report = train_with_decisions(
        found, WordEncoder(), Heads(_HEAD, _HEAD), load_rules(), tmp_path / "model" / "head.npz"
    )
    assert report.kept
    assert report.benchmark_before.f1 == report.benchmark_after.f1 == 1
    assert report.agreement is not None
    assert report.agreement.after > report.agreement.before
    assert load_head(tmp_path / "model" / "head.npz").digest == report.model


def test_a_head_that_is_worse_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "_CORPUS_STEP", 1_000_000)
    # "rep" is a wording of its own: the head has to excuse it before the copies are missed.
    monkeypatch.setattr("detectors.rules.wording.HARMLESS_BELOW", 0.5)
    wrong = [decided(f"giày rep {number}", upheld=False, seller=1) for number in range(90)]
    unsure = word_head({"replica": ["rep"]}, strength=12)
    report = train_with_decisions(wrong, WordEncoder(), Heads(unsure, unsure), load_rules(), tmp_path / "head.npz")
    assert not report.kept
    assert report.benchmark_after.recall < report.benchmark_before.recall
    assert report.model == unsure.digest
    assert not (tmp_path / "head.npz").exists()


def test_too_few_decisions_are_said_to_be_too_few(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="too few"):
        train_with_decisions(
            [decided("rep", upheld=True, seller=1)], WordEncoder(), Heads(_HEAD, _HEAD), load_rules(), tmp_path / "h"
        )


def test_without_the_benchmark_nothing_is_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "BENCHMARK_FILE", tmp_path / "none.jsonl")
    found = [decided(f"rep {number}", upheld=True, seller=number) for number in range(9)]
    with pytest.raises(InvalidInput, match="benchmark"):
        train_with_decisions(found, WordEncoder(), Heads(_HEAD, _HEAD), load_rules(), tmp_path / "h")


def test_without_decisions_the_corpus_alone_teaches(tmp_path: Path) -> None:
    shipped = word_head({"disease_cure": ["khỏi"]}, strength=18)
    report = train(WordEncoder(), Heads(shipped, shipped), load_rules(), tmp_path / "head.npz")
    assert (report.listings, report.decisions, report.passages, report.agreement) == (4, 0, 0, None)
    assert report.benchmark_after.clean_flagged == 0
    assert report.kept
    kept = load_head(tmp_path / "head.npz")
    assert kept.digest == report.model
    assert (kept.clause_weights != shipped.clause_weights).any()


def test_a_corpus_that_makes_it_worse_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [listing(number, f"giày rep {number}", violating=False) for number in range(90)]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in wrong), encoding="utf-8")
    monkeypatch.setattr("detectors.claims.labelled_listings.LISTINGS_FILE", corpus)
    monkeypatch.setattr("detectors.rules.wording.HARMLESS_BELOW", 0.5)
    unsure = word_head({"replica": ["rep"]}, strength=12)
    report = train(WordEncoder(), Heads(unsure, unsure), load_rules(), tmp_path / "head.npz")
    assert not report.kept
    assert report.benchmark_after.recall < report.benchmark_before.recall
    assert not (tmp_path / "head.npz").exists()


@pytest.mark.parametrize("options", [(), ("--with-decisions",)])
def test_without_the_text_model_the_command_says_what_to_do(tmp_path: Path, options: tuple[str, ...]) -> None:
    soi = new_workspace(tmp_path / "w", {"SOI_MODEL_DIR": str(tmp_path / "none")})
    assert "./run setup" in soi("train", *options, exit_code=1)
