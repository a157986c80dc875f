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


class WeekIsPublished(NotPossible):
    """A published week is changed duty by duty, never drawn anew."""

    message = _("This week is published. Change single duties; it is not drawn anew.")


class WeekIsEmpty(NotPossible):
    """There is nobody on the roster."""

    message = _("Nobody is on this roster yet. Draw it first, or put operators on shifts.")


class WeekMoved(NotPossible):
    """Somebody else changed the week meanwhile."""

    message = _("Somebody else changed this week meanwhile. The page shows how it stands now.")


class DutyTooClose(NotPossible):
    """The rest between two duties would be too short, or there is a duty on that day already."""

    message = _("The rest between two duties would be too short. Choose another shift or day.")


class NoConsent(NotPossible):
    """A woman works at night only with her written consent."""

    message = _("She works at night only with her written consent. Note it in her terms first.")


class NotYours(NotPossible):
    """Only the operator whose duty it is may do this."""

    message = _("This duty is not yours, or has begun already.")


class SettledAlready(NotPossible):
    """It was decided before."""

    message = _("This was decided already. The page shows how it stands now.")


class Outdated(NotPossible):
    """Somebody else has changed it since the page was made."""

    message = _("Somebody has changed this meanwhile. Look at it as it stands now, then do it again.")


class OwnProposal(NotPossible):
    """Two persons are needed, and this one is the first."""

    message = _("A second person has to agree. You had a hand in this yourself.")


class BadSpan(NotPossible):
    """The end is past, or further away than the rulebook lets."""

    message = _("This end is past or too far away. Choose another.")


class TakenByAnother(NotPossible):
    """Somebody else works on it, or it is done."""

    message = _("Somebody else has taken this, or it is done already. Take the next one.")
