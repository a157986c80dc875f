"""An ARI that answers as it is told: starting, slow, gone, there already. For what no real one does on request."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

PORT = 18_088 + os.getpid() % 10_000  # each process its own
TRUNK = {"/asterisk/config/dynamic/res_pjsip/endpoint/trunk": [{"attribute": "media_address", "value": "127.0.0.1"}]}
NO_PHONES: dict[str, list[str]] = {"/endpoints/PJSIP": []}


class MockAri:
    """Keeps what was asked; `answers` maps "METHOD /path" to a status or a list of them, one for each time."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.bodies: dict[str, Any] = {}
        self.answers: dict[str, int | list[int]] = {}
        self.contents: dict[str, Any] = {**TRUNK, **NO_PHONES}
        self.slow: dict[str, float] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.connected = 0

    async def tell(self, kind: str, **what: object) -> None:
        """Send an event to who listens."""
        for socket in self.sockets:
            await socket.send_str(json.dumps({"type": kind, **what}))

    async def cut(self) -> None:
        """Break the connection."""
        for socket in list(self.sockets):
            await socket.close()

    async def events(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        self.connected += 1
        async for _ in socket:
            pass
        self.sockets.remove(socket)
        return socket

    async def command(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix("/ari")
        what = f"{request.method} {path}"
        self.asked.append(what)
        if request.can_read_body:
            self.bodies[what] = await request.json()
        await asyncio.sleep(self.slow.get(what, 0))
        status = self.answers.get(what, 200)
        if isinstance(status, list):
            status = status.pop(0) if status else 200
        if status == 302:
            return web.Response(status=status, headers={"Location": "http://127.0.0.9/"})
        if request.method == "GET" and path.startswith("/asterisk/config/") and path not in self.contents:
            status = 404
        return web.json_response(self.contents.get(path, {"state": "offline"}), status=status)


@asynccontextmanager
async def mock() -> AsyncIterator[MockAri]:
    """A running one, at `http://name:word@127.0.0.1:PORT/ari`."""
    one = MockAri()
    application = web.Application()
    application.router.add_get("/ari/events", one.events)
    application.router.add_route("*", "/ari/{path:.*}", one.command)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT, reuse_port=True).start()
    try:
        yield one
    finally:
        await one.cut()
        await runner.cleanup()
