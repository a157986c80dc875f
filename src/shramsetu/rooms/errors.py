"""Why somebody does not come in, or why a deed in a room was not done. `message` is what the person reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class NotPossible(Exception):
    """Nothing was changed."""

    message: str | Promise = _("This could not be done. Nothing was changed.")

    def __str__(self) -> str:
        return str(self.message)


class NotYet(NotPossible):
    """The room has not opened."""

    message = _("The room is not open yet. Come a quarter of an hour before the time.")


class Over(NotPossible):
    """The meeting is over."""

    message = _("This meeting is over.")


class Full(NotPossible):
    """As many are in the room as it holds."""

    message = _("The room is full: twelve are in it. Wait until somebody leaves, or use the other link.")


class SentOut(NotPossible):
    """The chair has removed this seat, or it was withdrawn."""

    message = _("The chair has ended your part in this meeting.")


class NotThere(NotPossible):
    """Whom the deed is for is not in the room now."""

    message = _("This person is not in the room now.")


class NotTheChair(NotPossible):
    """Only a chair of the room may do it."""

    message = _("Only the chair of this meeting may do this.")


class NoRoomHere(NotPossible):
    """The video server is not set up, or does not answer."""

    message = _("The video room does not answer just now. Try again in a minute, or use the other link.")
