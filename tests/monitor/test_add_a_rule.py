"""docs/add_a_rule.md, done as it says, word for word."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from detectors.rules.load import load_rules
from tests.soi import MODEL, ROOT, Soi, new_workspace

DOCUMENT = (ROOT / "docs" / "add_a_rule.md").read_text(encoding="utf-8")
FILES = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
COMMANDS = re.findall(r"^    soi (.+)$", DOCUMENT, re.MULTILINE)
LISTINGS = [
    {"id": "a", "title": "Túi xách bản sao hoàn hảo, y hệt hàng thật, soi không ra", "description": "Giao ngay."},
    {"id": "b", "title": "Khóa học: làm bản sao hoàn hảo một bức tranh", "description": "Học tại nhà."},
    {"id": "c", "title": "Áo thun cotton", "description": "Vải mềm."},
]


@pytest.fixture
def soi(tmp_path: Path) -> Soi:
    """A workspace as the document's first lines ask for."""
    made = new_workspace(tmp_path / "w")
    (tmp_path / "listings.jsonl").write_text("\n".join(map(json.dumps, LISTINGS)), encoding="utf-8")
    (tmp_path / "password").write_text("một mật khẩu đủ dài", encoding="utf-8")
    made("import", str(tmp_path / "listings.jsonl"))
    made("user", "add", "ha", "--role", "lead", "--password-file", str(tmp_path / "password"))
    made("user", "add", "lan", "--password-file", str(tmp_path / "password"))
    (made.workspace / "rules" / "perfect-copy.toml").write_text(FILES[0], encoding="utf-8")
    return made


def _rules(soi: Soi) -> list[str]:
    """Give the rules of all findings on the hits that wait."""
    return [finding["rule"] for hit in soi.lines("export", "hits") for finding in hit["findings"]]


@pytest.mark.skipif(not (MODEL / "prepared.json").is_file(), reason="the text model is not prepared")
def test_the_five_steps(soi: Soi) -> None:
    assert [command.split()[0] for command in COMMANDS] == ["rule", "detect", "rule", "rule", "detect"]
    listed, detected, shown, live, again = COMMANDS
    assert soi(*listed.split()).splitlines()[0].split("\t")[:4] == ["perfect-copy", "perfect_copy", "2", "shadow"]

    assert "rules on trial: perfect-copy 1" in soi(*detected.split())
    said = soi(*shown.split())
    assert "would have flagged 1 listings, estimated precision not known" in said
    assert "found in a: “Túi xách bản sao hoàn hảo" in said
    assert "perfect" not in soi("export", "hits")

    assert "live from the next" in soi(*live.split())
    soi(*again.split())
    assert _rules(soi).count("perfect-copy") == 1
    soi("evidence", "verify")


@pytest.mark.skipif(not (MODEL / "prepared.json").is_file(), reason="the text model is not prepared")
def test_taking_a_rule_back_and_again_reaches_what_is_stored(soi: Soi) -> None:
    judged = []
    for state in ("live", "shadow", "live"):
        soi("rule", state, "perfect-copy", "--as", "ha")
        soi("detect", "--all")
        judged.append((_rules(soi).count("perfect-copy"), _figures(soi)["flagged"]))
    assert judged == [(1, 0), (0, 1), (1, 0)]
    assert soi("detect", "--all").startswith("judged 0")
    (shown,) = soi.lines("rule", "show", "perfect-copy", "--json")
    assert [change["figures"]["flagged"] for change in shown["history"]] == [0, 1, 1]


def _figures(soi: Soi) -> dict[str, int]:
    (shown,) = soi.lines("rule", "show", "perfect-copy", "--json")
    figures: dict[str, int] = shown["shadow"]
    return figures


def test_a_rule_is_shown_as_it_is_set_live(soi: Soi) -> None:
    said = soi("rule", "live", "perfect-copy", "--as", "ha")
    assert "phrases: bản sao hoàn hảo, perfect copy" in said
    assert "would have flagged 0 listings" in said
    (shown,) = soi.lines("rule", "show", "perfect-copy", "--json")
    assert f"in version {shown['version']}" in said
    assert shown["history"][0]["version"] == shown["version"]


def test_only_a_lead_sets_a_rule_live(soi: Soi) -> None:
    assert "may not do this" in soi("rule", "live", "perfect-copy", "--as", "lan", exit_code=1)
    assert "no account" in soi("rule", "live", "perfect-copy", "--as", "nobody", exit_code=1)
    soi("rule", "live", "perfect-copy", "--as", "ha")
    assert "live already" in soi("rule", "live", "perfect-copy", "--as", "ha", exit_code=1)
    soi("rule", "shadow", "perfect-copy", "--as", "ha")
    (shown,) = soi.lines("rule", "show", "perfect-copy", "--json")
    assert [(change["state"], change["user"]) for change in shown["history"]] == [("live", "ha"), ("shadow", "ha")]
    assert "there is no rule nope" in soi("rule", "live", "nope", "--as", "ha", exit_code=1)


def test_a_mistake_is_one_line_as_the_document_says(soi: Soi) -> None:
    (promised,) = re.findall(r"`rules/(perfect-copy\.toml: .*)`", DOCUMENT)
    file = soi.workspace / "rules" / "perfect-copy.toml"
    file.write_text(FILES[0].replace("severity", "severty"), encoding="utf-8")
    for command in (("rule", "list"), ("detect",)):
        said = soi(*command, exit_code=1)
        assert said.endswith(f"rules/{promised}\n")
        assert said.count("\n") == 1


def test_the_other_examples_are_rules(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(f"{FILES[0]}\n{FILES[2]}", encoding="utf-8")
    (tmp_path / "replica.toml").write_text(FILES[1], encoding="utf-8")
    book = load_rules(tmp_path)
    assert [basis.article for basis in book.rules["perfect-copy"].basis] == ["17"]
    assert [(rule.id, rule.phrases) for rule in book.trial] == [("vn-ip-replica", ("hàng song sinh",))]
    assert book.rules["vn-ip-replica"].severity == 2


def test_the_law_of_another_country_is_chosen_in_the_settings(soi: Soi) -> None:
    settings = soi.workspace / "soi.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace('# countries = ["VN"]', 'countries = ["UK"]'), encoding="utf-8")
    shown = soi("rule", "show", "vn-ad-disease-cure").splitlines()
    assert [line for line in shown if "CAP Code, rule 12.11" in line] == ["  UK: CAP Code, rule 12.11 (seen)"]
    assert next(line for line in shown if "38/2021" in line).endswith("not applied here")
    settings.write_text(before.replace('# countries = ["VN"]', "countries = []"), encoding="utf-8")
    assert "countries" in soi("rule", "list", exit_code=1)


def test_the_record_stands_in_the_document(soi: Soi) -> None:
    section = (
        (ROOT / "docs" / "records.md").read_text(encoding="utf-8").partition("\n## Rule\n")[2].partition("\n## ")[0]
    )
    (example,) = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", section, re.DOTALL))
    (shown,) = soi.lines("rule", "show", "perfect-copy", "--json")
    assert set(example) == set(shown)
    soi("rule", "live", "perfect-copy", "--as", "ha")
    (shown,) = soi.lines("rule", "show", "perfect-copy", "--json")
    assert [set(change) for change in shown["history"]] == [set(example["history"][0])]
    assert set(shown["history"][0]["figures"]) == set(example["history"][0]["figures"])
    assert (example["state"], example["version"]) == tuple(example["history"][-1][key] for key in ("state", "version"))
    (replica,) = [line for line in soi.lines("rule", "list", "--json") if line["id"] == "vn-ip-replica"]
    for key in ("law", "shadow"):
        given, known = (value[0] if isinstance(value, list) else value for value in (replica[key], example[key]))
        assert set(given) == set(known)
    assert set(example) | set(example["shadow"]) <= set(re.findall(r"`([^`]+)`", section))
