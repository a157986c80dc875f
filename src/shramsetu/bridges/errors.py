"""What could not be done at the doors of other systems. `message` is what the person at the desk reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shramsetu.offices.errors import Refused

WHY: dict[str, str | Promise] = {
    "misshapen": _("This address cannot be read."),
    "scheme": _("The address must begin with https://."),
    "no_host": _("This address cannot be read."),
    "port": _("This port is not open to other systems. Ask the operator (BRIDGES_PORTS)."),
    "no_address": _("This name has no address."),
    "no_such_name": _("This name has no address."),
    "never": _("This address lies inside our own network. Nothing is sent there."),
    "not_public": _("This address lies inside our own network. Nothing is sent there."),
}


class BadPlace(Refused):
    """The address is none that we speak to."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.message = WHY.get(word, WHY["misshapen"])


class NoEvents(Refused):
    """An endpoint that is told nothing."""

    message = _("Choose at least one event.")


class Ended(Refused):
    """The endpoint is no more."""

    message = _("This endpoint has been ended.")


class OneKey(Refused):
    """The last key of an endpoint cannot be taken away."""

    message = _("This is the only key. Make a new one first, then take this one away.")


class NothingWaits(Refused):
    """No row of a file waits to be taken."""

    message = _("No row of this file waits to be taken.")


class NoReport(Refused):
    """An action-taken report that cannot be made, or is no longer kept."""

    message = _("This report is no longer kept. Make it again.")


class TooManyStates(Refused):
    """More cases moved than one file of states may hold."""

    message = _("So many cases have moved since this day that one file cannot hold them. Choose a later day.")


class TooManyRows(Refused):
    """More lines than one report may have."""

    message = _("So many days have more lines than one report may have. Choose fewer days.")
