"""An invented listing, and what a judge might say of it."""

from __future__ import annotations

from typing import Any

from listings.finding import Finding, ImageRegion, TextSpan, Verdict
from listings.wording import Wording

SHOP = "https://cho-mau.example"
DESCRIPTION = "Uống một tuần là khỏi tiểu đường"
GIVEN = {
    "id": "v014",
    "url": f"{SHOP}/p/v014",
    "site": "cho-mau.example",
    "kind": "offer",
    "title": "Trà lá sen",
    "description": DESCRIPTION,
    "price": "199000",
    "price_max": "249000",
    "currency": "VND",
    "seller": {"id": "s27", "name": "Gian hàng Sen", "url": f"{SHOP}/shop/s27"},
    "publisher": "Chợ Mẫu",
    "advertiser": "Công ty Sen",
    "brand": "Lá Sen",
    "category": "Trà",
    "images": [f"{SHOP}/a.jpg"],
    "lang": "vi",
    "location": "Đà Nẵng",
    "contacts": ["0900000000"],
    "sold": 30000,
    "views": 120000,
    "published_at": "2026-11-01T02:00:00Z",
    "captured_by": "import",
    "attributes": {"sponsored": "Nội dung được tài trợ"},
    "stall": "B7",
}


def finding(**changes: Any) -> Finding:
    given: dict[str, Any] = {
        "detector": "claims",
        "kind": "label",
        "category": "disease_cure",
        "rule": "vn-ad-disease-cure",
        "rule_version": "5224081aa0dd",
        "model": "m",
        "score": 0.98,
        "reason": Wording("Có dấu hiệu nói chữa bệnh", "Seems to say that it cures"),
        "spans": (TextSpan(field="description", start=0, end=len(DESCRIPTION), text=DESCRIPTION),),
    }
    return Finding(**(given | changes))


REGION = ImageRegion(image="a" * 64, box=(0, 0, 9, 9), reference="b" * 64, brand="Lá Sen", verdict="copy", stage="hash")
SIGNAL = finding(detector="images", kind="signal", category="official_photo", spans=(), regions=(REGION,))
VERDICT = Verdict(findings=(finding(), SIGNAL), risk=0.97, notes=("Ảnh 2: không đọc được",))
