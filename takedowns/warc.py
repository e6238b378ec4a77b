"""The exchanges of one hit as a WARC (ISO 28500), which every web archive's tools read."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urldefrag, urlsplit, urlunsplit

from listings.page import Capture, Redirect, SentRequest

if TYPE_CHECKING:
    from warcio.warcwriter import WARCWriter

# Ours name the body as it is kept: unpacked, in one piece. What spoke of its packing on the wire would be untrue of it.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})


def write_warc(exchanges: Sequence[Capture], stream: BinaryIO) -> None:
    """Write one `response` record per exchange, and a `request` record where it is known what was sent.

    The answers that led there come first, each with its own request, and name in `WARC-Concurrent-To` the answer that
    they led to. The same exchanges give the same bytes. `WARC-Payload-Digest` is the SHA-256 under which the evidence
    chain knows the body. What a browser rendered, or a person captured, was not sent by a server in this form: it is a
    `conversion` record, without HTTP fields.
    """
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(stream, gzip=False, warc_version="WARC/1.1")
    answers = [answer for exchange in exchanges for answer in _chain(exchange)]
    named = [_fields(_exchange(answer), number, "") for number, answer in enumerate(answers, start=1)]
    for number, (answer, fields) in enumerate(zip(answers, named, strict=True), start=1):
        if isinstance(answer, Redirect):
            # A redirect always leads to another one or to the exchange's own answer: there is one after it.
            fields["WARC-Concurrent-To"] = named[number]["WARC-Record-ID"]
            if answer.cut:
                fields["WARC-Truncated"] = "length"
        _write(writer, _exchange(answer), fields, number)


def _chain(exchange: Capture) -> tuple[Redirect | Capture, ...]:
    redirects = () if exchange.request is None else exchange.request.redirects
    return (*redirects, exchange)


def _exchange(answer: Redirect | Capture) -> Capture:
    """Give an answer that led on as an exchange like any other."""
    if isinstance(answer, Capture):
        return answer
    return Capture(
        url=urldefrag(answer.request.url).url,
        fetched_at=answer.fetched_at,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        media_type=answer.headers.get("content-type", ""),
        request=answer.request,
    )


def _write(writer: WARCWriter, exchange: Capture, fields: dict[str, str], number: int) -> None:
    """Write an answer, and what it answers to."""
    fields["WARC-Payload-Digest"] = f"sha256:{hashlib.sha256(exchange.body).hexdigest()}"
    writer.write_record(_record(writer, exchange, fields))
    if exchange.request is not None:
        asked = _fields(replace(exchange, body=exchange.request.body), number, "request ")
        asked["WARC-Concurrent-To"] = fields["WARC-Record-ID"]
        writer.write_record(_request(writer, exchange.request, asked))


def _fields(exchange: Capture, number: int, kind: str) -> dict[str, str]:
    moment = exchange.fetched_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    digest = hashlib.sha256(exchange.body).hexdigest()
    named = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}{number} {moment} {exchange.url} {digest}")
    return {"WARC-Record-ID": f"<urn:uuid:{named}>", "WARC-Date": moment}


def _record(writer: WARCWriter, exchange: Capture, fields: dict[str, str]) -> object:
    from warcio.statusandheaders import StatusAndHeaders

    body = BytesIO(exchange.body)
    if exchange.rendered:
        return writer.create_warc_record(
            exchange.url, "conversion", payload=body, warc_content_type=exchange.media_type, warc_headers_dict=fields
        )
    sent = [(name, value) for name, value in exchange.headers.items() if name.lower() not in _OF_THE_WIRE]
    http = StatusAndHeaders(
        str(exchange.status), [*sent, ("content-length", str(len(exchange.body)))], protocol="HTTP/1.1"
    )
    return writer.create_warc_record(
        exchange.url, "response", payload=body, http_headers=http, warc_headers_dict=fields
    )


def _request(writer: WARCWriter, sent: SentRequest, fields: dict[str, str]) -> object:
    """Give what was sent as a record: the line, the host it went to, and the fields as they were set."""
    from warcio.statusandheaders import StatusAndHeaders

    parts = urlsplit(sent.url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    given = [(name, " ".join(value.split())) for name, value in sent.headers.items()]
    sizes = [("content-length", str(len(sent.body)))] if sent.body else []
    http = StatusAndHeaders(
        f"{sent.method} {target} HTTP/1.1",
        [("host", parts.netloc.rpartition("@")[2]), *given, *sizes],
        is_http_request=True,
    )
    return writer.create_warc_record(
        urldefrag(sent.url).url, "request", payload=BytesIO(sent.body), http_headers=http, warc_headers_dict=fields
    )
