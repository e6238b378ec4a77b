"""Cartridge (on Mezzanine) with 60 products on loopback. Runs in the environment where it is installed, not in ours.

`python tests/shops/cartridge_shop.py FOLDER PORT` makes the shop, writes FOLDER/truth.jsonl and serves until it is
ended.
"""

import json
import locale
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

PRODUCTS = 60
EVERY_NTH_HAS_VARIANTS, EVERY_NTH_IS_SOLD_OUT, EVERY_NTH_HAS_NO_PICTURE, EVERY_NTH_IS_REDUCED = 8, 9, 10, 6
EVERY_NTH_IN_TWO_CATEGORIES = 7
_CATEGORIES = ("Bakeware", "Linen", "Lamps", "Gardening", "Tea")
_GOODS = ("Pie dish", "Oven cloth", "Reading lamp", "Watering can", "Teapot", "Bread bin")
_WORDS = ("blue", "plain", "large", "small", "enamel", "striped")
_DELIVERY = "<p>Orders over £50.00 go free. Others cost £4.95, and next-day delivery costs £8.00 more.</p>"
# The program writes prices as the machine's locale says; a machine may have none.
_POUNDS = {
    "frac_digits": 2, "int_frac_digits": 2, "currency_symbol": "£", "int_curr_symbol": "GBP ",
    "mon_decimal_point": ".", "mon_thousands_sep": ",", "mon_grouping": [3, 3, 0], "positive_sign": "",
    "negative_sign": "-", "p_cs_precedes": 1, "p_sep_by_space": 0, "p_sign_posn": 1, "n_cs_precedes": 1,
    "n_sep_by_space": 0, "n_sign_posn": 1,
}  # fmt: skip


def configure(folder: Path) -> None:
    """Make a project as the program's own command does, and set Django up for it."""
    if not (folder / "manage.py").exists():
        maker = Path(sys.executable).parent / "mezzanine-project"
        subprocess.run([maker, "-a", "cartridge", "shop_project", folder], check=True, capture_output=True)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    locale._override_localeconv = _POUNDS  # type: ignore[attr-defined]  # what the standard library's own tests set
    os.environ["DJANGO_SETTINGS_MODULE"] = "shop_project.settings"
    settings: Any = import_module("shop_project.settings")
    # In its debugging mode the program's robots.txt bars everything.
    settings.DEBUG, settings.ALLOWED_HOSTS, settings.SHOP_CURRENCY_LOCALE = False, ["127.0.0.1"], "C.UTF-8"
    import django

    django.setup()


def fill(pictures: Path) -> Iterator[dict[str, str | None]]:
    """Put the products in; yield title, price, currency and picture of each."""
    models, pages = import_module("cartridge.shop.models"), import_module("mezzanine.pages.models")
    shown = {"in_menus": [1, 2, 3]}
    shop = models.Category.objects.create(title="Shop", slug="shop", **shown)
    leaves = [models.Category.objects.create(title=name, parent=shop, **shown) for name in _CATEGORIES]
    pages.RichTextPage.objects.create(title="Delivery", content=_DELIVERY, **shown)
    for size in "SML":
        models.ProductOption.objects.create(type=1, name=size)
    chance = random.Random(5)
    made: list[Any] = []
    for number in range(PRODUCTS):
        title = f"{chance.choice(_GOODS)} {chance.choice(_WORDS)} {number:03d}"
        price = Decimal(chance.randrange(250, 15_000)) / 100
        product = add_product(number, title, price, pictures)
        product.categories.add(leaves[number % len(leaves)])
        if number % EVERY_NTH_IN_TWO_CATEGORIES == 0:
            product.categories.add(leaves[(number + 1) % len(leaves)])
        product.related_products.add(*made[-2:])
        made.append(product)
        asked = reduced(price) if number % EVERY_NTH_IS_REDUCED == 0 else price
        picture = f"item-{number:03d}" if number % EVERY_NTH_HAS_NO_PICTURE else None
        yield {"title": title, "price": str(asked), "currency": "GBP", "picture": picture}


def add_product(number: int, title: str, price: Decimal, pictures: Path) -> Any:
    """Make a product with its variants, picture, stock and reduction."""
    from django.utils.timezone import now
    from PIL import Image

    models = import_module("cartridge.shop.models")
    said = f"<p>{title}. Made to last; wash by hand. Refund within 30 days, less £3.50 for the post.</p>"
    product = models.Product.objects.create(title=title, available=True, content=said)
    picture = None
    if number % EVERY_NTH_HAS_NO_PICTURE:
        file = f"product/item-{number:03d}.jpg"
        Image.new("RGB", (500, 400), (number * 4 % 256, 90, 160)).save(pictures / file)
        picture = models.ProductImage.objects.create(product=product, file=file, description=title)
    if number % EVERY_NTH_HAS_VARIANTS == 0:
        product.variations.create_from_options({"option1": ["S", "M", "L"]})
    product.variations.manage_empty()
    for variant in product.variations.all():
        variant.unit_price, variant.image = price, picture
        variant.num_in_stock = 0 if number % EVERY_NTH_IS_SOLD_OUT == 0 else 5
        if number % EVERY_NTH_IS_REDUCED == 0:
            variant.sale_price, variant.sale_from = reduced(price), now() - timedelta(days=1)
            variant.sale_to = now() + timedelta(days=9)
        variant.save()
    product.copy_default_variation()
    return product


def reduced(price: Decimal) -> Decimal:
    """Give a price less a fifth."""
    return (price * Decimal("0.8")).quantize(Decimal("0.01"))


def main(folder: Path, port: str) -> None:
    """Make the shop if it is not there, then serve it."""
    folder.mkdir(parents=True, exist_ok=True)
    configure(folder)
    from django.conf import settings
    from django.core.management import call_command
    from django.urls import re_path
    from django.views.static import serve

    urls = import_module("shop_project.urls")
    media = Path(settings.MEDIA_ROOT)
    if not (folder / "truth.jsonl").exists():
        (media / "product").mkdir(parents=True)
        call_command("migrate", verbosity=0, skip_checks=True, interactive=False)
        lines = [json.dumps(each) + "\n" for each in fill(media)]
        (folder / "truth.jsonl").write_text("".join(lines), "utf-8")
    prefix = settings.MEDIA_URL.strip("/")
    urls.urlpatterns.insert(0, re_path(rf"^{prefix}/(?P<path>.*)$", serve, {"document_root": media}))
    call_command(
        "runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0, insecure_serving=True, skip_checks=True
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
