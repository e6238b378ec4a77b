"""What buyers wrote. A monitor must neither keep their names nor judge a listing by their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from demo.marketplace import Language, Offer


@dataclass(frozen=True, slots=True)
class Review:
    """One buyer's words with an invented first name."""

    name: str
    stars: int
    text: str


REVIEWS: Mapping[Language, tuple[Review, ...]] = {
    "vi": (
        Review("Bảo Nghi", 5, "Giao nhanh, gói kỹ, đúng như hình."),
        Review("Tuấn Kha", 4, "Hàng ổn, hộp hơi móp một góc nhưng bên trong không sao."),
        Review("Diệu Hòa", 5, "Mua lần thứ ba rồi, shop trả lời tin nhắn rất nhanh."),
        Review("Minh Sang", 3, "Màu ngoài đời đậm hơn ảnh một chút."),
        Review("Cẩm Ly", 5, "Mẹ mình dùng xong bảo hết đau lưng luôn, không biết có phải do vui hay không."),
        Review("Quốc Vĩ", 4, "Đặt hôm trước hôm sau có, sẽ ủng hộ tiếp."),
        Review("Thảo Uyên", 2, "Đợi năm ngày mới nhận được, phần còn lại thì tạm."),
    ),
    "en": (
        Review("Marlow", 5, "Came in two days, well wrapped."),
        Review("Tessaly", 4, "Good value, the colour is a touch darker than the photo."),
        Review("Odran", 5, "Seller answered all my questions within the hour."),
        Review("Linnet", 3, "Fine, but the courier left it with a neighbour."),
        Review("Corwin", 5, "My back pain was cured the day it arrived, or maybe that was the holiday."),
        Review("Ysolde", 4, "Bought it again for my sister."),
    ),
}  # fmt: skip


def reviews_of(offer: Offer) -> tuple[Review, ...]:
    """Give an offer's reviews: two or three of them, always the same."""
    said = REVIEWS[offer.lang]
    number = int(offer.id[1:])
    return tuple(said[(number + step) % len(said)] for step in range(2 + number % 2))
