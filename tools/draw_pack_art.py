"""Draw the sample marketplace's pictures anew: run by hand as `python -m tools.draw_pack_art`.

Needs Playwright and a Chromium (SOI_CHROMIUM, else /usr/bin/chromium). The drawings are committed, so nobody needs this
to use Soi. Names under demo/pictures/ say nothing of what was done to a picture: the monitor must find that out.
"""

from __future__ import annotations

import base64
import json
import os
from functools import cache
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.pack_art.names import picture_name
from tools.pack_art.snapshots import snapshots

DEMO = Path(__file__).parents[1] / "demo"
PACKS = Path(__file__).parent / "pack_art" / "packs"
FOLDERS = {
    "ombrelis": "ombrelis",
    "thaovian": "thao-vi-an",
    "mocnhu": "moc-nhu",
    "zerrano": "zerrano",
    "quilvane": "quilvane",
    "hertzlin": "hertzlin",
    "solvenna": "solvenna",
    "dientam": "dien-tam-xanh",
    "tarnholt": "tarnholt",
    "bepsau": "bep-sau-thom",
}
"""First word of a pack's file name -> the brand's folder."""

STICKER = """<style>
.round { position: absolute; right: 26px; top: 24px; width: 118px; height: 118px; border-radius: 50%;
  display: flex; align-items: center; justify-content: center; text-align: center; transform: rotate(10deg);
  background: #e8202a; color: #fff; font: 700 25px/1.1 'DejaVu Sans'; box-shadow: 0 3px 8px #0006 }
.strip { position: absolute; left: 0; bottom: 0; padding: 7px 14px; background: #fde047; font: 700 26px 'DejaVu Sans' }
</style><div class="round">GIÁ<br>SỐC</div><div class="strip">FREESHIP</div>"""


def frame(content: str, *, zoom: float = 1.0, over: str = "") -> str:
    """Lay a picture over the whole window, enlarged about its middle, with something pasted on it."""
    style = f"width:100vw;height:100vh;transform:scale({zoom});display:block"
    body = f'<div style="{style}">{content}</div>{over}'
    return f'<body style="margin:0;overflow:hidden;position:relative;height:100vh">{body}</body>'


def draw(page: Page, html: str, file: Path, *, side: int, quality: int) -> bytes:
    """Render a page of side x side pixels into a JPEG file."""
    page.set_viewport_size({"width": side, "height": side})
    page.set_content(html, wait_until="load")
    file.parent.mkdir(parents=True, exist_ok=True)
    return page.screenshot(path=file, type="jpeg", quality=quality)


def draw_pack(page: Page, pack: str, svg: str) -> None:
    """Draw a pack's reference, and from that file what sellers show: it again, a crop, one with stickers."""
    reference = DEMO / "brands" / FOLDERS[pack.split("-", 1)[0]] / f"{pack}.jpg"
    content = draw(page, frame(svg), reference, side=640, quality=84)
    image = f'<img style="width:100%;height:100%" src="data:image/jpeg;base64,{base64.b64encode(content).decode()}">'
    pictures = {"official": frame(image), "cropped": frame(image, zoom=1.09), "sticker": frame(image, over=STICKER)}
    for change, html in pictures.items():
        draw_shown(page, html, picture_name(pack, change), side=560, quality=72)


def draw_shown(page: Page, html: str, name: str, *, side: int, quality: int) -> None:
    """Draw a picture if a listing or an article shows it."""
    if name in shown_pictures():
        draw(page, html, DEMO / "pictures" / name, side=side, quality=quality)


@cache
def shown_pictures() -> frozenset[str]:
    """Give the names of the pictures that the catalogue uses."""
    files = (DEMO / "catalogue" / name for name in ("listings.jsonl", "articles.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return frozenset(row["picture"] for row in rows)


def main() -> None:
    """Draw every picture into demo/."""
    with sync_playwright() as playwright:
        executable = os.environ.get("SOI_CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for file in sorted(PACKS.glob("*.svg")):
            draw_pack(page, file.stem, file.read_text(encoding="utf-8"))
        for subject, svg in snapshots().items():
            draw_shown(page, frame(svg), picture_name(subject, "own"), side=480, quality=70)
        browser.close()


if __name__ == "__main__":
    main()
