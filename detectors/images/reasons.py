"""The words for people: what was seen in a picture, or why it could not be judged."""

from __future__ import annotations

from typing import Literal

from listings.errors import Unreadable
from listings.wording import Wording

MatchVerdict = Literal["copy", "contains", "variant"]
"""`copy`: the reference, changed; `contains`: it is part of the picture; `variant`: another colour or model."""

_SEEN: dict[MatchVerdict, Wording] = {
    "copy": Wording("Ảnh trùng với ảnh chính thức của {}", "The picture repeats an official picture of {}"),
    "contains": Wording("Trong ảnh có ảnh chính thức của {}", "The picture contains an official picture of {}"),
    "variant": Wording(
        "Ảnh giống ảnh chính thức của {} nhưng khác màu, khác vị hoặc khác mẫu",
        "The picture looks like an official picture of {} in another colour, flavour or model",
    ),
}
_CAUTION = Wording("Chỉ dùng lại ảnh thì chưa chứng minh được điều gì.", "The reuse of a picture alone proves nothing.")
_UNUSABLE = {
    "image_too_large": Wording(
        "Ảnh quá lớn hoặc quá dài nên không được mở", "The picture is too large or too long to be opened"
    ),
    "image_broken": Wording("Tệp ảnh hỏng hoặc không đầy đủ", "The picture's file is broken or incomplete"),
    "image_format": Wording("Tệp không phải ảnh ở định dạng đọc được", "The file is no picture in a readable format"),
    "image_flat": Wording(
        "Ảnh gần như một màu nên không so sánh được", "The picture is nearly one colour and cannot be compared"
    ),
}
_UNKNOWN = Wording("Không đọc được ảnh", "The picture could not be read")


def match_reason(verdict: MatchVerdict, brand: str | None) -> Wording:
    """Say what was seen, and that it proves nothing by itself."""
    seen = _SEEN[verdict]
    # str.replace, because a brand's name may hold braces.
    vi, en = seen.vi.replace("{}", brand or "một nhãn hiệu"), seen.en.replace("{}", brand or "a brand")
    return Wording(f"{vi}. {_CAUTION.vi}", f"{en}. {_CAUTION.en}")


def unusable_note(error: Unreadable) -> Wording:
    """Say why a picture could not be judged; the English note carries the decoder's own words."""
    said = _UNUSABLE.get(error.reason, _UNKNOWN)
    return Wording(f"{said.vi} ({error.reason})", f"{said.en} ({error.reason}: {error.what})")
