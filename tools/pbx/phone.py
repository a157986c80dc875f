"""A telephone in Python: calls, is called, presses keys, speaks a tone, keeps what it hears. For people and tests.

async with Phone("127.31.0.2") as phone:
    talk = await phone.call("1076", exchange.sip, caller="+919812345678")
    talk.press("1"); await talk.ended.wait(); talk.heard.save(Path("heard.wav"))
"""

import asyncio
import contextlib
import re
import secrets
from collections.abc import Coroutine
from dataclasses import dataclass, field

from tools.pbx import sip
from tools.pbx.media import Line, Sound
from tools.pbx.sip import Message

AGAIN_SECONDS = 0.5
CALL_SECONDS = 60.0


@dataclass(eq=False)
class Talk:
    """One call as a phone sees it."""

    phone: "Phone"
    call_id: str
    line: Line
    number: str  # the other side
    invite: Message
    status: int = 0  # the last answer to the INVITE
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    own: str = ""  # From or To with our tag
    other: str = ""  # the other's, with its tag
    target: str = ""  # where requests of the dialogue go
    server: tuple[str, int] = ("", 0)
    count: int = 1

    @property
    def heard(self) -> Sound:
        return self.line.heard

    def lately(self, seconds: float = 0.6) -> Sound:
        """What is heard now: the last of it, silence included."""
        self.line.catch_up()
        return self.heard.since(max(0.0, self.heard.seconds - seconds))

    def account(self) -> str:
        """Say how this call stands, for who wonders why nothing is heard."""
        stands = "ended" if self.ended.is_set() else "talks" if self.answered.is_set() else "rings"
        calls = f"the phone took {self.phone.took} calls and has {len(self.phone.talks)} now"
        return f"{stands}; {self.line.account()}; {calls}"

    def press(self, keys: str) -> None:
        """Press keys (0-9, *, #) as RFC 4733 events."""
        self.line.press(keys)

    def header(self, name: str) -> str:
        """A header of the INVITE, such as the screen's key."""
        return self.invite.get(name)

    def hang_up(self) -> None:
        """End the call, or give it up while it rings."""
        if not self.ended.is_set():
            self.phone.end(self)


class Phone(asyncio.DatagramProtocol):
    """A phone at `address`. When called it does what `manner` says: answer, ring (for ever), busy, reject.

    `voice` is what it speaks, as A-law; `ring_seconds` how long it rings first; `talk_seconds` when it hangs up.
    """

    def __init__(
        self,
        address: str,
        *,
        port: int = 5060,
        manner: str = "answer",
        voice: bytes = b"",
        ring_seconds: float = 0.1,
        talk_seconds: float = 0.0,
    ) -> None:
        self.address, self.port, self.manner, self.voice = address, port, manner, voice
        self.ring_seconds, self.talk_seconds = ring_seconds, talk_seconds
        self.talks: dict[str, Talk] = {}
        self.taken: asyncio.Queue[Talk] = asyncio.Queue()  # calls that came in
        self.took = 0  # how many
        self._sent: dict[tuple[str, str], Message] = {}  # the last answer, for a question asked twice
        self._replies: dict[str, asyncio.Future[Message]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Phone":
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self.address, self.port))
        self.port = int(self._transport.get_extra_info("sockname")[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        for talk in list(self.talks.values()):
            talk.hang_up()
        await asyncio.sleep(0.05)
        for task in self._tasks:
            task.cancel()
        self._transport.close()

    @property
    def contact(self) -> str:
        return f"<sip:phone@{self.address}:{self.port}>"

    async def register(self, user: str, secret: str, server: tuple[str, int]) -> int:
        """Register as an agent's phone; return the last status (200: done)."""
        host, port = server
        uri, call_id, tag = f"sip:{host}:{port}", secrets.token_hex(8), secrets.token_hex(4)
        status, challenge = 0, ""
        for count in (1, 2):
            own = f"<sip:{user}@{host}>"
            headers = self._head(f"{own};tag={tag}", own, call_id, f"{count} REGISTER")
            headers += [("Contact", f"<sip:{user}@{self.address}:{self.port}>"), ("Expires", "3600")]
            if challenge:
                word = sip.digest(challenge, user=user, secret=secret, method="REGISTER", uri=uri)
                headers.append(("Authorization", word))
            reply = await self._ask(Message(f"REGISTER {uri} SIP/2.0", headers), server)
            status, challenge = reply.status, reply.get("WWW-Authenticate")
            if status != 401:
                break
        return status

    async def call(self, number: str, server: tuple[str, int], *, caller: str = "+919800000000") -> Talk:
        """Call a number; returns when the other side has taken up, or `ended` is set if it did not."""
        talk = await self.dial(number, server, caller=caller)
        done = [asyncio.ensure_future(one.wait()) for one in (talk.answered, talk.ended)]
        await asyncio.wait(done, return_when=asyncio.FIRST_COMPLETED, timeout=CALL_SECONDS)
        for one in done:
            one.cancel()
        return talk

    async def dial(self, number: str, server: tuple[str, int], *, caller: str = "+919800000000") -> Talk:
        """Begin to call; returns at once."""
        line = Line(self.voice)
        media = await line.open(self.address)
        host, port = server
        own = f'"{caller}" <sip:{caller}@{self.address}:{self.port}>;tag={secrets.token_hex(4)}'
        if not caller:
            own = f'"Anonymous" <sip:anonymous@anonymous.invalid>;tag={secrets.token_hex(4)}'
        target, call_id = f"sip:{number}@{host}:{port}", secrets.token_hex(8)
        headers = [*self._head(own, f"<{target}>", call_id, "1 INVITE"), ("Contact", self.contact)]
        invite = Message(f"INVITE {target} SIP/2.0", headers, sip.offer(self.address, media))
        talk = Talk(self, call_id, line, number, invite, own=own, other=f"<{target}>", target=target, server=server)
        self.talks[call_id] = talk
        self._later(self._invite(talk))
        return talk

    async def _invite(self, talk: Talk) -> None:
        while talk.status == 0 and not talk.ended.is_set():
            self._send(talk.invite, talk.server)
            await asyncio.sleep(AGAIN_SECONDS)

    def end(self, talk: Talk) -> None:
        """Say BYE, or CANCEL to what is not answered yet."""
        if talk.answered.is_set():
            talk.count += 1
            headers = self._head(talk.own, talk.other, talk.call_id, f"{talk.count} BYE")
            self._send(Message(f"BYE {talk.target} SIP/2.0", headers), talk.server)
            self._over(talk)
        elif talk.invite.get("Contact") == self.contact:  # ours, still ringing
            headers = [
                pair for pair in talk.invite.headers if pair[0] in {"Via", "From", "To", "Call-ID", "Max-Forwards"}
            ]
            headers.append(("CSeq", "1 CANCEL"))
            self._send(Message(talk.invite.first.replace("INVITE", "CANCEL", 1), headers), talk.server)
        else:
            self._reply(talk.invite, 603, talk)
            self._over(talk)

    # --- what comes in

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = Message.parse(data)
        if message.is_request:
            self._requested(message, addr)
        elif message.method == "INVITE":
            self._invite_answered(message)
        elif (future := self._replies.get(message.call_id + message.get("CSeq"))) and not future.done():
            future.set_result(message)

    def _requested(self, request: Message, server: tuple[str, int]) -> None:
        talk = self.talks.get(request.call_id)
        if (before := self._sent.get((request.call_id, request.get("CSeq")))) is not None and request.method != "ACK":
            self._send(before, server)
        elif request.method == "INVITE" and talk is None:
            self._later(self._called(request, server))
        elif request.method == "INVITE" and talk is not None:  # the other side moves its media
            self._take_up(talk, request)
        elif request.method in {"BYE", "CANCEL"}:
            self._reply(request, 200, talk, server)
            if talk is not None:
                if request.method == "CANCEL":
                    self._reply(talk.invite, 487, talk)
                self._over(talk)
        elif request.method != "ACK":
            self._reply(request, 200, talk, server)

    async def _called(self, invite: Message, server: tuple[str, int]) -> None:
        line = Line(self.voice)
        number = re.search(r"sip:([^@>;]+)", invite.get("From"))
        talk = Talk(self, invite.call_id, line, number[1] if number else "", invite, server=server)
        talk.own, talk.other = f"{invite.get('To')};tag={secrets.token_hex(4)}", invite.get("From")
        talk.target = (re.search(r"<([^>]+)>", invite.get("Contact")) or [f"sip:{server[0]}"] * 2)[1]
        self.talks[invite.call_id] = talk
        self._reply(invite, 100, talk)
        if not invite.is_plain:
            self._reply(invite, 488, talk)
            self._over(talk)
            return
        if self.manner in {"busy", "reject"}:
            await asyncio.sleep(self.ring_seconds)  # a carrier does not know at once
            self._reply(invite, 486 if self.manner == "busy" else 603, talk)
            self._over(talk)
            return
        await line.open(self.address)
        self.taken.put_nowait(talk)
        self.took += 1
        self._reply(invite, 180, talk)
        await asyncio.sleep(self.ring_seconds)
        if self.manner == "answer" and not talk.ended.is_set():
            self.answer(talk)

    def answer(self, talk: Talk) -> None:
        """Take up a call that rings."""
        self._take_up(talk, talk.invite)
        talk.answered.set()
        if self.talk_seconds:
            asyncio.get_running_loop().call_later(self.talk_seconds, talk.hang_up)

    def refuse(self, talk: Talk) -> None:
        """Be busy for a call that rings."""
        self._reply(talk.invite, 486, talk)
        self._over(talk)

    def _take_up(self, talk: Talk, invite: Message) -> None:
        self._reply(invite, 200, talk, body=sip.offer(self.address, talk.line.port))
        if media := invite.media():
            talk.line.speak_to(*media)

    def _invite_answered(self, reply: Message) -> None:
        talk = self.talks.get(reply.call_id)
        if talk is None:
            return
        talk.status = reply.status
        if reply.status < 200:
            return
        talk.other = reply.get("To")
        contact = re.search(r"<([^>]+)>", reply.get("Contact"))
        talk.target = contact[1] if contact and reply.status == 200 else talk.target
        headers = self._head(talk.own, talk.other, talk.call_id, f"{reply.get('CSeq').split()[0]} ACK")
        if reply.status != 200:
            headers[0] = ("Via", talk.invite.get("Via"))
        self._send(Message(f"ACK {talk.target} SIP/2.0", headers), talk.server)
        if reply.status != 200:
            self._over(talk)
        elif not talk.answered.is_set():
            talk.answered.set()
            if media := reply.media():
                talk.line.speak_to(*media)

    # --- small things

    def _over(self, talk: Talk) -> None:
        talk.ended.set()
        talk.line.close()
        self.talks.pop(talk.call_id, None)

    def _head(self, own: str, other: str, call_id: str, what: str) -> list[tuple[str, str]]:
        via = f"SIP/2.0/UDP {self.address}:{self.port};branch={sip.branch()};rport"
        return [
            ("Via", via),
            ("From", own),
            ("To", other),
            ("Call-ID", call_id),
            ("CSeq", what),
            ("Max-Forwards", "70"),
        ]

    def _reply(
        self, request: Message, status: int, talk: Talk | None, server: tuple[str, int] | None = None, *, body: str = ""
    ) -> None:
        tag = talk.own.rpartition("tag=")[2] if talk and "tag=" in talk.own else "phone"
        reply = sip.answer(request, status, tag=tag, contact=self.contact, body=body)
        if status >= 200:
            self._sent[request.call_id, request.get("CSeq")] = reply
        where = server or (talk.server if talk else None)
        assert where is not None
        self._send(reply, where)

    async def _ask(self, request: Message, server: tuple[str, int]) -> Message:
        """Send a request until it is answered."""
        key = request.call_id + request.get("CSeq")
        self._replies[key] = asyncio.get_running_loop().create_future()
        for _ in range(8):
            self._send(request, server)
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(asyncio.shield(self._replies[key]), AGAIN_SECONDS)
        raise TimeoutError(request.first)

    def _send(self, message: Message, server: tuple[str, int]) -> None:
        if not self._transport.is_closing():
            self._transport.sendto(bytes(message), server)

    def _later(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
