"""Photographs and voice notes fetched from the provider: asked for by their id, taken from its own hosts alone.

The address of a file comes from outside. It is spoken to only where its host is one that the operator named, without
redirects, so that nobody leads us, or the token that goes along, elsewhere.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from shramsetu import rulebook
from shramsetu.bridges import outward
from shramsetu.bridges.whatsapp.talk import Media
from shramsetu.files import rules
from shramsetu.lib import clock

_WAIT = {401, 403, 408, 425, 429}  # a token that ran out is mended, and the file fetched then
GONE = (400, 404, 410)
ENDINGS = {kind.media_type: kind.endings[0] for kind in rules.KINDS} | {
    other: kind.endings[0] for kind in rules.KINDS for other in kind.declared
}


class Later(Exception):
    """The provider does not give it now; the text is a word for why."""


class Lost(Exception):
    """It cannot be had any more, or is not what was promised; the text is a word for why."""


@dataclass(frozen=True, slots=True)
class File:
    """What was fetched, as `files` takes it."""

    content: bytes
    media_type: str

    def upload(self) -> SimpleUploadedFile:
        """Return it as an upload; its name is ours, since the provider tells none."""
        ending = ENDINGS.get(self.media_type, "bin")
        return SimpleUploadedFile(f"whatsapp.{ending}", self.content, self.media_type)


def fetch(media: Media, *, at: datetime) -> File:
    """Return one file. Raises Later, Lost, rules.TooLarge."""
    ref, _ = media
    told = _asked(f"{settings.WHATSAPP['url']}/{quote(ref, safe='')}")
    try:
        said = json.loads(told)
        url, media_type = str(said["url"]), str(said["mime_type"])
        size, digest = int(said.get("file_size") or 0), str(said.get("sha256") or "")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Lost("wrong_answer") from error
    most = max(rulebook.book().number(rule, clock.day(at)) for rule in (rules.PAPER, rules.PHOTO, rules.SOUND)) * 1024
    if size > most:
        raise rules.TooLarge(most)
    content = _asked(_ours(url), most=most)
    if digest and hashlib.sha256(content).hexdigest() != digest.lower():
        raise Lost("other_content")
    return File(content, media_type.partition(";")[0].strip().lower())


def _ours(url: str) -> str:
    """Return the address if it is one of the provider's; raises Lost."""
    base = urlsplit(settings.WHATSAPP["url"])
    try:
        split = urlsplit(url)
        host = split.netloc.lower()
    except ValueError as error:
        raise Lost("misshapen") from error
    if split.scheme != base.scheme or host not in {one.lower() for one in settings.WHATSAPP["media_hosts"]}:
        raise Lost("other_host")
    return url


def _asked(url: str, *, most: int = outward.HEARD_MOST) -> bytes:
    headers = {"Authorization": f"Bearer {settings.WHATSAPP['token']}"}
    try:
        answer = outward.fetch(url, headers=headers, timeout=settings.WHATSAPP["timeout_seconds"], most=most)
    except outward.NotReached as error:
        if str(error) == "too_long":
            raise rules.TooLarge(most) from error
        raise Later(str(error)) from error
    if answer.is_success:
        return answer.body
    if answer.status in GONE:
        raise Lost(f"HTTP {answer.status}")
    if answer.status in _WAIT or answer.status >= 500:
        raise Later(f"HTTP {answer.status}")
    raise Lost(f"HTTP {answer.status}")
