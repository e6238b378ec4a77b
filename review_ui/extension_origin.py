"""Lets the capture extension, and no other origin, send to the one address that is for it."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CAPTURES_PATH = "/api/v1/captures"
# Chromium makes the id of the key in the extension's manifest, so it is the same wherever the folder lies.
EXTENSION_ORIGIN = "chrome-extension://lckhgghbhkmfkahdmpijoibnaoieamnk"
_ALLOWED = {"Access-Control-Allow-Origin": EXTENSION_ORIGIN, "Vary": "Origin"}
_PREFLIGHT = {
    **_ALLOWED,
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Private-Network": "true",
    "Access-Control-Max-Age": "600",
}


class ExtensionOrigin:
    """Answers the extension's preflight, and marks every answer to it, refusals too, as readable by it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        ours = scope["type"] == "http" and scope["path"] == CAPTURES_PATH
        if not ours or Headers(scope=scope).get("origin") != EXTENSION_ORIGIN:
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_ALLOWED)
            await send(message)

        await self._app(scope, receive, send_marked)
