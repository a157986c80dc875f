"""What the rulebook and the menus say of a line, and what is said to callers; read often, kept for seconds."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from shramsetu import rulebook
from shramsetu.helpline.controller.store import Down
from shramsetu.helpline.models import Call, Direction, Menu
from shramsetu.helpline.queries import hours, spoken
from shramsetu.helpline.queries import open as open_calls
from shramsetu.lib import clock
from shramsetu.rulebook.basis import NoRule
from shramsetu.rulebook.telephone import Line

if TYPE_CHECKING:
    from shramsetu.helpline.controller.house import House

T = TypeVar("T")
OPEN_KEPT_SECONDS = 0.5
KEPT_SECONDS = 5.0


class Words:
    """Lines, menus and hours, as they stand now."""

    def __init__(self, house: "House") -> None:
        self.house = house
        self._kept: dict[str, tuple[float, asyncio.Task[Any]]] = {}

    def line_dialled(self, number: str) -> Line:
        """Return the line of a dialled number; one that no line has reaches the first, so that nobody is lost."""
        book = rulebook.book().helpline
        try:
            return book.line_dialled(number)
        except NoRule:
            return next(iter(book.lines.values()))

    def is_missed(self, number: str) -> bool:
        """Tell whether a missed call on this number asks for a call-back."""
        return rulebook.book().helpline.is_missed(number)

    async def is_full(self, line: Line) -> bool:
        """Tell whether all trunk lines of `line` are taken, here and at the other nodes."""
        most = rulebook.book().number(line.trunks, clock.day(self.house.now()))
        elsewhere: int = await self._keep(
            f"elsewhere:{line.slug}", OPEN_KEPT_SECONDS, open_calls.elsewhere, self.house.node, line.slug
        )
        if elsewhere + len(self.house.lives) < most:
            return False
        taken = [live for live in self.house.lives.values() if live.call.line == line.slug]
        return elsewhere + sum(live.call.direction == Direction.IN for live in taken) >= most

    async def menu(self, slug: str) -> Menu | None:
        """Return the published menu."""
        found: Menu | None = await self._keep(f"menu:{slug}", KEPT_SECONDS, open_calls.menu, slug)
        return found

    async def is_open(self, line: str) -> bool:
        """Tell whether agents are there for this line now."""
        found: bool = await self._keep(f"open:{line}", OPEN_KEPT_SECONDS, hours.is_open, line, at=self.house.now())
        return found

    def waiting(self, call: Call) -> tuple[str, ...]:
        """Return the sounds that tell a caller their place and the expected wait; for the store."""
        return spoken.waiting(call, at=self.house.now())

    def answer(self, call: Call, detail: Mapping[str, object], number: str, *, at: datetime) -> tuple[str, ...]:
        """Return the sounds that answer what the caller asked the menu; for the store."""
        return spoken.answer(call, detail, number, at=at)

    def number_of(self, line: str) -> str:
        """Return the number that is shown to who is called from a line."""
        return rulebook.book().helpline.lines[line].numbers[0]

    def is_emergency(self, third: str) -> bool:
        """Tell whether a third party is an emergency service."""
        kind, _, number = third.partition(":")
        return kind == "service" and number in rulebook.book().helpline.emergencies

    async def _keep(self, key: str, seconds: float, ask: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Return what was answered of late; whoever asks while an answer is on its way waits for that one."""
        now = asyncio.get_running_loop().time()  # the loop's own: in simulated time hours pass at once
        at, answer = self._kept.get(key, (now, None))
        if answer is None or now - at > seconds:
            answer = asyncio.ensure_future(self.house.store.do(ask, *args, **kwargs))
            self._kept[key] = (now, answer)
        try:
            return cast("T", await asyncio.shield(answer))
        except Down:
            self._kept.pop(key, None)
            raise
