"""Tells the service manager that the controller's loop turns: one that hangs is ended and started anew."""

import asyncio
import contextlib
import os
import socket

BEAT_SECONDS = 2.0


async def beat() -> None:
    """Say ready, then tell systemd every two seconds that we live; without systemd (NOTIFY_SOCKET) do nothing."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.setblocking(False)
        manager.connect("\0" + address[1:] if address.startswith("@") else address)
        manager.send(b"READY=1")
        while True:
            with contextlib.suppress(OSError):  # the manager itself may start anew
                manager.send(b"WATCHDOG=1")
            await asyncio.sleep(BEAT_SECONDS)
