"""The marketplace's own words in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping

from demo.marketplace import Language

NAME = "Chợ Bến Sậy"

WORDS: Mapping[Language, Mapping[str, str]] = {
    "vi": {
        "home": "Trang chủ", "shops": "Cửa hàng", "calendar": "Lịch khuyến mãi", "staff": "Khu vực nội bộ",
        "search": "Bạn muốn tìm gì hôm nay?", "about": "Mô tả sản phẩm", "seller": "Người bán", "from": "Gửi từ",
        "sold": "Đã bán", "number": "Mã tin", "brand": "Nhãn hiệu", "related": "Có thể bạn cũng thích",
        "reviews": "Đánh giá của người mua", "visit": "Xem cửa hàng", "buy": "Thêm vào giỏ", "chat": "Nhắn người bán",
        "next": "Trang sau", "previous": "Trang trước", "all": "Tất cả mặt hàng", "featured": "Nổi bật hôm nay",
        "joined": "Tham gia từ", "more": "Tin khác trong mục", "other": "English",
        "script": "Bạn cần bật JavaScript để xem tin đăng này.",
        "note": "Chợ mẫu để trình diễn. Mọi nhãn hiệu, cửa hàng và con người ở đây đều do tưởng tượng.",
    },
    "en": {
        "home": "Home", "shops": "Shops", "calendar": "Sales calendar", "staff": "Staff only",
        "search": "What are you looking for today?", "about": "Product description", "seller": "Seller",
        "from": "Ships from",
        "sold": "Sold", "number": "Listing no.", "brand": "Brand", "related": "You may also like",
        "reviews": "Buyers' reviews", "visit": "Visit the shop", "buy": "Add to basket", "chat": "Message the seller",
        "next": "Next page", "previous": "Previous page", "all": "All goods", "featured": "Today's picks",
        "joined": "Member since", "more": "More in this section", "other": "Tiếng Việt",
        "script": "Please enable JavaScript to see this listing.",
        "note": "A sample marketplace for demonstration. Every brand, shop and person here is invented.",
    },
}  # fmt: skip

# Key in the catalogue -> address, name in Vietnamese and in English.
DEPARTMENTS: Mapping[str, tuple[str, str, str]] = {
    "health": ("suc-khoe", "Sức khoẻ", "Health"),
    "beauty": ("lam-dep", "Làm đẹp", "Beauty"),
    "baby": ("me-va-be", "Mẹ & bé", "Mother & baby"),
    "food": ("thuc-pham", "Thực phẩm", "Food & drink"),
    "shoes": ("giay-dep", "Giày dép", "Shoes"),
    "bags": ("tui-vi", "Túi & ví", "Bags & wallets"),
    "fashion": ("thoi-trang", "Thời trang", "Fashion"),
    "outdoor": ("da-ngoai", "Dã ngoại & thể thao", "Outdoor & sport"),
    "tech": ("dien-tu", "Điện tử", "Electronics"),
    "home": ("nha-cua", "Nhà cửa & bếp", "Home & kitchen"),
    "books": ("sach-van-phong", "Sách & đồ chơi", "Books & toys"),
    "farm": ("nha-nong", "Nhà nông & thú cưng", "Farm & pets"),
    "other": ("dich-vu-khac", "Dịch vụ & khác", "Services & other"),
}


def department_name(key: str, lang: Language) -> str:
    """Give a department's name."""
    return DEPARTMENTS[key][1 if lang == "vi" else 2]


def department_path(key: str) -> str:
    """Give the address of a department's index pages."""
    return f"/danh-muc/{DEPARTMENTS[key][0]}"
