from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from detectors.images.drawing import MOST_BYTES, render_drawing, self_contained
from listings.errors import Unreadable

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">'
LOGO = f'{HEAD}<rect width="100" height="100" fill="green"/></svg>'


@pytest.fixture(autouse=True)
def _library() -> None:
    pytest.importorskip("resvg_py", reason="what draws SVG is not installed")


def drawn(svg: str) -> Image.Image:
    return Image.open(io.BytesIO(render_drawing(svg.encode()))).convert("RGB")


def reason(content: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        render_drawing(content)
    return caught.value.reason


def test_a_drawing_lies_on_white() -> None:
    logo = drawn(LOGO)
    assert logo.size == (1024, 512)
    assert (logo.getpixel((100, 100)), logo.getpixel((1000, 100))) == ((0, 128, 0), (255, 255, 255))


def test_a_compressed_drawing_is_the_same() -> None:
    assert render_drawing(gzip.compress(LOGO.encode())) == render_drawing(LOGO.encode())
    assert reason(gzip.compress(LOGO.encode())[:40]) == "image_broken"


def test_files_of_this_machine_are_not_drawn(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (60, 60), "red").save(secret)
    entity = f'<!DOCTYPE svg [<!ENTITY where "{secret}">]>'
    for address in (str(secret), f"file://{secret}", "&where;"):
        svg = f'{entity}{HEAD}<image xlink:href="{address}" width="200" height="100"/></svg>'
        assert (np.asarray(drawn(svg)) == 255).all()


def test_what_stands_inside_stays() -> None:
    kept = self_contained(f'{HEAD}<use xlink:href="#a"/><a href="http://127.0.0.1:9/"/></svg>'.encode())
    assert '"#a"' in kept
    assert "127.0.0.1" not in kept


@pytest.mark.parametrize("content", [b"", b"Logo", b"<html/>", b"<svg", LOGO.encode()[:-9]])
def test_what_is_no_drawing_is_broken(content: bytes) -> None:
    assert reason(content) == "image_broken"


def test_bombs_end() -> None:
    uses = "".join(f'<g id="a{n}">' + f'<use xlink:href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))
    assert reason(f'{HEAD}<g id="a0"><rect/></g>{uses}<use xlink:href="#a11"/></svg>'.encode()) == "image_broken"
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE svg [<!ENTITY e0 "lol">{entities}]>'
    assert reason(f"{doctype}{HEAD}<text>&e11;</text></svg>".encode()) == "image_broken"
    assert reason(gzip.compress(bytes(MOST_BYTES + 1))) == "image_too_large"
    tall = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="10000000"><rect width="1" height="9"/></svg>'
    assert reason(tall.encode()) == "image_broken"
