"""Taking brands in: official pictures, negative references, drawings, and what is refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from listings.errors import InvalidInput
from monitor.steps.branding import add_brand, import_brands
from store.open import Stores, open_stores
from tests.detectors.images.pictures import packshot


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    return open_stores(f"sqlite:///{tmp_path / 'soi.sqlite'}", tmp_path / "evidence")


def drawn(path: Path, seed: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    packshot(seed).save(path)
    return path


def brand_folder(folder: Path, name: str) -> Path:
    drawn(folder / "box.png", len(name))
    (folder / "brand.toml").write_text(f'name = "{name}"\nwords = ["{name.casefold()}"]\n', encoding="utf-8")
    return folder


def test_benign_pictures_are_kept_apart_from_references(stores: Stores, tmp_path: Path) -> None:
    box, seal = drawn(tmp_path / "box.png", 1), drawn(tmp_path / "seal.png", 2)
    taken = add_brand(stores, "Lá Sen", images=[box], words=["lá sen"], benign=[seal])
    assert [image.path for image in taken.brand.references] == [str(box)]
    assert [image.path for image in taken.brand.benign] == [str(seal)]
    assert len(taken.added) == 2
    (benign,) = stores.brands.get("Lá Sen").benign
    assert stores.brands.reference_bytes(benign.digest) == seal.read_bytes()
    assert len(add_brand(stores, "Lá Sen", images=[], words=[]).brand.benign) == 1


def test_benign_folders_are_imported_for_one_brand_and_for_all(stores: Stores, tmp_path: Path) -> None:
    brands = tmp_path / "brands"
    drawn(brand_folder(brands / "sen", "Lá Sen") / "benign" / "seal.png", 20)
    brand_folder(brands / "tra", "Trà")
    drawn(brands / "benign" / "stock.png", 21)
    (brands / "benign" / "notes.jpg").write_text("ghi chú", encoding="utf-8")
    sen, tra = import_brands(stores, brands)
    assert [len(sen.brand.references), len(tra.brand.references)] == [1, 1]
    assert [Path(image.path).name for image in sen.brand.benign] == ["seal.png", "stock.png"]
    assert [Path(image.path).name for image in tra.brand.benign] == ["stock.png"]
    assert ["notes.jpg" in line for line in sen.refused] == [True]
    assert tra.refused == ()
    (alone,) = import_brands(stores, brands / "tra")
    assert alone.added == ()


def test_flat_pictures_are_refused_with_the_reason(stores: Stores, tmp_path: Path) -> None:
    flat = tmp_path / "flat.png"
    Image.new("RGB", (300, 300), "white").save(flat)
    with pytest.raises(InvalidInput, match=r"flat\.png: cannot be a reference: shows nearly one colour"):
        add_brand(stores, "Lá Sen", images=[flat], words=[])


def test_a_file_of_500_megabytes_is_refused_unread(stores: Stores, tmp_path: Path) -> None:
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(500 * 1024 * 1024)
    with pytest.raises(InvalidInput, match="at most"):
        add_brand(stores, "Lá Sen", images=[huge], words=[])


def test_a_drawing_is_kept_as_the_picture_it_draws(stores: Stores, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="what draws SVG is not installed")
    mark = '<path d="M20 20h60v30h-30v40h-30z" fill="teal"/><circle cx="140" cy="55" r="30" fill="crimson"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{mark}<path d="M90 80L190 95"/></svg>'
    logo = tmp_path / "logo.svg"
    logo.write_text(svg, encoding="utf-8")
    (reference,) = add_brand(stores, "Lá Sen", images=[logo], words=[]).brand.references
    assert stores.brands.reference_bytes(reference.digest).startswith(b"\x89PNG")
    assert reference.path.endswith("logo.svg")
    logo.write_text("<svg", encoding="utf-8")
    with pytest.raises(InvalidInput, match="cannot be drawn"):
        add_brand(stores, "Lá Sen", images=[logo], words=[])
