"""Janus 1.1 from Debian 12, whose libraries come with it: the release of this machine does not matter."""

from tools import unpacked
from tools.unpacked import ROOT, NotHere, Program, Unpacked

__all__ = ["ROOT", "NoRooms", "ensure"]


class NoRooms(NotHere):
    """Janus cannot be had here: why, and what to do."""


JANUS = Program(
    name="video",
    hi="जेनस",
    en="Janus",
    suite="bookworm",
    package="janus",
    path="usr/bin/janus",
    version="--help",
    kept=("usr/share/doc/janus",),
    not_needed=(
        "perl",
        "perl-base",
        "gconv",
        "libperl*",
        "cmake",
        "pkgconfig",
        "dri",
        "systemd",
        "python*",
        "bluetooth",
    ),
    recipe="1",
    instead="name an existing server: JANUS_URL",
    missing=NoRooms,
)


def ready() -> Unpacked | None:
    """Return the finished Janus of this checkout, if there is one."""
    return unpacked.ready(JANUS)


def ensure(*, say: bool = False) -> Unpacked:
    """Return Janus; take it from the cache or unpack it first. Raise NoRooms with a remedy."""
    return unpacked.ensure(JANUS, say=say)
