"""The keys and the token of a run: in memory only, put on requests for the API and taken out of what is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import quote

from crawlers.sites.api_site import ApiRequest, ApiSite
from crawlers.spiders.answer import Answer
from listings.errors import Unreadable
from listings.page import Redirect, SentRequest

REMOVED = b"[key removed]"

_SUCCESS, _SERVER_ERROR, _TOO_MANY = 200, 500, 429
_LONGEST_TOKEN = 10_000


class Access:
    """What lets a run in."""

    def __init__(self, site: ApiSite, keys: Mapping[str, str]) -> None:
        self._site, self._keys = site, keys
        self._token = ""
        self._secrets = {value for name, value in keys.items() if name not in site.public_keys}

    @property
    def needs_token(self) -> bool:
        """Say whether a token must be asked for before the next request."""
        return self._site.signs_in and not self._token

    def sign_in(self, address: str) -> ApiRequest:
        """Give the request for a token."""
        return self._site.sign_in(self._keys, address)

    def take_token(self, status: int, body: bytes) -> None:
        """Keep the token of a sign-in's answer.

        Raises:
            Unreadable: `login_wall`, the keys were refused; or a passing fault of the service.
        """
        if status >= _SERVER_ERROR or status == _TOO_MANY:
            reason = "rate_limited" if status == _TOO_MANY else "server_error"
            raise Unreadable(reason, f"the sign-in answered {status}")
        token = _token_in(body, self._site.token_name) if status == _SUCCESS else ""
        if not token:
            raise Unreadable("login_wall", f"the sign-in answered {status} and gave no token", remedy="look at the key")
        self._token = token
        self._secrets.add(token)

    def forget_token(self) -> None:
        """Ask for a token anew before the next request."""
        self._token = ""

    def headers(self) -> Mapping[str, str]:
        """Give the header fields that let us in."""
        key = self._token if self._site.signs_in else next(iter(self._keys.values()), "")
        return self._site.headers(key) if key else {}

    def without_secrets(self, answer: Answer) -> Answer:
        """Give an answer as it may be kept: some services repeat the token in it."""
        body, headers = self._blanked(answer.body), self._plain_fields(answer.headers)
        request = None if answer.request is None else self._request_without_secrets(answer.request)
        return replace(answer, url=self._plain(answer.url), headers=headers, body=body, request=request)

    def _request_without_secrets(self, sent: SentRequest) -> SentRequest:
        headers, body = self._plain_fields(sent.headers), self._blanked(sent.body)
        redirects = tuple(map(self._redirect_without_secrets, sent.redirects))
        return replace(sent, url=self._plain(sent.url), headers=headers, body=body, redirects=redirects)

    def _redirect_without_secrets(self, redirect: Redirect) -> Redirect:
        headers, body = self._plain_fields(redirect.headers), self._blanked(redirect.body)
        return replace(redirect, request=self._request_without_secrets(redirect.request), headers=headers, body=body)

    def _plain_fields(self, fields: Mapping[str, str]) -> dict[str, str]:
        return {name: self._plain(value) for name, value in fields.items()}

    def _plain(self, text: str) -> str:
        return self._blanked(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")

    def _blanked(self, raw: bytes) -> bytes:
        for spelling in self._spellings():
            raw = raw.replace(spelling, REMOVED)
        return raw

    def _spellings(self) -> Iterator[bytes]:
        """Yield each secret as it may stand in text, in an address and in JSON, the longest first."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            quoted = json.dumps(secret)[1:-1]
            for spelling in dict.fromkeys((secret, quote(secret, safe=""), quoted, quoted.replace("/", "\\/"))):
                yield spelling.encode()


def _token_in(body: bytes, name: str) -> str:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    token = given.get(name) if isinstance(given, dict) else None
    sound = isinstance(token, str) and 0 < len(token) <= _LONGEST_TOKEN and token.isascii() and token.isprintable()
    return token if sound and isinstance(token, str) else ""
