"""Dovecot 2.3 from Debian 12, whose libraries come with it: the release of this machine does not matter."""

from tools import unpacked
from tools.unpacked import ROOT, NotHere, Program, Unpacked

__all__ = ["ROOT", "NoMailServer", "ensure"]


class NoMailServer(NotHere):
    """Dovecot cannot be had here: why, and what to do."""


DOVECOT = Program(
    name="imap",
    hi="डवकॉट",
    en="Dovecot",
    suite="bookworm",
    package="dovecot-imapd",
    path="usr/sbin/dovecot",
    version="--version",
    kept=("usr/lib/dovecot", "usr/bin/doveconf", "usr/share/doc/dovecot-core"),
    not_needed=("perl", "perl-base", "gconv", "libperl*", "cmake", "pkgconfig", "systemd", "python*"),
    recipe="1",
    instead="leave these tests out",
    missing=NoMailServer,
    deeper=("usr/lib/dovecot", "usr/lib/dovecot/modules/old-stats"),
)


def ensure(*, say: bool = False) -> Unpacked:
    """Return Dovecot; take it from the cache or unpack it first. Raise NoMailServer with a remedy."""
    return unpacked.ensure(DOVECOT, say=say)
