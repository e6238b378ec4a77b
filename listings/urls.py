"""One spelling per address, so that one listing is stored once however it was linked."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit, urlunsplit

from listings.errors import InvalidInput
from listings.wording import Wording

DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that say who sent the visitor or in which visit, never what is shown. Only names no shop uses for content:
# `ref`, `id`, `source` stay, since they sometimes choose the page.
_TRACKING = frozenset({
    "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid", "fbclid", "fb_action_ids", "fb_action_types",
    "fb_ref", "fb_source", "msclkid", "yclid", "ysclid", "_openstat", "ttclid", "twclid", "igshid", "igsh",
    "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "vero_id", "_ga", "_gl", "_hsenc", "_hsmi", "hsctatracking",
    "zanpid", "rdid", "spm", "scm", "clicktrackinfo", "sp_atk", "xptdk", "is_from_webapp", "sender_device",
    "share_app_id", "ref_src", "ref_url", "phpsessid", "jsessionid",
})  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "af_")

# Second-level names under which registries sell to the public (com.vn, co.uk): the site is one label longer there.
_REGISTRY_LABELS = frozenset({
    "com", "co", "net", "org", "gov", "gob", "edu", "ac", "go", "or", "ne", "info", "biz", "name", "pro",
    "health", "int", "mil", "nom", "id",
})  # fmt: skip
# Hosts that rent a subdomain to each shop: two tenants are two sites.
_SHARED_HOSTS = frozenset({
    "myshopify.com", "blogspot.com", "wordpress.com", "github.io", "wixsite.com", "weebly.com", "mysapo.net",
    "bigcartel.com",
})  # fmt: skip
_COUNTRY_LABEL = 2
_NO_ADDRESS = Wording("không phải địa chỉ trang web", "not a web address")
_GIVE_ADDRESS = Wording("hãy ghi địa chỉ bắt đầu bằng http:// hoặc https://", "give an http or https address")
_NO_HOST = Wording("tên máy chủ trong địa chỉ không hợp lệ", "not a host name")
_CORRECT_ADDRESS = Wording("hãy sửa lại địa chỉ", "correct the address")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_STRANGE_HOST = re.compile(r"[^a-z0-9._\-]")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_SESSION_SEGMENT = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_PATH_SAFE = "%/:=~+!$,;'@()*&"
_QUERY_SAFE = "%/:=?~+!$,;'@()*"


def canonical_url(url: str) -> str:
    """Give the one spelling under which an address is stored and compared.

    Scheme and host in lower case (IDNA), no default port, user name, fragment or tracking parameter; the query sorted,
    percent-escapes in normal form. Applying it twice changes nothing.

    Raises:
        InvalidInput: it is no absolute http or https address.
    """
    parts = _split(url)
    host = _host(parts)
    path = _path(parts.path)
    return urlunsplit((parts.scheme.lower(), host + _port(parts), path, _query(parts.query), ""))


def site_of(url: str) -> str:
    """Give the site's name: the host in lower case without `www.`; empty for what is no web address."""
    try:
        return _host(_split(url)).removeprefix("www.")
    except InvalidInput:
        return ""


def same_site(one: str, other: str) -> bool:
    """Say whether two addresses lie on one site: one registrable domain, or one host and port where there is no domain.

    Registries are told by a rule over their customary second-level labels (com.vn, co.uk), not by the whole public
    suffix list, which the standard library does not carry.
    """
    try:
        return _domain(_split(one)) == _domain(_split(other))
    except InvalidInput:
        return False


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(_CONTROL.sub("", url).strip())
        _ = parts.port
    except ValueError as broken:
        raise InvalidInput(_NO_ADDRESS, where=url[:200], remedy=_GIVE_ADDRESS) from broken
    if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname:
        raise InvalidInput(_NO_ADDRESS, where=url[:200], remedy=_GIVE_ADDRESS)
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").lower()
    if ":" in host:
        return f"[{host}]"
    try:
        plain = host if host.isascii() else host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError as broken:
        raise InvalidInput(_NO_HOST, where=host[:200], remedy=_CORRECT_ADDRESS) from broken
    if not plain or _STRANGE_HOST.search(plain):
        raise InvalidInput(_NO_HOST, where=host[:200], remedy=_CORRECT_ADDRESS)
    return plain


def _port(parts: SplitResult) -> str:
    return "" if parts.port in {None, DEFAULT_PORTS[parts.scheme.lower()]} else f":{parts.port}"


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in _normal(_SESSION_SEGMENT.sub("", path), _PATH_SAFE).split("/")[1:]:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    ends_in_folder = path.endswith(("/.", "/..")) and bool(kept) and kept[-1] != ""
    return "/" + "/".join(kept) + ("/" if ends_in_folder else "")


def _query(query: str) -> str:
    pieces = (piece for piece in query.split("&") if piece and not _tracks(piece.partition("=")[0]))
    return "&".join(sorted(_normal(piece, _QUERY_SAFE) for piece in pieces))


def _tracks(name: str) -> bool:
    plain = name.lower()
    return plain in _TRACKING or plain.startswith(_TRACKING_PREFIXES)


def _normal(text: str, safe: str) -> str:
    """Decode escapes of unreserved characters, write the others in capitals, and escape what must be."""
    return quote(_ESCAPE.sub(_plain_escape, _LONE_PERCENT.sub("%25", text)), safe=safe)


def _plain_escape(match: re.Match[str]) -> str:
    character = unquote_to_bytes(match[0])
    unreserved = character.isalnum() or character in {b"-", b".", b"_", b"~"}
    return character.decode("ascii") if unreserved else match[0].upper()


def _domain(parts: SplitResult) -> str:
    host = _host(parts)
    if _is_address(host) or "." not in host:
        return host + _port(parts)
    labels = host.split(".")
    two = ".".join(labels[-2:])
    longer = two in _SHARED_HOSTS or (len(labels[-1]) == _COUNTRY_LABEL and labels[-2] in _REGISTRY_LABELS)
    return ".".join(labels[-3:]) if longer else two


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
