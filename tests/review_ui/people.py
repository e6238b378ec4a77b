"""Somebody at the screen: signs in, reads pages, sends their forms."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.review_ui.samples import PASSWORD

_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


def token_in(page: str) -> str:
    """Give the token of a page's forms."""
    found = _TOKEN.search(page)
    assert found is not None
    return found[1]


class Person:
    """A user with a browser and, as a script, a bearer token."""

    def __init__(self, client: TestClient, name: str) -> None:
        self.client = client
        token = token_in(client.get("/sign-in").text)
        entered = client.post("/sign-in", data={"form_token": token, "name": name, "password": PASSWORD, "then": "/"})
        assert entered.status_code == 303
        # One sign-in serves both ways: hashing passwords is slow on purpose.
        self.bearer = {"Authorization": f"Bearer {client.cookies['soi_session']}"}

    def page(self, path: str, status: int = 200) -> str:
        """Read a page."""
        answer = self.client.get(path)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, path: str, **fields: str) -> Response:
        """Send a form of our own."""
        token = token_in(self.page("/"))
        return self.client.post(path, data={"form_token": token, **fields})

    def call(self, method: str, path: str, *, json: object = None) -> Response:
        """Call the API."""
        return self.client.request(method, f"/api/v1{path}", headers=self.bearer, json=json)
