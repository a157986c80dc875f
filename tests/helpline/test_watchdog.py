"""The word to the service manager."""

import asyncio
import socket
from pathlib import Path

import pytest

from shramsetu.helpline.controller import watchdog


def test_who_lives_says_so_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "BEAT_SECONDS", 0.01)
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "manager"))

    async def scene() -> None:
        beating = asyncio.create_task(watchdog.beat())
        await asyncio.sleep(0.1)
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "manager"))
        asyncio.run(scene())
        assert [manager.recv(64) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]


def test_without_a_manager_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    asyncio.run(watchdog.beat())
