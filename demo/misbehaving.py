"""The answers of the traps."""

from __future__ import annotations

import threading
from collections import Counter
from http import HTTPStatus

from demo.answer import Answer, html, moved, not_found
from demo.pages.frame import page
from demo.traps import BUSY_ANSWERS, BUSY_OFFERS, Trap
from demo.wording import NAME

CHALLENGE = """<section class="captcha"><h1>Xác minh bạn không phải là robot</h1>
<p>Chúng tôi nhận thấy lưu lượng bất thường từ mạng của bạn. Please verify you are human to continue.</p>
<form id="captcha-form" action="/captcha/verify" method="post"><img src="/static/mark.svg" alt="captcha">
<label>Nhập các ký tự trong hình <input name="captcha" autocomplete="off"></label>
<button type="submit">Tôi không phải là robot</button></form></section>"""


def trap_answer(trap: Trap, trap_port: int) -> Answer:
    """Misbehave as the trap says."""
    match trap.misbehaviour:
        case "dead_link":
            return not_found()
        case "captcha":
            return html(
                '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
                f"<title>{NAME}</title></head><body>{CHALLENGE}</body></html>\n"
            )
        case "dropped":
            text = page(trap.title, f"<h1>{trap.title}</h1>" + "<p>&nbsp;</p>" * 200, lang="vi")
            return Answer(body=text.encode(), dropped=True)
        case "inward_private":
            return moved("http://10.0.0.1/stock")
        case "inward_loopback":
            return moved(f"http://127.0.0.1:{trap_port}/prices")


class BusyCounter:
    """Remembers how often each busy offer was turned away."""

    def __init__(self) -> None:
        self._turned_away: Counter[str] = Counter()
        self._lock = threading.Lock()

    def turn_away(self, offer_id: str) -> Answer | None:
        """Give a 429 for the first requests of a busy offer, and None once it may be served."""
        with self._lock:
            if offer_id not in BUSY_OFFERS or self._turned_away[offer_id] >= BUSY_ANSWERS:
                return None
            self._turned_away[offer_id] += 1
        body = b"Too many requests, come back in a second.\n"
        return Answer(
            body=body, media_type="text/plain", status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "1"}
        )
