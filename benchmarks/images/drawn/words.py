"""Words on drawn goods: made-up names, plain names of goods, flavours, small print."""

from __future__ import annotations

import random

_STARTS = ("b", "br", "c", "d", "f", "fl", "g", "k", "kl", "l", "m", "n", "p", "q", "r", "s", "st", "t", "tr", "v", "z")
_VOWELS = ("a", "e", "i", "o", "u", "y", "ia", "oa", "eo")
_ENDS = ("", "", "", "n", "r", "l", "s", "th")

GOODS = (
    "Sữa tươi tiệt trùng", "Trà xanh", "Cà phê rang xay", "Nước mắm cốt", "Bột giặt", "Dầu gội thảo dược",
    "Kem dưỡng ẩm", "Mật ong rừng", "Bánh quy bơ", "Nước rửa tay", "Sữa tắm", "Dầu ăn", "Gia vị lẩu", "Tinh dầu",
    "Fresh milk", "Green tea", "Ground coffee", "Hand soap", "Body lotion", "Butter cookies", "Sunflower oil",
    "Vitamin tablets", "Sports drink", "Toothpaste", "Shampoo", "Instant noodles", "Chili sauce", "Face serum",
)  # fmt: skip
FLAVOURS = (
    "Dâu tây", "Chanh leo", "Việt quất", "Bạc hà", "Vani", "Sô cô la", "Nguyên bản", "Hoa nhài",
    "Strawberry", "Lemon", "Blueberry", "Mint", "Vanilla", "Orange", "Original", "Coconut",
)  # fmt: skip
SMALL_PRINT = (
    "Thể tích thực 500 ml", "Khối lượng tịnh 250 g", "Hạn sử dụng: xem trên bao bì", "Bảo quản nơi khô ráo",
    "Net weight 180 g", "Shake well before use", "Best before: see base", "Sản xuất tại Việt Nam",
)  # fmt: skip


def invented(chance: random.Random) -> str:
    """Make up a name of two to four syllables."""
    last = chance.randint(1, 3)
    syllables = [
        chance.choice(_STARTS) + chance.choice(_VOWELS) + (chance.choice(_ENDS) if place == last else "")
        for place in range(last + 1)
    ]
    name = "".join(syllables)
    return chance.choice((name.upper(), name.capitalize(), name.capitalize(), name))


def misspelt(name: str, chance: random.Random) -> str:
    """Change a name as look-alikes do: one letter, or two in a longer one."""
    letters = list(name)
    for place in chance.sample(range(len(letters)), 1 if len(letters) < 6 else 2):  # noqa: PLR2004 - a short name
        old = letters[place]
        new = chance.choice([letter for letter in "aeiourntlkv" if letter != old.lower()])
        letters[place] = new.upper() if old.isupper() else new
    return "".join(letters)
