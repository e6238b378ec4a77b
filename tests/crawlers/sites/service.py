"""A service on 127.0.0.1 that answers as a site's recorded exchanges say, and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawlers.sites.api_site import ApiAnswer
from tests.crawlers.loopback_site import PNG, LoopbackSite, Page

FOLDER = Path(__file__).parent
RECORDED = sorted(file.parent.name for file in FOLDER.glob("*/exchanges.json"))


@dataclass(frozen=True)
class Recorded:
    """A site's samples: the source that asks, what is asked and answered, what must be read."""

    source: dict[str, Any]
    exchanges: list[dict[str, Any]]
    expected: list[dict[str, Any]]


def recorded(site: str, base: str) -> Recorded:
    """Read a site's samples, with the service at `base`."""
    read = (_read(FOLDER / site / f"{name}.json", base) for name in ("source", "exchanges", "expected"))
    return Recorded(*read)


def _read(file: Path, base: str) -> Any:
    return json.loads(file.read_text("utf-8").replace("{base}", base))


class Service(LoopbackSite):
    """Answers each exchange where path, query, body and header fields are as recorded."""

    def __init__(self, site: str) -> None:
        super().__init__()
        self.recorded = recorded(site, self.url)
        self.strange: list[str] = []
        for path in {urlsplit(each["path"]).path for each in self.recorded.exchanges}:
            self.put(path, Page(serve=self._serve))
        for image in {image for listing in self.recorded.expected for image in listing.get("images", ())}:
            self.put(image.removeprefix(self.url), Page(PNG, media_type="image/png"))

    def __enter__(self) -> Service:
        super().__enter__()
        return self

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()
        exchange = next((each for each in self.recorded.exchanges if _asks(each, handler, body)), None)
        if exchange is None:
            self.strange.append(f"{handler.command} {handler.path} {body}")
            handler.answer(Page("[]", status=418, media_type="application/json"))  # type: ignore[attr-defined]
            return
        headers = exchange.get("headers", {})
        given = exchange["body"]
        body = given if isinstance(given, str) else json.dumps(given)
        kind = headers.get("Content-Type", "application/json")
        handler.answer(Page(body, media_type=kind, headers=headers))  # type: ignore[attr-defined]


def _asks(exchange: dict[str, Any], handler: BaseHTTPRequestHandler, body: str) -> bool:
    needs = exchange.get("needs", {})
    return (
        exchange.get("method", "GET") == handler.command
        and _asked(exchange["path"]) == _asked(handler.path)
        and all(handler.headers.get(name) == value for name, value in needs.items())
        and _sent(exchange.get("wants", "")) == _sent(body)
    )


def _asked(address: str) -> tuple[str, list[tuple[str, str]]]:
    parts = urlsplit(address)
    return parts.path, sorted(parse_qsl(parts.query, keep_blank_values=True))


def _sent(body: object) -> object:
    if isinstance(body, str) and body.startswith("{"):
        return json.loads(body)
    return sorted(parse_qsl(body)) if isinstance(body, str) else body


def answer_of(body: object, address: str = "https://shop.example/", **headers: str) -> ApiAnswer:
    """Give an answer as a service would."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ApiAnswer(address=address, status=200, headers=headers, body=raw)
