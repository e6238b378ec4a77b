"""Marking a passage that no detector quoted, by selecting it or by pasting it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from listings.passage import PERSON
from tests.browser.conftest import Served
from tests.review_ui.checks import keep_sample

pytestmark = pytest.mark.browser

# Selects from one place of the description to another, over marks and their numbers, as a mouse would.
_SELECT = """([from, to]) => {
    const field = document.querySelector('[data-field=description]');
    const nodes = [];
    const walk = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('.number')) nodes.push(walk.currentNode);
    const place = (offset) => {
        for (const node of nodes) {
            if (offset <= node.length) return [node, offset];
            offset -= node.length;
        }
    };
    getSelection().setBaseAndExtent(...place(from), ...place(to));
}"""


def _marked(served: Served, hit: int) -> list[tuple[str, str, int, str]]:
    found = [each.finding for each in served.stores.hits.case(hit).findings if each.finding.detector == PERSON]
    return [(f.category, f.spans[0].field, f.spans[0].start, f.spans[0].text) for f in found]


def test_a_selection_across_marks_is_taken_word_for_word(screen: Page, served: Served) -> None:
    description = served.stores.hits.case(1).listing.listing.text_of("description")
    start, end = description.index("hộp 60"), description.index(" chỉ sau 2 tuần")
    screen.goto("/review")
    expect(screen.locator("#passages")).not_to_have_attribute("open", "")
    screen.evaluate(_SELECT, [start - 1, end])
    screen.keyboard.press("m")
    expect(screen.locator("[name=passage_text]")).to_have_value(description[start:end])
    expect(screen.locator("[name=passage_category]")).to_be_focused()
    screen.select_option("[name=passage_category]", "replace_medicine")
    screen.keyboard.press("Escape")
    for key in ("c", "1", "Enter"):
        screen.keyboard.press(key)
    expect(screen.locator("form#decision[novalidate][action='/hits/2/decision']")).to_be_visible()
    assert _marked(served, 1) == [("replace_medicine", "description", start, description[start:end])]


def test_a_sample_is_marked_by_mouse_and_paste(screen: Page, served: Served) -> None:
    sample = keep_sample(served.stores, 7)
    screen.click("button[lang=en]")
    screen.click("text=Review the checks")
    expect(screen.locator(".sample")).to_have_text("Random check")
    description = served.stores.hits.case(sample).listing.listing.text_of("description")
    place = description.index("Cam kết hoàn tiền")
    screen.evaluate(_SELECT, [place, place + 17])
    screen.click("#mark")
    screen.select_option("[name=passage_category]", "guarantee")
    screen.click("#mark")
    expect(screen.locator(".passage")).to_have_count(2)
    screen.locator("[name=passage_text]").nth(1).fill("Viên uống Lá Sen An Phúc, hộp 60 viên.\nChữa khỏi")
    screen.locator("[name=passage_category]").nth(1).select_option("disease_cure")
    screen.click("text=Confirm suspicion")
    screen.click("text=Suspected false advertising")
    screen.click("button:has-text('Record decision')")
    screen.wait_for_url("**/review?samples=true")
    assert _marked(served, sample) == [
        ("guarantee", "description", place, "Cam kết hoàn tiền"),
        ("disease_cure", "description", 0, "Viên uống Lá Sen An Phúc, hộp 60 viên.\nChữa khỏi"),
    ]


def test_what_is_wrong_is_said_before_anything_is_sent(screen: Page, served: Served) -> None:
    screen.goto("/review")
    missing = screen.locator("#missing")
    screen.keyboard.press("m")
    expect(screen.locator("[name=passage_text]")).to_be_focused()
    screen.keyboard.type("không có trong tin này")
    screen.keyboard.press("Escape")
    screen.keyboard.press("d")
    screen.keyboard.press("1")
    screen.keyboard.press("Enter")
    expect(missing).to_contain_text("chỉ đi cùng kết luận có dấu hiệu")
    screen.keyboard.press("c")
    screen.keyboard.press("1")
    screen.keyboard.press("Enter")
    expect(missing).to_contain_text("Hãy chọn loại dấu hiệu")
    screen.select_option("[name=passage_category]", "guarantee")
    screen.keyboard.press("Escape")
    screen.keyboard.press("Enter")
    expect(missing).to_contain_text("Không tìm thấy nguyên văn")
    assert served.stores.hits.case(1).hit.state == "open"


def test_a_sample_needs_a_passage_or_a_note_and_a_mark_taken_back_is_neither(screen: Page, served: Served) -> None:
    sample = keep_sample(served.stores, 7)
    screen.goto("/review?samples=true")
    missing, form = screen.locator("#missing"), f"form#decision[novalidate][action='/hits/{sample}/decision']"
    for key in ("c", "1", "Enter"):
        screen.keyboard.press(key)
    expect(missing).to_contain_text("Hãy đánh dấu đoạn")
    screen.locator("[name=passage_text]").fill("Chữa khỏi")
    screen.select_option("[name=passage_category]", "disease_cure")
    screen.keyboard.press("Escape")
    screen.keyboard.press("Enter")
    expect(screen.locator(form)).to_have_count(0)
    screen.goto(f"/hits/{sample}")
    screen.keyboard.press("u")
    expect(screen.locator(form)).to_be_visible()
    for key in ("c", "2", "Enter"):
        screen.keyboard.press(key)
    expect(missing).to_contain_text("hãy đánh dấu một đoạn hoặc ghi")
    choices = screen.locator("[name^=finding-]")
    screen.keyboard.press("Shift+1")
    expect(choices.nth(1)).to_be_checked()
    screen.keyboard.press("Shift+1")
    expect(choices.nth(0)).to_be_checked()
    screen.locator("[name=note]").fill("Tem khác hàng thật")
    screen.keyboard.press("Escape")
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/review")
    decision = served.stores.hits.case(sample).decisions[-1]
    assert (decision.reason, [said.upheld for said in decision.findings]) == ("counterfeit", [False])


def test_a_sample_fits_on_a_telephone(screen: Page, served: Served) -> None:
    keep_sample(served.stores, 7)
    screen.set_viewport_size({"width": 400, "height": 800})
    screen.goto("/review?samples=true")
    expect(screen.locator("#passages")).to_have_attribute("open", "")
    assert screen.evaluate("document.documentElement.scrollWidth") <= 400
