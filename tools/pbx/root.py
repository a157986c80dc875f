"""Asterisk 22 from Debian unstable: releases between 11 and that carry none."""

from tools import unpacked
from tools.unpacked import ROOT, NotHere, Program, Unpacked

__all__ = ["HERE", "ROOT", "NoExchange", "ensure"]


class NoExchange(NotHere):
    """Asterisk cannot be had here: why, and what to do."""


ASTERISK = Program(
    name="pbx",
    hi="एस्टरिस्क",
    en="Asterisk",
    suite="sid",
    package="asterisk",
    path="usr/sbin/asterisk",
    version="-V",
    kept=("usr/share/asterisk", "usr/share/doc/asterisk"),
    # What runs no Asterisk: two thirds of what is unpacked.
    not_needed=("perl", "perl-base", "gconv", "libperl*", "libcodec2*", "cmake", "pkgconfig"),
    recipe="1",
    instead="name an existing exchange: ASTERISK_ARI_URL",
    missing=NoExchange,
)
HERE = ASTERISK.home


def ready() -> Unpacked | None:
    """Return the finished Asterisk of this checkout, if there is one."""
    return unpacked.ready(ASTERISK)


def ensure(*, say: bool = False) -> Unpacked:
    """Return Asterisk; take it from the cache or unpack it first. Raise NoExchange with a remedy."""
    return unpacked.ensure(ASTERISK, say=say)
