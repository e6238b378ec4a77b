"""Pages that stand in for the page asked for: captcha, login, block, rate limit. Never read as a listing.

A captcha archived as content is the classic failure of crawlers (browsertrix-crawler #94, ArchiveBox #1703).
"""

from __future__ import annotations

from crawlers.extract.document import Document
from crawlers.extract.element_text import clean
from crawlers.extract.words import words

# A wall says little; a page with more text than this is the page itself, whatever words it uses.
MAX_WALL_TEXT = 2500

_CAPTCHA = words(
    "verify you are human", "verify that you are human", "are you a robot", "are you human", "i'm not a robot",
    "i am not a robot",
    "not a robot", "confirm you are human", "prove you are human", "security check", "complete the captcha",
    "enter the characters you see",
    "slide to verify", "drag the slider", "press & hold", "press and hold", "checking your browser", "just a moment",
    "unusual traffic",
    "human verification", "robot check", "bot verification", "verifying your browser", "ddos protection",
    "xác minh bạn là con người", "xác minh bạn không phải", "tôi không phải là người máy", "không phải là robot",
    "không phải là rô-bốt",
    "nhập mã xác nhận", "nhập mã captcha", "kéo thanh trượt", "trượt để xác minh", "xác minh bảo mật",
    "kiểm tra bảo mật",
    "lưu lượng truy cập bất thường", "đang kiểm tra trình duyệt", "vui lòng xác minh", "xác thực để tiếp tục",
    "captcha",
)  # fmt: skip
_LOGIN = words(
    "log in to continue", "login to continue", "sign in to continue", "please log in", "please login",
    "please sign in", "you must log in",
    "you must be logged in", "log in to facebook", "log into", "log in or sign up", "create an account or log in",
    "login required",
    "bạn phải đăng nhập", "bạn cần đăng nhập", "vui lòng đăng nhập", "hãy đăng nhập", "đăng nhập để tiếp tục",
    "đăng nhập để xem",
    "đăng nhập hoặc đăng ký", "đăng nhập vào",
)  # fmt: skip
_LOGIN_TITLE = words(
    "log in", "login", "sign in", "signin", "đăng nhập", "anmelden", "connexion", "iniciar sesión", "accedi", "zaloguj"
)
_BLOCKED = words(
    "access denied", "access to this page has been denied", "you have been blocked", "has been blocked",
    "request blocked",
    "request could not be satisfied", "403 forbidden", "error 1020", "error 1015", "pardon our interruption",
    "attention required",
    "not available in your country", "not available in your region", "bạn đã bị chặn", "truy cập bị từ chối",
    "địa chỉ ip của bạn",
    "yêu cầu bị chặn", "không có quyền truy cập", "từ chối truy cập",
)  # fmt: skip
_LIMITED = words(
    "too many requests", "rate limit", "rate limited", "429", "quá nhiều yêu cầu", "thao tác quá nhanh", "slow down"
)
_SERVER = words(
    "500 internal server error", "internal server error", "502 bad gateway", "bad gateway", "503 service",
    "service unavailable",
    "service temporarily unavailable", "504 gateway", "under maintenance", "đang bảo trì", "lỗi máy chủ",
    "hệ thống đang bảo trì",
)  # fmt: skip
_CHALLENGES = (
    "recaptcha", "hcaptcha", "challenges.cloudflare.com", "cf-challenge", "cf-turnstile", "geetest",
    "captcha-delivery", "px-captcha",
    "arkoselabs", "funcaptcha", "awswaf", "challenge-form", "challenge-platform", "captcha",
)  # fmt: skip


def wall_of(document: Document, *, offers_structured: bool) -> str | None:
    """Say which wall a page is (one of `UNREADABLE_REASONS`), or None for a page that can be judged.

    Args:
        document: the parsed page.
        offers_structured: whether its structured data holds a priced offer, which a mere notice never has; a challenge
            on a short page outweighs even that.
    """
    if len(document.text) > MAX_WALL_TEXT:
        return None
    text = f"{document.title} {document.text}"
    if _CAPTCHA.search(text) and (not offers_structured or _has_challenge(document)):
        return "captcha"
    if offers_structured:
        return None
    return _notice(document, text) or ("captcha" if _is_bare(document) and _has_challenge(document) else None)


def _notice(document: Document, text: str) -> str | None:
    if _is_login(document, text):
        return "login_wall"
    reasons = (("rate_limited", _LIMITED), ("blocked", _BLOCKED), ("server_error", _SERVER))
    named = next((reason for reason, pattern in reasons if pattern.match(document.title)), None)
    return named or next(
        (reason for reason, pattern in reasons[1:] if _is_bare(document) and pattern.search(text)), None
    )


def _is_login(document: Document, text: str) -> bool:
    asks_password = any(field.get("type") == "password" for field in document.tree.iter("input"))
    titled = bool(_LOGIN_TITLE.match(document.title))
    return (asks_password and (titled or _LOGIN.search(text) is not None)) or (
        _is_bare(document) and _LOGIN.search(text) is not None
    )


def _is_bare(document: Document) -> bool:
    """Say whether a page is hardly more than a sentence or two."""
    return len(document.text) < 600  # noqa: PLR2004 - letters; the longest notice met had 540


def _has_challenge(document: Document) -> bool:
    marked = document.tree.iter("form", "div", "input", "img")
    for element in (*document.frames, *document.scripts, *marked):
        names = (element.get(name) or "" for name in ("src", "action", "id", "class", "name"))
        marks = clean(" ".join(names), 600).lower()
        if marks and any(mark in marks for mark in _CHALLENGES):
            return True
    return False
