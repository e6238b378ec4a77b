"""A whole run with few pictures: report, JSON, sheet, record, and the command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.images import __main__ as command
from benchmarks.images.attacks.catalogue import ATTACKS
from benchmarks.images.record import BEGIN, END, README, as_json, between_markers, write_record
from benchmarks.images.report import markdown
from benchmarks.images.run import FULL, QUICK, Extent, Run, measured
from benchmarks.images.sheet import NEAREST, sheet
from listings.errors import InvalidInput
from monitor.commands.bench import BENCHMARKS

FEW = Extent(references=4, copies=1, negatives=8, resembling=1)


@pytest.fixture(scope="module")
def run() -> Run:
    return measured(FEW, 5, None)


def test_a_run_measures_what_it_was_asked_to(run: Run) -> None:
    report = run.report
    assert report.negatives == 8
    assert report.references + report.left_out >= 4
    assert [row.attack for row in report.attacks] == [attack.name for attack in ATTACKS]
    assert all(row.shipped.of == 1 for row in report.attacks)
    asked = {method.name: method.false_positives.of for method in report.methods}
    assert asked["Soi"] == asked["PDQ"] == 8
    assert all(method.false_positives.hits == 0 for method in report.methods)
    assert all(cost.value > 0 for cost in report.costs)


def test_two_workers_see_as_many_pictures_as_one(run: Run) -> None:
    shared = measured(FEW, 5, None, workers=2)
    assert shared.report.negatives == run.report.negatives
    assert len(shared.nearest.kept) == len(run.nearest.kept)
    asked = {method.name: method.false_positives.of for method in shared.report.methods}
    assert asked["Soi"] == asked["PDQ"] == 8


def test_plain_copies_are_found(run: Run) -> None:
    found = {row.attack: row.shipped.hits for row in run.report.attacks}
    assert [found[name] for name in ("JPEG", "grey", "mirror", "rotate 90")] == [1, 1, 1, 1]


def test_the_report_is_tables_of_equal_width(run: Run) -> None:
    text = markdown(run.report)
    for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        widths = {line.count("|") for line in table.strip().splitlines()}
        assert len(widths) == 1
    assert "| logo on product 5-25 % | 75" in text


def test_json_holds_every_row(run: Run) -> None:
    kept = json.loads(as_json(run.report))
    assert [row["attack"] for row in kept["attacks"]] == [attack.name for attack in ATTACKS]
    assert kept["attacks"][0]["shipped"]["of"] == 1


def test_the_sheet_shows_copies_beside_their_reference(run: Run) -> None:
    page = sheet(run.copies[:4], run.nearest, run.references, 5, run.others)
    assert page.count('<img src="data:image/jpeg;base64,') == 8 + 2 * 4
    assert len(run.nearest.kept) == 8 <= NEAREST
    assert "http" not in page


def test_the_table_stands_between_its_markers(run: Run, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{BEGIN}\nwhat stood here\n{END}\nafter\n", encoding="utf-8")
    write_record(run.report, readme)
    text = readme.read_text(encoding="utf-8")
    assert markdown(run.report) in text
    assert "what stood here" not in text
    assert text.startswith("before")
    assert text.endswith("after\n")
    with pytest.raises(InvalidInput, match="markers"):
        between_markers("no markers", "new")


def test_the_readme_has_its_markers() -> None:
    between_markers(README.read_text(encoding="utf-8"), "new")


def test_the_command_gives_the_same_figures_again_and_writes_what_it_is_asked_for(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "QUICK", FEW)
    files = tmp_path / "f.json", tmp_path / "s.html"
    assert command.main(["--quick", "--seed", "5", "--json", str(files[0]), "--sheet", str(files[1])]) == 0
    assert "| JPEG | 99" in capsys.readouterr().out
    assert files[1].stat().st_size > 1000
    again, before = json.loads(files[0].read_text(encoding="utf-8")), json.loads(as_json(run.report))
    assert again["attacks"] == before["attacks"]
    assert again["resembling"] == before["resembling"]
    assert again["shipped"] == before["shipped"]


def test_what_cannot_be_done_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--quick", "--write"]) == 1
    assert command.main(["--quick", "--pool", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "quick run" in told
    assert "holds no pictures" in told


def test_soi_bench_starts_it() -> None:
    assert BENCHMARKS["images"] == "benchmarks.images"


def test_a_full_run_can_show_one_in_ten_thousand() -> None:
    assert FULL.negatives >= 30_000
    assert FULL.references == 450
    assert FULL.slow_negatives > 0
    assert (QUICK.negatives, QUICK.copies, QUICK.slow_copies) == (1000, 10, 0)
