"""django-oscar with 220 products on loopback. Runs in the environment where django-oscar is installed, not in ours.

`python tests/shops/oscar_shop.py FOLDER PORT` makes the shop, writes FOLDER/truth.jsonl and serves until it is ended.
"""

import json
import os
import random
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path

CATEGORIES = 8
LEAVES_PER_CATEGORY = 3
PRODUCTS = 220
EVERY_NTH_HAS_VARIANTS = 11
EVERY_NTH_IN_TWO_CATEGORIES = 5
_GOODS = ("Kem chống nắng", "Bình giữ nhiệt", "Tai nghe", "Áo khoác gió", "Trà ô long", "Walking boots", "Desk lamp")
_WORDS = ("nhẹ", "dày", "xanh", "mùa hè", "gia đình", "du lịch", "classic", "large", "compact")


def configure(folder: Path) -> None:
    """Set Django up as the program's own documentation does."""
    from django.conf import settings
    from oscar import defaults

    shown = {name: getattr(defaults, name) for name in dir(defaults) if name.startswith("OSCAR")}
    import oscar

    settings.configure(
        DEBUG=False,
        SECRET_KEY="a shop on loopback",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="oscar_shop_urls",
        SITE_ID=1,
        USE_TZ=True,
        LANGUAGE_CODE="en-gb",
        LANGUAGES=(("en-gb", "English"), ("vi", "Tiếng Việt")),
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "shop.sqlite"}},
        HAYSTACK_CONNECTIONS={
            "default": {"ENGINE": "haystack.backends.whoosh_backend.WhooshEngine", "PATH": str(folder / "index")}
        },
        HAYSTACK_SIGNAL_PROCESSOR="haystack.signals.BaseSignalProcessor",
        STATIC_URL="/static/",
        MEDIA_URL="/media/",
        MEDIA_ROOT=folder / "media",
        AUTHENTICATION_BACKENDS=("oscar.apps.customer.auth_backends.EmailBackend",),
        INSTALLED_APPS=[
            "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
            "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.sites",
            "django.contrib.flatpages", "oscar.config.Shop", "oscar.apps.analytics.apps.AnalyticsConfig",
            "oscar.apps.checkout.apps.CheckoutConfig", "oscar.apps.address.apps.AddressConfig",
            "oscar.apps.shipping.apps.ShippingConfig", "oscar.apps.catalogue.apps.CatalogueConfig",
            "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
            "oscar.apps.communication.apps.CommunicationConfig",
            "oscar.apps.partner.apps.PartnerConfig", "oscar.apps.basket.apps.BasketConfig",
            "oscar.apps.payment.apps.PaymentConfig", "oscar.apps.offer.apps.OfferConfig",
            "oscar.apps.order.apps.OrderConfig", "oscar.apps.customer.apps.CustomerConfig",
            "oscar.apps.search.apps.SearchConfig", "oscar.apps.voucher.apps.VoucherConfig",
            "oscar.apps.wishlists.apps.WishlistsConfig", "oscar.apps.dashboard.apps.DashboardConfig",
            "oscar.apps.dashboard.reports.apps.ReportsDashboardConfig",
            "oscar.apps.dashboard.users.apps.UsersDashboardConfig",
            "oscar.apps.dashboard.orders.apps.OrdersDashboardConfig",
            "oscar.apps.dashboard.catalogue.apps.CatalogueDashboardConfig",
            "oscar.apps.dashboard.offers.apps.OffersDashboardConfig",
            "oscar.apps.dashboard.partners.apps.PartnersDashboardConfig",
            "oscar.apps.dashboard.pages.apps.PagesDashboardConfig",
            "oscar.apps.dashboard.ranges.apps.RangesDashboardConfig",
            "oscar.apps.dashboard.reviews.apps.ReviewsDashboardConfig",
            "oscar.apps.dashboard.vouchers.apps.VouchersDashboardConfig",
            "oscar.apps.dashboard.communications.apps.CommunicationsDashboardConfig",
            "oscar.apps.dashboard.shipping.apps.ShippingDashboardConfig",
            "widget_tweaks", "haystack", "treebeard", "django_tables2", "sorl.thumbnail",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware",
            "oscar.apps.basket.middleware.BasketMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "DIRS": [Path(oscar.__file__).parent / "templates" / "oscar"],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.debug", "django.template.context_processors.request",
                        "django.template.context_processors.i18n", "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                        "oscar.apps.search.context_processors.search_form",
                        "oscar.apps.checkout.context_processors.checkout",
                        "oscar.apps.communication.notifications.context_processors.notifications",
                        "oscar.core.context_processors.metadata",
                    ]
                },
            }
        ],
        **{**shown, "OSCAR_SHOP_NAME": "Chợ thử", "OSCAR_DEFAULT_CURRENCY": "GBP", "OSCAR_ALLOW_ANON_CHECKOUT": False},
    )  # fmt: skip


def fill(folder: Path) -> None:
    """Put the products in and write down what is offered: address, title, price, currency, picture, seller's code."""
    from django.core.files.base import ContentFile
    from oscar.apps.catalogue.categories import create_from_breadcrumbs
    from oscar.core.loading import get_model
    from PIL import Image

    Product, ProductClass, ProductImage = (  # noqa: N806 - classes
        get_model("catalogue", name) for name in ("Product", "ProductClass", "ProductImage")
    )
    Partner, StockRecord = get_model("partner", "Partner"), get_model("partner", "StockRecord")  # noqa: N806
    Country = get_model("address", "Country")
    Country.objects.create(iso_3166_1_a2="GB", name="UK", is_shipping_country=True)
    kind = ProductClass.objects.create(name="Goods", requires_shipping=False, track_stock=False)
    partner = Partner.objects.create(name="Kho thử")
    leaves = [
        create_from_breadcrumbs(f"Nhóm {top} > Loại {top}.{leaf}")
        for top in range(CATEGORIES)
        for leaf in range(LEAVES_PER_CATEGORY)
    ]
    chance = random.Random(7)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as truth:
        for number in range(PRODUCTS):
            title = f"{chance.choice(_GOODS)} {chance.choice(_WORDS)} {number:03d}"
            price = Decimal(chance.randrange(300, 90_000)) / 100
            has_variants = number % EVERY_NTH_HAS_VARIANTS == 0
            product = Product.objects.create(
                structure="parent" if has_variants else "standalone",
                product_class=kind,
                title=title,
                upc=None if has_variants else f"UPC{number:05d}",
                description=f"<p>{title}: bền, gọn, dùng hằng ngày. Bảo hành mười hai tháng.</p>",
            )
            product.categories.add(leaves[number % len(leaves)])
            if number % EVERY_NTH_IN_TWO_CATEGORIES == 0:
                product.categories.add(leaves[(number + 7) % len(leaves)])
            offered = [product]
            if has_variants:
                offered = [
                    Product.objects.create(
                        structure="child", parent=product, title=f"{title} cỡ {size}", upc=f"UPC{number:05d}{size}"
                    )
                    for size in "SML"
                ]  # fmt: skip
            for each in offered:
                StockRecord.objects.create(
                    product=each, partner=partner, partner_sku=f"K{each.pk}", price=price, num_in_stock=9
                )
            picture = BytesIO()
            Image.new("RGB", (320, 240), tuple(chance.randrange(256) for _ in range(3))).save(picture, "JPEG")
            ProductImage.objects.create(product=product, original=ContentFile(picture.getvalue(), f"hang-{number}.jpg"))
            # The program shows its pictures under names made of their contents.
            line = {
                "path": product.get_absolute_url(),
                "title": title,
                "price": str(price),
                "currency": "GBP",
                "picture": "media/",
            }
            truth.write(json.dumps(line, ensure_ascii=False) + "\n")


def urls() -> list[object]:
    """Give the addresses of the shop: the program's own, under a language each, with its pictures."""
    from django.apps import apps
    from django.conf import settings
    from django.conf.urls.i18n import i18n_patterns
    from django.urls import include, path, re_path
    from django.views.static import serve

    return [
        path("i18n/", include("django.conf.urls.i18n")),
        re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
        *i18n_patterns(path("", include(apps.get_app_config("oscar").urls[0]))),
    ]


def main(folder: Path, port: str) -> None:
    """Make the shop if it is not there, then serve it."""
    import types

    folder.mkdir(parents=True, exist_ok=True)
    configure(folder)
    import django
    from django.core.management import call_command

    module = types.ModuleType("oscar_shop_urls")
    sys.modules["oscar_shop_urls"] = module
    django.setup()
    module.urlpatterns = urls()  # type: ignore[attr-defined]
    if not (folder / "truth.jsonl").exists():
        call_command("migrate", verbosity=0, skip_checks=True)
        fill(folder)
        call_command("rebuild_index", interactive=False, verbosity=0)
    os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")
    call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
