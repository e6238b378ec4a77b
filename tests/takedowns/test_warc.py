"""The exchanges as a web archive's tools read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from listings.page import Capture, Redirect, SentRequest
from takedowns.warc import write_warc

AT = datetime(2026, 11, 18, 2, 10, tzinfo=UTC)
ASKED = SentRequest(
    method="GET",
    url="https://cho-mau.example/p/v014?trang=2#currency=VND",
    headers={"user-agent": "Soi/0.1 (+https://cqdt.example)", "authorization": "[key removed]", "x-odd": "a\r\nb"},
)
PAGE = Capture(
    url="https://cho-mau.example/p/v014?trang=2",
    fetched_at=AT,
    status=200,
    headers={"content-type": "text/html", "content-encoding": "gzip"},
    body="<p>Trà lá sen</p>".encode(),
    media_type="text/html",
    request=ASKED,
)


def records(*exchanges: Capture) -> list[Any]:
    """Read what was written with warcio: type, target, HTTP line and fields, body, all WARC fields."""
    stream = BytesIO()
    write_warc(exchanges, stream)
    stream.seek(0)
    found = []
    for record in ArchiveIterator(stream, check_digests="raise"):
        http = record.http_headers
        fields = dict(record.rec_headers.headers)
        line = None if http is None else f"{http.protocol} {http.statusline}"
        found.append(
            (record.rec_type, line, dict(http.headers) if http else {}, record.content_stream().read(), fields)
        )
    return found


def test_what_was_asked_stands_beside_what_was_answered() -> None:
    answer, request = records(PAGE)
    assert (answer[0], answer[3]) == ("response", PAGE.body)
    kind, line, fields, body, warc = request
    assert (kind, line, body) == ("request", "GET /p/v014?trang=2 HTTP/1.1", b"")
    assert fields == {
        "host": "cho-mau.example", "user-agent": "Soi/0.1 (+https://cqdt.example)", "authorization": "[key removed]",
        "x-odd": "a b",
    }  # fmt: skip
    assert warc["WARC-Concurrent-To"] == answer[4]["WARC-Record-ID"]
    assert warc["WARC-Target-URI"] == answer[4]["WARC-Target-URI"]
    assert warc["WARC-Record-ID"] != answer[4]["WARC-Record-ID"]


def test_a_query_that_was_sent_as_a_body_is_whole() -> None:
    sent = SentRequest(method="POST", url="https://api.example/v2/ads", headers={}, body='{"từ": "nám"}'.encode())
    _, (kind, line, fields, body, _) = records(replace(PAGE, request=sent))
    assert (kind, line, body) == ("request", "POST /v2/ads HTTP/1.1", sent.body)
    assert fields["content-length"] == str(len(sent.body))


def test_what_nobody_knows_to_have_been_sent_has_no_request() -> None:
    brought, rendered = replace(PAGE, request=None), replace(PAGE, request=None, rendered=True)
    assert [kind for kind, *_ in records(brought, rendered)] == ["response", "conversion"]


def test_the_same_exchanges_give_the_same_bytes_and_sound_digests(tmp_path: Any) -> None:
    first, second = BytesIO(), BytesIO()
    for stream in (first, second):
        write_warc([PAGE, replace(PAGE, request=None)], stream)
    assert first.getvalue() == second.getvalue()
    file = tmp_path / "exchanges.warc"
    file.write_bytes(first.getvalue())
    checker = Checker(type("Options", (), {"inputs": [str(file)], "verbose": False}))
    checker.process_all()
    assert checker.exit_value == 0


def moved(step: int, **given: Any) -> Redirect:
    request = SentRequest(method="GET", url=f"https://cho-mau.example/{step}#x", headers={"user-agent": "Soi/0.1"})
    headers = {"location": f"/{step + 1}", "content-encoding": "gzip"}
    at = AT - timedelta(seconds=9 - step)
    return Redirect(request=request, fetched_at=at, status=301, headers=headers, **given)


def test_every_redirect_stands_before_the_answer_it_led_to() -> None:
    redirects = (moved(1, body=b"see /2"), moved(2, body=b"x" * 50, cut=True))
    found = records(PAGE, replace(PAGE, request=replace(ASKED, redirects=redirects)))[2:]
    assert [(kind, line) for kind, line, *_ in found] == [
        ("response", "HTTP/1.1 301"), ("request", "GET /1 HTTP/1.1"), ("response", "HTTP/1.1 301"),
        ("request", "GET /2 HTTP/1.1"), ("response", "HTTP/1.1 200"), ("request", "GET /p/v014?trang=2 HTTP/1.1"),
    ]  # fmt: skip
    first, asked, second, _, last, _ = found
    assert (first[2]["location"], first[3], second[3]) == ("/2", b"see /2", b"x" * 50)
    assert "content-encoding" not in first[2]
    warc = [each[4] for each in (first, second, last)]
    assert [each["WARC-Target-URI"] for each in warc[:2]] == ["https://cho-mau.example/1", "https://cho-mau.example/2"]
    assert [each.get("WARC-Concurrent-To") for each in warc] == [*(each["WARC-Record-ID"] for each in warc[1:]), None]
    assert [each.get("WARC-Truncated") for each in warc] == [None, "length", None]
    assert asked[4]["WARC-Concurrent-To"] == warc[0]["WARC-Record-ID"]
    assert warc[0]["WARC-Date"] == "2026-11-18T02:09:52.000000Z"


def test_a_redirect_back_to_where_it_came_from_is_a_record_of_its_own() -> None:
    again = replace(PAGE, request=replace(ASKED, redirects=(moved(1), moved(1))))
    ids = [warc["WARC-Record-ID"] for *_, warc in records(again, again)]
    assert len(set(ids)) == len(ids) == 12
