"""The agents' phones at one Asterisk: what they register with, and which of them are there."""

import asyncio
import contextlib
from typing import Any

from shramsetu.helpline.exchange.connection import TECHNOLOGY, Connection
from shramsetu.helpline.exchange.hearing import device_of
from shramsetu.helpline.exchange.protocol import Gone, Unreachable

TRUNKS = {"citizen": "trunk", "service": "emergency"}
COME_AGAIN_SECONDS = 120  # a phone registers anew within this: who was forgotten with a place set anew is back then
GONE_SECONDS = 1.0  # a page that is loaded again registers anew within this
CONFIG = "/asterisk/config/dynamic/res_pjsip"
MEDIA = {"media_address", "bind_rtp_to_media_address"}
COMMON = {"context": "from-agent", "disallow": "all", "direct_media": "no", "language": "hi"}
BROWSER = {**COMMON, "allow": "alaw,opus", "webrtc": "yes", "dtmf_mode": "auto"}
DESK = {**COMMON, "allow": "alaw", "rtp_symmetric": "yes", "force_rport": "yes", "rewrite_contact": "yes"}


class Phones(Connection):
    """A connection that knows the agents' phones; they are lost when the exchange restarts, and given anew."""

    def __init__(self, url: str, *, node: str) -> None:
        super().__init__(url, node=node)
        self._phones: dict[str, tuple[str, bool]] = {}  # number: secret, is it a browser
        self._known: dict[str, bool] = {}  # numbers the exchange had when we came: is the phone there
        self._media: dict[str, str] = {}
        self._count = 0  # of events heard about phones
        self._came: dict[str, int] = {}  # number: the event by which its phone came last

    async def _connected(self) -> None:
        """Give the phones anew, for the exchange may have restarted."""
        self._media = await self._media_address()
        self._known = await self._look()
        for number, (secret, browser) in list(self._phones.items()):
            await self.put_phone(number, secret, browser=browser)

    async def _look(self) -> dict[str, bool]:
        """Return each number of the exchange with whether its phone is there.

        A phone that came after we asked is there, whatever the answer says. Where the answer is not what we told last,
        what we told is forgotten: who goes by the answer is to hear the next event, whichever it is.
        """
        asked = self._count
        found = await self._rest.get(f"/endpoints/{TECHNOLOGY}")
        seen = {one["resource"]: one["state"] == "online" or self._has_come(one["resource"], asked) for one in found}
        for number in self._phones:
            self._hearing.forget_phone(number, unless=seen.get(number, False))
        return seen

    def _has_come(self, number: str, asked: int) -> bool:
        """Did a phone come after the event at which something was asked?"""
        return self._came.get(number, 0) > asked

    def _device(self, told: dict[str, Any]) -> None:
        """Tell that a phone of ours came; that one went away only when the exchange, asked again, still says so."""
        number, there = device_of(told)
        self._count += 1
        if there:
            self._came[number] = self._count
        if number in self._known:
            self._known[number] = there
        if number not in self._phones:
            return  # a trunk, or a phone that we are yet to be told of
        if not there:
            self._later(self._gone(number))
        elif event := self._hearing.phone(number, there=True):
            self._heard.put_nowait(event)

    async def _gone(self, number: str) -> None:
        """Tell that a phone went away if it still is: the event of an old state may come after the phone did."""
        await asyncio.sleep(GONE_SECONDS)
        with contextlib.suppress(Unreachable):  # the next connection looks at all phones
            there = await self._is_online(number)
            if number in self._phones and (event := self._hearing.phone(number, there=there)):
                self._heard.put_nowait(event)

    async def _is_online(self, number: str) -> bool:
        asked = self._count
        try:
            seen = await self._rest.get(f"/endpoints/{TECHNOLOGY}/{number}")
        except Gone:
            return False
        return bool(seen["state"] == "online") or self._has_come(number, asked)

    async def put_phone(self, number: str, secret: str, *, browser: bool) -> None:
        """Let an agent's phone register. Lost when the exchange restarts; given again on the next connection.

        One that the exchange knows with this secret, from before we came, is left alone: to set it anew is its dearest
        command, and all agents' phones are given at each start of a controller.
        """
        self._phones[number] = (secret, browser)
        was_forgotten = False
        if number in self._known and await self._is_secret(number, secret, browser=browser):
            there = self._known.get(number, False)  # as it is now: it may have come while we asked
        else:
            was_forgotten = await self._set_phone(number, secret, browser=browser)
            there = await self._is_online(number)
        self._known.pop(number, None)
        event = self._hearing.phone(number, there=there)
        if event and (there or was_forgotten):
            self._heard.put_nowait(event)  # it never went away, or went with its place: nothing else will tell of it

    async def _set_phone(self, number: str, secret: str, *, browser: bool) -> bool:
        """Tell the exchange of a phone; return whether it knew one of the other kind, which is forgotten first.

        What is put is laid over what is there: a desk phone that was a browser would wait for keys, and hear nothing.
        """
        was_other = await self._value("endpoint", number, "webrtc") == ("no" if browser else "yes")
        if was_other:
            await self._forget(number)
        word = auth_of(number, browser=browser)
        auth = {"auth_type": "digest", "username": number, "password": secret}
        aor = {"max_contacts": "1", "remove_existing": "yes", "maximum_expiration": str(COME_AGAIN_SECONDS)}
        endpoint = {"aors": number, "auth": word, **self._media, **(BROWSER if browser else DESK)}
        for kind, name, fields in (("auth", word, auth), ("aor", number, aor), ("endpoint", number, endpoint)):
            told = {"fields": [{"attribute": key, "value": value} for key, value in fields.items()]}
            await self._rest.put(f"{CONFIG}/{kind}/{name}", told)
        return was_other

    async def _is_secret(self, number: str, secret: str, *, browser: bool) -> bool:
        """Does the exchange know a phone of this kind, and with this secret?"""
        return await self._value("auth", auth_of(number, browser=browser), "password") == secret

    async def _value(self, kind: str, name: str, attribute: str) -> str:
        """Return what the exchange knows of a phone; nothing of one that it does not know."""
        try:
            fields = await self._rest.get(f"{CONFIG}/{kind}/{name}")
        except Gone:
            return ""
        return next((str(one["value"]) for one in fields if one["attribute"] == attribute), "")

    async def _forget(self, number: str) -> None:
        """Let the exchange forget a phone.

        Its secrets first, so that one half forgotten is set anew. Where it registered goes before the endpoint: else it
        would stay "there", and its coming again be no news.
        """
        words = [("auth", auth_of(number, browser=browser)) for browser in (True, False)]
        for kind, name in (*words, ("aor", number), ("endpoint", number)):
            with contextlib.suppress(Gone):
                await self._rest.delete(f"{CONFIG}/{kind}/{name}")

    async def _media_address(self) -> dict[str, str]:
        """Where the exchange speaks and hears: phones that we give it do it where its trunk does."""
        fields = await self._rest.get(f"{CONFIG}/endpoint/{TRUNKS['citizen']}")
        return {one["attribute"]: one["value"] for one in fields if one["attribute"] in MEDIA and one["value"]}

    async def drop_phone(self, number: str) -> None:
        """Forget a phone."""
        self._phones.pop(number, None)
        self._known.pop(number, None)
        self._came.pop(number, None)
        self._hearing.phone(number, there=False)
        await self._forget(number)


def auth_of(number: str, *, browser: bool) -> str:
    """What the exchange calls the secret of a phone; its kind is in the name, so that a change of it is seen."""
    return f"{number}-web" if browser else number
