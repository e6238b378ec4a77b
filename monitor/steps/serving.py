"""Runs the review application under uvicorn, and says when it is ready."""

from __future__ import annotations

import asyncio
import socket

import uvicorn

from listings.errors import StoreUnavailable
from monitor.steps.judging import JudgingBeside
from monitor.terminal import note, say
from monitor.wiring import review_application, workspace_stores
from monitor.workspace import Workspace


class _AnnouncingServer(uvicorn.Server):
    """A server that says where it listens once it really does, and lets the judging beside it end in good order."""

    def __init__(self, config: uvicorn.Config, judging: JudgingBeside) -> None:
        super().__init__(config)
        self._judging = judging

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            host, port = listener.getsockname()[:2]
            say(f"listening on http://{f'[{host}]' if ':' in host else host}:{port}")
        _flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        # Here, as after this SIGTERM ends the process at once.
        await asyncio.to_thread(self._judging.stop)


def serve_review(workspace: Workspace, host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM, and judge meanwhile what is stored and was not judged.

    Raises:
        StoreUnavailable: the address cannot be listened on.
    """
    with _listener(host, port) as listener, workspace_stores(workspace) as stores:
        application = review_application(workspace, stores)
        config = uvicorn.Config(application, log_level="warning", server_header=False, access_log=False)
        with JudgingBeside(workspace, stores, note) as judging:
            _AnnouncingServer(config, judging).run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StoreUnavailable(
            f"cannot listen: {error.strerror}", where=f"{host}:{port}", remedy="choose another with --port"
        ) from error
    return listener


def _flush() -> None:
    import sys

    sys.stdout.flush()
