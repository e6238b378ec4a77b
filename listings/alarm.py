"""What a run raises when it is not as it should be: a person must look before its silence is taken for calm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from listings.wording import Wording

AlarmKind = Literal["run_failed", "no_pages", "all_blocked", "few_listings", "many_listings", "field_missing"]
AlarmBasis = Literal["profile", "history"]
"""Where a bound comes from: the site's profile, or what the last runs of the source were like."""

_FIELDS: Mapping[str, Wording] = {
    "title": Wording("tiêu đề", "title"),
    "description": Wording("mô tả", "description"),
    "price": Wording("giá", "price"),
    "currency": Wording("đơn vị tiền", "currency"),
    "seller": Wording("người bán", "seller"),
    "images": Wording("ảnh", "images"),
}
_BASES: Mapping[str, Wording] = {
    "profile": Wording("theo hồ sơ của trang", "by the site's profile"),
    "history": Wording("theo các lượt trước", "by the last runs"),
}
_PLAIN: Mapping[str, Wording] = {
    "run_failed": Wording("Lượt thu thập bị lỗi giữa chừng", "The run failed"),
    "no_pages": Wording("Không đọc được trang nào", "No page could be read"),
    "all_blocked": Wording("Trang chặn tất cả, không đọc được trang nào", "The site let us read no page"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing about a run that is out of its bounds.

    `field` is the listing field that is missing too often; `value` what was seen (a count, or the share 0..1 of
    listings with the field), `bound` what it had to keep to, by `basis`. `id` and `run` are there once it is stored.
    """

    kind: AlarmKind
    field: str | None = None
    value: float | None = None
    bound: float | None = None
    basis: AlarmBasis | None = None
    id: int | None = None
    run: int | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None

    @property
    def wording(self) -> Wording:
        """Say it in words."""
        if self.kind in _PLAIN:
            return _PLAIN[self.kind]
        basis = _BASES[self.basis or "history"]
        if self.kind == "field_missing":
            name = _FIELDS.get(self.field or "", Wording(self.field or "", self.field or ""))
            seen, bound = _share(self.value), _share(self.bound)
            return Wording(
                f"Quá ít tin đăng có {name.vi}: {seen}; ít nhất phải là {bound} ({basis.vi})",
                f"Too few listings have their {name.en}: {seen}; the least is {bound} ({basis.en})",
            )
        seen, bound = _count(self.value), _count(self.bound)
        if self.kind == "few_listings":
            return Wording(
                f"Quá ít tin đăng: {seen}; ít nhất phải là {bound} ({basis.vi})",
                f"Too few listings: {seen}; the least is {bound} ({basis.en})",
            )
        return Wording(
            f"Quá nhiều tin đăng: {seen}; nhiều nhất phải là {bound} ({basis.vi})",
            f"Too many listings: {seen}; the most is {bound} ({basis.en})",
        )


def _count(value: float | None) -> str:
    return f"{value or 0:.1f}".removesuffix(".0")


def _share(value: float | None) -> str:
    return f"{100 * (value or 0):.0f} %"
