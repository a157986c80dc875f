"""A mailbox by IMAP (RFC 3501, 9051): what is new in a folder, each mail up to a size, and the mark that it was taken.

imaplib of the standard library: four commands are all that is needed, and it is kept with Python itself.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

PLAIN, SECURE = 143, 993
TAKEN_MARK = "ShramSetu"
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"(\d+) \(.*?\bUID (\d+)")
_NUMBER = re.compile(rb"\d{1,10}")


class NoMailbox(Exception):
    """The mailbox cannot be read now; `reason` is `unreachable`, `shut` (it does not let us in) or `odd`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Fetch:
    """A mail as it lies on the server; `is_cut` where only its beginning was fetched."""

    raw: bytes
    size: int
    is_cut: bool


@dataclass(slots=True)
class Folder:
    """An open folder."""

    server: imaplib.IMAP4
    uidvalidity: int
    keeps_marks: bool
    count: int

    def newer(self, uid: int, *, most: int) -> list[int]:
        """Return the first numbers above `uid`, in order, at most `most`.

        Found by halving: a search would name every new mail in one line, and of a flood that line is longer than
        imaplib reads, so that nothing would come any more.
        """
        low, high = 1, self.count
        if not high or self._uid_of(high) <= uid:
            return []
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self._uid_of(middle) > uid else (middle + 1, high)
        found = self._uids(f"{low}:{min(low + most - 1, self.count)}")
        return sorted(one for one in found.values() if one > uid)

    def _uid_of(self, place: int) -> int:
        found = self._uids(str(place)).get(place)
        if found is None:  # removed meanwhile; the next minute sees the folder as it is then
            raise NoMailbox("odd")
        return found

    def _uids(self, places: str) -> dict[int, int]:
        told = _need(self.server.fetch(places, "(UID)"))
        named = [_UID.match(line) for line in told if isinstance(line, bytes)]
        return {int(one[1]): int(one[2]) for one in named if one}

    def fetch(self, uid: int, *, most: int, beginning: int) -> Fetch | None:
        """Return the mail with this number, of one larger than `most` its `beginning`; none if it is gone."""
        told = _need(self.server.uid("FETCH", str(uid), "(RFC822.SIZE)"))
        size = next((int(found[1]) for line in told if isinstance(line, bytes) and (found := _SIZE.search(line))), None)
        if size is None:
            return None
        wanted = size if size <= most else beginning
        # asked for by bytes: whatever the server says of the size, no more comes than this
        answer = _need(self.server.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{wanted}>)"))
        raw = next((line[1] for line in answer if isinstance(line, tuple)), None)
        return Fetch(raw[:wanted], size, size > most) if raw is not None else None

    def mark(self, uid: int) -> None:
        """Tell the server that the mail was taken: seen, and by our own word where it keeps such."""
        marks = f"(\\Seen {TAKEN_MARK})" if self.keeps_marks else "(\\Seen)"
        _need(self.server.uid("STORE", str(uid), "+FLAGS.SILENT", marks))


def is_set() -> bool:
    """Tell whether this site has a mailbox."""
    return bool(settings.IMAP_URL)


def box_name() -> str:
    """Return the name of the folder without its secret."""
    parts = urlsplit(settings.IMAP_URL)
    return f"{unquote(parts.username or '')}@{parts.hostname}/{_folder_name()}"[:200]


@contextmanager
def opened() -> Iterator[Folder]:
    """Sign in and open the folder; raises NoMailbox for whatever goes wrong on the way, then and later."""
    try:
        server = _connect()
    except (OSError, imaplib.IMAP4.error) as error:
        raise NoMailbox("unreachable") from error
    try:
        _sign_in(server)
        yield _select(server)
    except (OSError, imaplib.IMAP4.abort) as error:
        raise NoMailbox("unreachable") from error
    except imaplib.IMAP4.error as error:
        raise NoMailbox("odd") from error
    finally:
        _leave(server)


def _connect() -> imaplib.IMAP4:
    parts = urlsplit(settings.IMAP_URL)
    host, timeout = parts.hostname or "", settings.IMAP_TIMEOUT_SECONDS
    if parts.scheme == "imap":
        return imaplib.IMAP4(host, parts.port or PLAIN, timeout=timeout)
    trusted = ssl.create_default_context(cafile=settings.IMAP_CA or None)
    return imaplib.IMAP4_SSL(host, parts.port or SECURE, ssl_context=trusted, timeout=timeout)


def _sign_in(server: imaplib.IMAP4) -> None:
    user = unquote(urlsplit(settings.IMAP_URL).username or "")
    try:
        server.login(user, settings.IMAP_PASSWORD)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeError):
        raise NoMailbox("shut") from None  # its words may repeat what was sent


def _select(server: imaplib.IMAP4) -> Folder:
    quoted = _folder_name().replace("\\", "\\\\").replace('"', '\\"')
    try:
        count = next((int(one) for one in _need(server.select(f'"{quoted}"')) if isinstance(one, bytes)), 0)
    except imaplib.IMAP4.readonly:
        raise NoMailbox("odd") from None
    validity = _NUMBER.search(_untagged(server, "UIDVALIDITY"))
    if validity is None:
        raise NoMailbox("odd")
    keeps_marks = b"\\*" in _untagged(server, "PERMANENTFLAGS")
    return Folder(server, int(validity[0]), keeps_marks, count)


def _untagged(server: imaplib.IMAP4, name: str) -> bytes:
    _, told = server.response(name)
    return next((one for one in told if isinstance(one, bytes)), b"")


def _folder_name() -> str:
    return unquote(urlsplit(settings.IMAP_URL).path.strip("/")) or "INBOX"


def _need(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    """Return what the server answered; raise NoMailbox where it refused."""
    said, found = answer
    if said != "OK":
        raise NoMailbox("odd")
    return found


def _leave(server: imaplib.IMAP4) -> None:
    try:
        server.logout()
    except (OSError, imaplib.IMAP4.error):
        server.shutdown()
