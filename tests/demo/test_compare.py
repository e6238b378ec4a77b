"""The comparison: figures from small exports worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from demo.compare import main
from demo.comparison import Share, compare, trap_results
from demo.traps import PRIVATE_AREA, path_of
from demo.truth import Truth, read_truth, truth_id


def answer(key: str, *categories: str, honest: bool = False) -> Truth:
    return Truth(
        id=key,
        violating=bool(categories),
        categories=categories,
        counterfeit="replica" in categories,
        tricky=False,
        honest_official_photo=honest,
        spans=(),
        why=f"why {key}",
    )


TRUTH = {
    t.id: t
    for t in (
        answer("v001", "replica"),
        answer("v002", "disease_cure", "testimonial"),
        answer("v003", honest=True),
        answer("v004"),
        answer("/news/paid", "disease_cure"),
    )
}


def listing(key: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "site": "shop", "url": f"http://shop.test/san-pham/x-{key}.html", "title": key, **more}


def hit(key: str, *categories: str, kind: str = "label") -> dict[str, Any]:
    findings = [{"kind": kind, "category": category, "rule": "r"} for category in categories]
    return {"id": 1, "listing": listing(key), "state": "open", "risk": 0.5, "findings": findings}


def run(**more: Any) -> dict[str, Any]:
    return {"unreadable": {}, "listings": {"new": 0, "gone": 0}, "dead_links": 0, "refused_addresses": 0, **more}


def test_figures() -> None:
    hits = [hit("v001", "replica"), hit("v002", "disease_cure"), hit("v004", "superlative")]
    result = compare(TRUTH, hits, [listing("v001"), listing("v001"), listing("v004")], [run()])
    assert result.violating_queued == Share(found=2, of=3)
    assert result.queued_violating == Share(found=2, of=3)
    assert result.collected == Share(found=2, of=5)
    assert result.collected_twice == ("v001",)
    assert [miss.id for miss in result.missed] == ["/news/paid"]
    assert [(miss.id, miss.why) for miss in result.wrongly_queued] == [("v004", "why v004")]
    assert result.categories["replica"] == Share(found=1, of=1)
    assert result.categories["disease_cure"] == Share(found=1, of=2)
    assert result.categories["testimonial"] == Share(found=0, of=1)
    assert result.honest_as_counterfeit == ()


@pytest.mark.parametrize(
    ("given", "called_counterfeit"),
    [
        (hit("v003", "replica"), True),
        (hit("v003", "superlative"), False),
        (hit("v003", "replica", kind="signal"), False),
        (hit("v001", "replica"), False),
    ],
)
def test_only_a_counterfeit_label_on_an_honest_photo_counts(given: dict[str, Any], called_counterfeit: bool) -> None:
    assert bool(compare(TRUTH, [given], [], []).honest_as_counterfeit) is called_counterfeit


def test_a_hit_from_elsewhere_is_named_and_counts_against() -> None:
    stranger = {**hit("q1", "replica"), "listing": {"id": "q1", "url": "http://shop.test/lich/2026-11"}}
    result = compare(TRUTH, [stranger], [], [])
    assert result.unknown_queued == ("http://shop.test/lich/2026-11",)
    assert result.queued_violating == Share(found=0, of=1)


def test_nothing_at_all_gives_no_shares() -> None:
    assert compare({}, [], [], []).violating_queued.value is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"id": "v001"}, "v001"),
        ({"id": "77", "url": "http://s.test/product/name-v002.html"}, "v002"),
        ({"id": "77", "url": "http://s.test/en/san-pham/name-v002.html"}, "v002"),
        ({"id": "http://s.test/news/paid", "url": "http://s.test/news/paid"}, "/news/paid"),
        ({"id": "77", "url": None}, None),
        ({"id": "77", "url": "http://s.test/product/name-x001.html"}, None),
    ],
)
def test_truth_id(given: dict[str, Any], expected: str | None) -> None:
    assert truth_id(given, TRUTH) == expected


GOOD_RUN = run(unreadable={"captcha": 1, "truncated": 1}, dead_links=1, refused_addresses=2)
ODD = [listing(key, images_unreadable=1) for key in ("v127", "v128", "e112")]


def test_traps_met_well() -> None:
    assert all(trap_results(ODD, [GOOD_RUN]).values())


def test_traps_may_be_met_over_several_runs() -> None:
    runs = [
        run(unreadable={"captcha": 1}, refused_addresses=1),
        run(unreadable={"unreachable": 1}, refused_addresses=1),
    ]
    results = trap_results(ODD, [*runs, run(dead_links=1)])
    assert all(results.values())


@pytest.mark.parametrize(
    ("listings", "runs", "failed"),
    [
        (ODD, [], {"captcha_unreadable", "dead_link_gone", "dropped_unreadable", "inward_redirects_refused"}),
        ([*ODD, {"id": "x", "url": f"http://s.test{path_of('captcha')}"}], [GOOD_RUN], {"captcha_unreadable"}),
        ([*ODD, {"id": "x", "url": f"http://s.test{path_of('dead_link')}"}], [GOOD_RUN], {"dead_link_gone"}),
        ([*ODD, {"id": "x", "url": f"http://s.test{path_of('dropped')}"}], [GOOD_RUN], {"dropped_unreadable"}),
        ([*ODD, {"id": "x", "url": f"http://s.test{PRIVATE_AREA}a"}], [GOOD_RUN], {"private_area_untouched"}),
        ([*ODD[1:], listing("v127", images_unreadable=0)], [GOOD_RUN], {"bomb_picture_unreadable"}),
        (ODD[1:], [GOOD_RUN], {"bomb_picture_unreadable"}),
    ],
)
def test_traps_met_badly(listings: list[dict[str, Any]], runs: list[dict[str, Any]], failed: set[str]) -> None:
    assert {name for name, met in trap_results(listings, runs).items() if not met} == failed


def write(folder: Path, *exports: list[dict[str, Any]]) -> list[str]:
    names = []
    for number, rows in enumerate(exports):
        file = folder / f"{number}.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        names.append(str(file))
    return names


def perfect_hits() -> list[dict[str, Any]]:
    return [hit(key, *truth.categories) for key, truth in read_truth().items() if truth.violating]


def test_a_perfect_monitor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = write(tmp_path, perfect_hits(), [listing(key) for key in read_truth()], [GOOD_RUN])
    assert main([*files, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["violating_queued"]["value"] == figures["queued_violating"]["value"] == 1
    assert figures["collected"]["value"] == 1
    assert {share["value"] for share in figures["categories"].values()} == {1}
    assert (figures["missed"], figures["wrongly_queued"], figures["honest_as_counterfeit"]) == ([], [], [])


def test_the_summary_names_what_went_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    honest = next(key for key, truth in read_truth().items() if truth.honest_official_photo)
    assert main(write(tmp_path, [hit(honest, "replica")], [], [run()])) == 1
    said = capsys.readouterr().out
    assert "queued as counterfeit: 1 (must be 0)" in said
    assert f"wrongly queued:\n  {honest}  {read_truth()[honest].why}" in said
    assert "FAILED captcha_unreadable" in said


@pytest.mark.parametrize("content", [None, "{broken\n"])
def test_an_export_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None) -> None:
    files = write(tmp_path, [], [], [])
    Path(files[0]).unlink()
    if content is not None:
        Path(files[0]).write_text(content, encoding="utf-8")
    assert main(files) == 1
    assert "an export cannot be read" in capsys.readouterr().err
