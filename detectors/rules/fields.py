"""Reads rule files into the fields they give, and names what is wrong with them by file and field."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from detectors.claims import kinds as product
from detectors.rules.phrases import EXACT, GAP, words_of
from detectors.rules.rule import HOME, Rule
from listings.errors import InvalidInput
from listings.wording import Wording

Fields = Mapping[str, Any]

_RULE = TypeAdapter(Rule)
# What loading works out and no file gives; and what a file may give besides the rule's own fields.
_WORKED_OUT = frozenset({"version", "countries"})
MORE_PHRASES = "more_phrases"
_FIELDS = (frozenset(Rule.__dataclass_fields__) - _WORKED_OUT) | {MORE_PHRASES}
# Far more than anybody writes by hand; keeps a wrong file (a dump, a video) out of the memory.
_LARGEST_FILE = 1024 * 1024
_CORRECT_FIELD = Wording("hãy sửa trường này", "correct this field")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule file as read: the fields it gives, and the SHA-256 (hex) of its bytes."""

    path: Path
    given: Fields
    digest: str

    @property
    def id(self) -> str:
        """Give the id of the rule that the file speaks of."""
        return str(self.given["id"])


def read_folder(folder: Path) -> Iterator[RuleFile]:
    """Read the rule files of a folder, in the order of their names; a folder that is not there holds none.

    Raises:
        InvalidInput: a file is no TOML, gives no id, an unknown field, or a rule that another file gives.
    """
    seen: dict[str, Path] = {}
    for path in sorted(folder.glob("*.toml")):
        file = _read(path)
        if file.id in seen:
            what = Wording(
                f"quy tắc {file.id} đã có trong tệp {seen[file.id].name}",
                f"id: {file.id} stands in {seen[file.id].name} already",
            )
            remedy = Wording("hãy giữ lại một trong hai tệp", "keep one of the files")
            raise InvalidInput(what, where=str(path), remedy=remedy)
        seen[file.id] = path
        yield file


def _read(path: Path) -> RuleFile:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            what = Wording("quá lớn so với một tệp quy tắc", "too large for a rule file")
            remedy = Wording("hãy chuyển tệp ra khỏi thư mục này", "take it out of this folder")
            raise InvalidInput(what, where=str(path), remedy=remedy)
        content = path.read_bytes()
        given = tomllib.loads(content.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        what = Wording("không đọc được tệp quy tắc này", f"no rule file: {said}")
        remedy = Wording("hãy viết tệp bằng TOML, mã UTF-8", "write it as TOML in UTF-8")
        raise InvalidInput(what, where=str(path), remedy=remedy) from error
    _refuse_unknown(given, path)
    return RuleFile(path=path, given=_with_home(given), digest=hashlib.sha256(content).hexdigest())


def _refuse_unknown(given: Fields, path: Path) -> None:
    unknown = sorted(set(given) - _FIELDS)
    if unknown:
        what = Wording(f"không có trường nào tên {unknown[0]}", f"unknown field {unknown[0]}")
        raise InvalidInput(
            what, where=str(path), remedy=Wording("hãy bỏ hoặc đổi tên trường đó", "remove or rename it")
        )
    if not isinstance(given.get("id"), str):
        raise InvalidInput(
            Wording("id: còn thiếu, hoặc không phải chữ", "id: missing, or no text"),
            where=str(path),
            remedy=Wording(
                'hãy ghi id = "..." phía trên bảng đầu tiên có dấu ngoặc vuông',
                'write id = "..." above the first table in brackets',
            ),
        )
    if given.get("kind") == "shadow":
        what = Wording("kind: trong tệp chỉ ghi label hoặc signal", "kind: a file gives label or signal")
        remedy = Wording(
            f"hãy bỏ trường này; muốn chạy thử quy tắc: soi rule shadow {given['id']}",
            f"leave it out; to try the rule: soi rule shadow {given['id']}",
        )
        raise InvalidInput(what, where=str(path), remedy=remedy)


def _with_home(given: Fields) -> Fields:
    """Read an authority that names no country as that of Vietnam."""
    authority = given.get("authority")
    if isinstance(authority, dict) and authority and set(authority) <= {"vi", "en"}:
        return {**given, "authority": {HOME[0]: authority}}
    return given


def rule_of(file: RuleFile, base: RuleFile | None = None) -> Rule:
    """Make the rule of a file; where it overrides another's, of both: a table is merged, all else replaced.

    Raises:
        InvalidInput: a field is missing or wrong; the message names file and field.
    """
    if base is not None:
        _refuse_other_category(file, base)
    fields = _merged(base.given if base else {}, file.given, file.path)
    try:
        rule = _RULE.validate_python(fields)
    except ValidationError as error:
        raise _refused(error, file.path, new=base is None) from error
    for fault in _faults(rule):
        raise InvalidInput(fault, where=str(file.path), remedy=_CORRECT_FIELD)
    digests = file.digest if base is None else hashlib.sha256((base.digest + file.digest).encode()).hexdigest()
    return replace(rule, version=digests[:12])


def _refuse_other_category(file: RuleFile, base: RuleFile) -> None:
    """Keep a built-in rule to its category: detectors look for their rule by it."""
    own = base.given["category"]
    if file.given.get("category", own) != own:
        what = Wording(f"category: quy tắc có sẵn này nói về {own}", f"category: this built-in rule speaks of {own}")
        remedy = Wording(
            f"hãy bỏ trường này; quy tắc về nội dung khác cần một id khác {file.id}",
            f"leave it out; for a rule on something else give another id than {file.id}",
        )
        raise InvalidInput(what, where=str(file.path), remedy=remedy)


def _merged(base: Fields, given: Fields, path: Path) -> Fields:
    fields = dict(base)
    for name, value in given.items():
        before = fields.get(name)
        fields[name] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
    more = fields.pop(MORE_PHRASES, [])
    if not isinstance(more, list) or not isinstance(fields.get("phrases", []), list):
        what = Wording(f"{MORE_PHRASES}: cần một danh sách", f"{MORE_PHRASES}: a list is needed")
        raise InvalidInput(what, where=str(path), remedy=Wording('hãy ghi ["...", "..."]', 'write ["...", "..."]'))
    return {**fields, "phrases": list(_once([*fields.get("phrases", []), *more]))} if more else fields


def _once(phrases: Iterable[object]) -> Iterator[object]:
    seen = set()
    for phrase in phrases:
        if str(phrase) not in seen:
            seen.add(str(phrase))
            yield phrase


def _refused(error: ValidationError, path: Path, *, new: bool) -> InvalidInput:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    remedy = _CORRECT_FIELD
    if new and first["type"] == "missing":
        remedy = Wording(
            "hãy thêm vào; nếu muốn sửa quy tắc có sẵn thì ghi id của quy tắc đó (soi rule list)",
            "add it; or, to change a built-in rule, give that rule's id (soi rule list)",
        )
    what = Wording(f"trường {place} sai hoặc còn thiếu", f"{place}: {first['msg']}")
    return InvalidInput(what, where=str(path), remedy=remedy)


def _faults(rule: Rule) -> Iterator[Wording]:
    """Name what is of the right type and yet can never do what was meant."""
    for name in ("look_for", "reason"):
        text = getattr(rule, name)
        if not (text.vi.strip() and text.en.strip()):
            yield Wording(f"{name}: cần có cả hai ngôn ngữ", f"{name}: both languages are needed")
    for name in ("product_kinds", "exempt_kinds"):
        unknown = sorted(set(getattr(rule, name)) - known_kinds())
        if unknown:
            known = ", ".join(sorted(known_kinds()))
            yield Wording(
                f"{name}: không có loại hàng {unknown[0]} (đã có: {known})",
                f"{name}: {unknown[0]} is no kind of goods (known: {known})",
            )
    for name in ("phrases", "unless"):
        for phrase in getattr(rule, name):
            if phrase.split()[:1] == [GAP] or not words_of(phrase).words:
                yield Wording(
                    f"{name}: “{phrase}” không bắt đầu bằng một từ nên không bao giờ tìm thấy",
                    f"{name}: {phrase!r} begins with no word, so it is never found",
                )
            if any(piece.startswith(EXACT) and not words_of(piece).words for piece in phrase.split()):
                yield Wording(
                    f"{name}: “{phrase}” có dấu {EXACT} không đứng ngay trước từ nào: hãy ghi như {EXACT}sách",
                    f"{name}: {phrase!r} has a {EXACT} before no word: write it right before one, as in {EXACT}sách",
                )


@cache
def known_kinds() -> frozenset[str]:
    """Give the kinds of goods that the detectors tell apart."""
    words = Path(product.__file__).with_name("kinds.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(words)["words"]) | {"drug"}
