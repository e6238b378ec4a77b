"""A small filled store: listings with real pictures, findings of every kind, a brand, users."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PIL import Image, ImageDraw

from listings.brand import Brand, ReferenceImage, UsualPrice
from listings.finding import Finding, ImageRegion, TextSpan, Verdict
from listings.listing import Listing, Seller
from listings.page import Capture, ReadListing
from listings.wording import Language, Wording
from review_ui.settings import ExportForm
from store.open import Stores, open_stores

PASSWORD = "mot cau du dai de nho"
SITE = "cho-mau"
NOW = datetime.now(UTC)
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>' onmouseover='alert(3)"
CLAIM = "Chữa khỏi hoàn toàn bệnh tiểu đường"
DESCRIPTION = (
    "Viên uống Lá Sen An Phúc, hộp 60 viên.\n"
    f"{CLAIM} chỉ sau 2 tuần, khỏi cần kiêng khem. Cam kết hoàn tiền 100% nếu không khỏi.\n"
    "Bác sĩ bệnh viện tuyến trên khuyên dùng hằng ngày. Giao hàng toàn quốc, đổi trả trong 7 ngày."
)
ENGLISH = "Herbal drops. Rosacea gone by morning, guaranteed or twice your money back. Ships worldwide."


@dataclass(frozen=True)
class Part:
    """A file of an export."""

    file_name: str
    media_type: str
    content: bytes


def export(form: ExportForm, platform: str | None, language: Language) -> list[Part]:
    """Stand in for takedowns/: one file, or two for JSONL."""
    one = Part(f"danh-sách-{platform or 'all'}.{form}", "text/csv", f"{form} {platform} {language}".encode())
    return [one, Part("second.jsonl", "application/jsonl", b"{}\n")] if form == "jsonl" else [one]


def open_filled(folder: Path, hits: int = 3) -> Stores:
    """Open a store with users, a brand and some hits, the first with everything on it."""
    stores = open_stores(f"sqlite:///{folder / 'soi.sqlite'}", folder / "evidence")
    for name, role in (("lan", "reviewer"), ("minh", "reviewer"), ("ha", "lead")):
        stores.users.add(name, role, PASSWORD)  # type: ignore[arg-type]  # the names above are roles
    stores.sources.add("nguon", SITE, ["https://cho-mau.example/"])
    keep_brand(stores)
    for number in range(hits):
        keep_hit(stores, number)
    return stores


def picture(colour: str, text: str, size: tuple[int, int] = (320, 240), form: str = "PNG") -> bytes:
    """Draw a product picture."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((60, 30, 240, 210), 24, fill=colour, outline="black", width=3)
    draw.ellipse((100, 60, 200, 130), fill="white")
    draw.text((118, 160), text, fill="white")
    stream = io.BytesIO()
    image.save(stream, form)
    return stream.getvalue()


REFERENCE = picture("darkgreen", "LA SEN")
COPY = picture("darkgreen", "LA SEN re", form="JPEG")


def digest(content: bytes) -> str:
    """Give the SHA-256 (hex) of a content."""
    return hashlib.sha256(content).hexdigest()


def keep_brand(stores: Stores) -> None:
    """Keep a brand with a reference picture, a usual price and an authorised seller."""
    brand = Brand(
        name="Lá Sen An Phúc",
        words=("lá sen an phúc",),
        authorised=("cua-hang-chinh-hang",),
        usual_prices=(
            UsualPrice(
                product="Lá Sen An Phúc 60 viên",
                words=("lá", "sen"),
                size="60 viên",
                price=Decimal(690000),
                currency="VND",
            ),
        ),
        references=(ReferenceImage(digest=digest(REFERENCE), path="la-sen.png"),),
    )
    stores.brands.keep(brand, {digest(REFERENCE): REFERENCE})


def span(field: str, text: str, quoted: str) -> TextSpan:
    """Give the span of a quotation."""
    start = text.index(quoted)
    return TextSpan(field=field, start=start, end=start + len(quoted), text=quoted)


def finding(category: str, score: float, reason: Wording, *, kind: str = "label", **evidence: object) -> Finding:
    """Make a finding."""
    return Finding(
        detector="claims" if kind == "label" else "signals",
        kind=kind,  # type: ignore[arg-type]
        category=category,
        rule=f"vn-ad-{category.replace('_', '-')}",
        rule_version="1",
        model="e5-small",
        score=score,
        reason=reason,
        **evidence,  # type: ignore[arg-type]
    )


def listing_of(number: int) -> Listing:
    """Make the listing of a hit: the second is English, the third hostile, the rest plain."""
    title, description = f"Viên uống Lá Sen An Phúc hỗ trợ đường huyết, hộp 60 viên, lô {number}", DESCRIPTION
    url: str = f"https://cho-mau.example/tin/{number}"
    if number == 1:
        title, description = "Herbal drops for rosacea, 30 ml", ENGLISH
    if number == 2:
        title, description, url = HOSTILE, f"{CLAIM} {HOSTILE}", "javascript:alert(1)"
    return Listing(
        id=f"94825019346273{number:05d}",
        url=url,
        site=SITE,
        title=title,
        description=description,
        price=Decimal(99000 + number),
        currency="VND",
        seller=Seller(id=f"shop-{number % 3}", name=HOSTILE if number == 2 else "Nhà thuốc Xanh 88", url=url),
        images=(f"https://cho-mau.example/anh/{number}.jpg", f"https://cho-mau.example/anh/{number}-2.png"),
        lang="en" if number == 1 else "vi",
        location="Thành phố Hồ Chí Minh",
        attributes={"Xuất xứ": "Việt Nam"},
    )


def findings_of(listing: Listing, *, with_picture: bool) -> tuple[Finding, ...]:
    """Make the findings of a listing, with overlapping spans."""
    text = listing.text_of("description")
    quoted = CLAIM if CLAIM in text else "Rosacea gone by morning"
    cure = finding(
        "disease_cure",
        0.97,
        Wording(
            "Sản phẩm không phải là thuốc nhưng được nói là chữa khỏi bệnh.",
            "A product that is no medicine is said to cure a disease.",
        ),
        spans=(span("description", text, quoted),),
    )
    wide = span("description", text, text[text.index(quoted) + 6 : text.index(quoted) + len(quoted) + 10])
    sure = finding(
        "guarantee",
        0.81,
        Wording("Cam kết kết quả trong thời gian ngắn.", "Guarantees a result within a short time."),
        spans=(wide,),
    )
    low = finding(
        "price_low",
        0.6,
        Wording(
            "Giá 99.000 đồng, bằng 14 % giá thường 690.000 đồng.", "Price 99,000 VND, 14 % of the usual 690,000 VND."
        ),
        kind="signal",
    )
    photo = finding(
        "official_photo",
        0.93,
        Wording(
            "Ảnh trong tin giống ảnh chính thức của nhãn hiệu.", "The listing's picture resembles the brand's own."
        ),
        kind="signal",
        regions=(
            ImageRegion(
                image=digest(COPY),
                box=(60, 30, 180, 180),
                reference=digest(REFERENCE),
                brand="Lá Sen An Phúc",
                verdict="copy",
                stage="hash",
            ),
        ),
    )
    return (cure, sure, low, photo) if with_picture else (cure, sure, low)


def keep_hit(stores: Stores, number: int) -> int:
    """Keep a listing with its capture and judgement, and give the hit's id."""
    listing = listing_of(number)
    with_picture = number % 2 == 0
    at = NOW - timedelta(hours=number)
    body = f"<html><script>alert('capture {number}')</script></html>".encode()
    capture = Capture(
        url=f"https://cho-mau.example/tin/{number}",
        fetched_at=at,
        status=200,
        headers={},
        body=body,
        media_type="text/html",
    )
    pictures = [(listing.images[0], COPY if with_picture else picture("purple", "drops")), (listing.images[1], None)]
    kept = stores.listings.keep_imported(ReadListing(listing=listing), capture=capture, images=pictures, now=at)
    subject = stores.listings.subject(kept.version_id)
    verdict = Verdict(findings=findings_of(listing, with_picture=with_picture), risk=round(0.97 - number * 0.01, 4))
    images = [image.digest for image in subject.images]
    hit = stores.judgements.keep(kept.version_id, "mau-1", verdict, at, images=images)
    assert hit is not None
    return hit
