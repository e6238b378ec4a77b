"""An invented shop that a signed-in buyer looks at: a listing, and the buyer's data wherever shops put it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.review_ui.samples import picture

PRODUCT = picture("darkgreen", "LA SEN", (480, 360))
AVATAR = picture("purple", "me", (320, 320))
CLAIM = "Chữa khỏi hoàn toàn bệnh tiểu đường chỉ sau 2 tuần"
# What must never reach the stored bytes. The name also stands in a text far from the account's place.
ACCOUNT = (
    "Nguyễn Thị Bích Hằng",
    "bichhang.1990@thu.example",
    "0912345678",
    "12 ngõ 34 phố Huế",
    "csrf-9f8e7d6c5b4a",
    "sess-1a2b3c4d5e6f",
    "tok-inline-778899",
    "tok-link-445566",
    "Đơn hàng 2025-778",
    "Giỏ hàng: 3 món",
    "typed-by-the-buyer",
    "cookie-value-123",
    "storage-value-456",
    "remark-with-a-secret",
    "99 thông báo",
    "tok-address-112233",
)
PAGE = f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Viên uống Lá Sen An Phúc | Chợ Mẫu</title>
<meta name="csrf-token" content="csrf-9f8e7d6c5b4a"><meta name="user-id" content="0912345678">
<!-- remark-with-a-secret -->
<script type="application/ld+json">{{"@type":"Product","name":"Viên uống Lá Sen An Phúc","sku":"LS-60123",
"image":"/anh.png","offers":{{"@type":"Offer","price":"199000","priceCurrency":"VND","seller":{{"@type":"Organization",
"name":"Nhà thuốc Xanh 88","email":"bichhang.1990@thu.example"}}}}}}</script>
<script>window.__STATE__ = {{"product":{{"name":"Viên uống Lá Sen An Phúc","price":199000}},
"currentUser":{{"name":"Nguyễn Thị Bích Hằng","email":"bichhang.1990@thu.example","phone":"0912345678",
"address":"12 ngõ 34 phố Huế"}},"sessionToken":"sess-1a2b3c4d5e6f"}}; track("tok-inline-778899");</script>
<script>document.cookie = "sid=cookie-value-123"; localStorage.setItem("k", "storage-value-456");</script>
</head><body>
<header><span class="user-name">Nguyễn Thị Bích Hằng</span>
<img class="avatar" src="/avatar.png" width="320" height="320">
<a href="/cart">Giỏ hàng: 3 món</a><span class="notifications">99 thông báo</span></header>
<main><nav class="breadcrumb"><a href="/">Trang chủ</a> <a href="/sk">Sức khoẻ</a></nav>
<h1>Viên uống Lá Sen An Phúc</h1><img src="/anh.png" width="480" height="360" alt="Viên uống Lá Sen An Phúc">
<p class="price">199.000₫</p>
<div class="product-reviews" style="background: purple; height: 60px">Trần Văn Bình: dùng rất tốt</div>
<div class="description">{CLAIM}. Hộp 60 viên, giao toàn quốc, đổi trả trong bảy ngày, cam kết hoàn tiền.</div>
<a href="/mua?item=5&token=tok-link-445566">Mua</a>
<p>Chào Nguyễn Thị Bích Hằng, bạn có mã giảm giá.</p>
<form><input type="hidden" name="csrf" value="csrf-9f8e7d6c5b4a"><input id="q" value="typed-by-the-buyer"></form>
<div class="order-history">Đơn hàng 2025-778</div>
<div class="shipping-address">12 ngõ 34 phố Huế</div></main></body></html>"""
WALL = (
    "<!doctype html><title>Xác minh</title><h1>Xác minh bạn không phải là robot</h1>"
    '<iframe src="/captcha/challenge?token=tok-link-445566"></iframe>'
)
CHAT = """<!doctype html><meta charset="utf-8"><title>Nguyễn Thị Bích Hằng</title>
<p id="private">Chuyện riêng của hai người bạn</p><h2 class="header-title">Chợ sỉ Ninh Hiệp</h2>
<p id="offer">Túi nhái loại một, giống thật từng đường kim, ai lấy sỉ nhắn em.</p>"""


class _Shop(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = {"/tin/60123": PAGE, "/wall": WALL, "/chat": CHAT}
        path = self.path.partition("?")[0]
        pictures = {"/anh.png": PRODUCT, "/avatar.png": AVATAR}
        kind = "image/png" if path in pictures else "text/html; charset=utf-8"
        body = pictures.get(path) or pages.get(path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the interface
        """Say nothing."""


@contextmanager
def served_shop() -> Iterator[str]:
    """Serve the shop on loopback and give its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Shop)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
