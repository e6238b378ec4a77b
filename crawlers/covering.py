"""Covers on a shown page what is no reviewer's to see: what buyers wrote, and the account of who saved the page.

For buyers the same signs count as when the page is read (`crawlers.extract.regions`): words in class and id, schema.org
types, and headings of sections; for the account the extension's own rules. What is covered stays in the capture, which
is sealed to a role.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from crawlers.extract.words import BUYERS_WORDS, HEADINGS_OF_BUYERS

if TYPE_CHECKING:
    from playwright.async_api import Page

_EXTENSION = Path(__file__).parent / "capture" / "extension"
# Opacity takes all below with it, whatever the page says of its parts; nothing moves.
_COVER_NAMED = """([words, most]) => {
  const buyers = new Set(words);
  const wordsOf = (name) => {
    const single = (name.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? []).map((word) => word.toLowerCase());
    return [...single, ...single.slice(1).map((word, place) => single[place] + word)];
  };
  const given = (element, name) => element.getAttribute(name) ?? "";
  const isBuyers = (element) =>
    ["Review", "Comment", "UserReview", "Question", "Answer"].includes(given(element, "itemtype").split("/").pop()) ||
    ["review", "comment"].includes(given(element, "itemprop")) ||
    wordsOf(`${given(element, "class")} ${given(element, "id")}`.slice(0, 400)).some((word) => buyers.has(word));
  for (const element of document.querySelectorAll("[class], [id], [itemtype], [itemprop]")) {
    if (element.matches("html, body, main, article, h1") || element.querySelector("h1") || !isBuyers(element)) continue;
    element.style.setProperty("opacity", "0", "important");
  }
  return [...document.querySelectorAll("h2, h3, h4, h5, legend")].slice(0, most)
    .map((heading) => (heading.textContent ?? "").trim().slice(0, 80));
}"""
_COVER_HEADED = """(places) => {
  const headings = [...document.querySelectorAll("h2, h3, h4, h5, legend")];
  const cover = (element) => element.style.setProperty("opacity", "0", "important");
  for (const heading of places.map((place) => headings[place])) {
    const section = heading.parentElement;
    const leads = section.firstElementChild === heading && !section.querySelector("h1");
    if (leads && !section.matches("body, main, article")) { cover(section); continue; }
    cover(heading);
    for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
      if (next.matches("h1") || next.tagName === heading.tagName || next.querySelector("h1")) break;
      cover(next);
    }
  }
}"""
_MOST_HEADINGS = 400
# A page's own policy may forbid the style that the extension's script adds, but not what is said of an element itself.
_COVER_VIEWER = """(rules) => {
  %s
  const set = soiStrip.ruled(rules);
  if (set.site?.selection_only) return;
  soiStrip.hide(set);
  for (const element of document.querySelectorAll("[data-soi-private='hidden'], input, textarea")) {
    element.style.setProperty("opacity", "0", "important");
  }
}"""


async def cover_buyers(tab: Page) -> None:
    """Make the parts that buyers wrote invisible; the page's own scripts need not run for it."""
    headings = await tab.evaluate(_COVER_NAMED, [sorted(BUYERS_WORDS), _MOST_HEADINGS])
    places = [place for place, heading in enumerate(headings) if HEADINGS_OF_BUYERS.match(str(heading))]
    await tab.evaluate(_COVER_HEADED, places)


async def cover_viewer(tab: Page) -> None:
    """Make the account of who saved the page invisible, as the extension does before its screenshot."""
    script = _COVER_VIEWER % (_EXTENSION / "strip.js").read_text(encoding="utf-8")
    await tab.evaluate(script, json.loads((_EXTENSION / "rules.json").read_text(encoding="utf-8")))
