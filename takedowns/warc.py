"""The exchanges of one hit as a WARC (ISO 28500), which every web archive's tools read."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

from listings.page import Capture

# Ours name the body as it is kept: unpacked, in one piece. What spoke of its packing on the wire would be untrue of it.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})


def write_warc(exchanges: Sequence[Capture], stream: BinaryIO) -> None:
    """Write one `response` record per exchange; the same exchanges give the same bytes.

    `WARC-Payload-Digest` is the SHA-256 under which the evidence chain knows the body. What a browser rendered, or a
    person captured, was not sent by a server in this form: it is a `conversion` record, without HTTP fields.
    """
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(stream, gzip=False, warc_version="WARC/1.1")
    for number, exchange in enumerate(exchanges, start=1):
        digest = hashlib.sha256(exchange.body).hexdigest()
        moment = exchange.fetched_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        named = uuid.uuid5(uuid.NAMESPACE_URL, f"{number} {moment} {exchange.url} {digest}")
        fields = {
            "WARC-Record-ID": f"<urn:uuid:{named}>",
            "WARC-Date": moment,
            "WARC-Payload-Digest": f"sha256:{digest}",
        }
        writer.write_record(_record(writer, exchange, fields))


def _record(writer: object, exchange: Capture, fields: dict[str, str]) -> object:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    assert isinstance(writer, WARCWriter)
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
