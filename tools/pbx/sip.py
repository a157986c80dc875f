"""The few SIP messages a telephone speaks, as text one can read."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field

REASONS = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    480: "Unavailable",
    486: "Busy Here",
    487: "Terminated",
    488: "Not Acceptable Here",
    603: "No",
}


@dataclass
class Message:
    """A request or an answer: its first line, its headers in order, its body."""

    first: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""

    @classmethod
    def parse(cls, data: bytes) -> "Message":
        head, _, body = data.decode(errors="replace").partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        pairs = (line.partition(":") for line in lines)
        return cls(first, [(name.strip(), value.strip()) for name, _, value in pairs], body)

    def __bytes__(self) -> bytes:
        lines = [self.first, *(f"{name}: {value}" for name, value in self.headers)]
        if self.body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(self.body.encode())}")
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()

    def get(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), default)

    @property
    def is_request(self) -> bool:
        return not self.first.startswith("SIP/2.0 ")

    @property
    def method(self) -> str:
        return self.first.split(" ", 1)[0] if self.is_request else self.get("CSeq").split()[-1]

    @property
    def status(self) -> int:
        return 0 if self.is_request else int(self.first.split()[1])

    @property
    def call_id(self) -> str:
        return self.get("Call-ID")

    def media(self) -> tuple[str, int] | None:
        """Where the other side wants to hear."""
        host = re.search(r"^c=IN IP4 (\S+)", self.body, re.M)
        port = re.search(r"^m=audio (\d+)", self.body, re.M)
        return (host[1], int(port[1])) if host and port else None

    @property
    def is_plain(self) -> bool:
        """Tell whether the media is such as every desk phone speaks: neither encrypted nor a browser's."""
        return re.search(r"^m=audio \d+ RTP/AVP ", self.body, re.M) is not None


def answer(request: Message, status: int, *, tag: str, contact: str = "", body: str = "") -> Message:
    """The answer to a request."""
    kept = [(name, value) for name, value in request.headers if name.lower() in {"via", "from", "call-id", "cseq"}]
    to = request.get("To")
    kept.append(("To", to if "tag=" in to or status == 100 else f"{to};tag={tag}"))
    if contact:
        kept.append(("Contact", contact))
    return Message(f"SIP/2.0 {status} {REASONS.get(status, 'Answer')}", kept, body)


def offer(host: str, port: int) -> str:
    """SDP: A-law and keys."""
    return (
        f"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\nm=audio {port} RTP/AVP 8 101\r\n"
        "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n"
    )


def branch() -> str:
    return f"z9hG4bK{secrets.token_hex(8)}"


def digest(challenge: str, *, user: str, secret: str, method: str, uri: str) -> str:
    """The Authorization header for a challenge (RFC 2617, MD5: what SIP phones speak)."""
    asked = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge))

    def sum_of(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    own = sum_of(f"{user}:{asked['realm']}:{secret}")
    what = sum_of(f"{method}:{uri}")
    count, once = "00000001", secrets.token_hex(8)
    parts = {"username": user, "realm": asked["realm"], "nonce": asked["nonce"], "uri": uri, "algorithm": "MD5"}
    if "qop" in asked:
        response = sum_of(f"{own}:{asked['nonce']}:{count}:{once}:auth:{what}")
        tail = f', qop=auth, nc={count}, cnonce="{once}"'
    else:
        response, tail = sum_of(f"{own}:{asked['nonce']}:{what}"), ""
    if "opaque" in asked:
        tail += f', opaque="{asked["opaque"]}"'
    words = ", ".join(f'{name}="{value}"' for name, value in parts.items() if name != "algorithm")
    return f'Digest {words}, response="{response}", algorithm=MD5{tail}'
