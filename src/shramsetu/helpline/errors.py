"""What could not be done with a call or an agent. `message` is what the person at the desk reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotPossible(Exception):
    """Nothing was changed."""

    message: str | Promise = _("This could not be done now. Nothing was changed.")

    def __str__(self) -> str:
        return str(self.message)


class CallIsOver(NotPossible):
    """The call has ended, or moved on since the page was made."""

    message = _("This call is over or has moved on. The page shows how it stands now.")


class NotYourCall(NotPossible):
    """Only who talks to the caller may do this."""

    message = _("Only the operator who has this call may do this.")


class OnACall(NotPossible):
    """An agent who has a call cannot leave."""

    message = _("You have a call. End it or pass it on first.")


class NoPhone(NotPossible):
    """The agent's phone is not registered at the exchange."""

    message = _("Your phone is not connected. Check the headset and the network, then connect again.")


class SignedOut(NotPossible):
    """The agent is logged out."""

    message = _("You are logged out of the helpline. Log in first.")
