"""What could not be done with a person or a code. `message` is what the citizen reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Nothing was changed."""

    message: str | Promise = _("This could not be done. Please try again.")

    def __str__(self) -> str:
        return str(self.message)


class TooSoon(Refused):
    """A code was sent to this phone a moment ago."""

    message = _("A code was sent a moment ago. Wait for one minute, then ask for another.")


class TooMany(Refused):
    """This phone, this address or the whole state has asked for too many codes."""

    message = _("Too many codes were asked for. Please try again after one hour.")


class WrongCode(Refused):
    """The code is not the one that was sent."""

    message = _("This code is not right. Look at the latest message and write it again.")


class NoCode(Refused):
    """No code is waiting: used, run out, or tried too often."""

    message = _("This code is no longer good. Ask for a new one.")
