"""What could not be done with a bulk message."""

from django.utils.translation import gettext_lazy as _

from shramsetu.offices.errors import Refused


class NobodyThere(Refused):
    """The audience is empty."""

    message = _("Nobody fits. Nothing was prepared.")


class TooMany(Refused):
    """More people than one bulk message may have."""

    message = _("These are more people than one bulk message may have. Choose fewer.")


class SamePerson(Refused):
    """Who prepared it does not approve it."""

    message = _("Somebody else must approve: you prepared this message yourself.")


class Moved(Refused):
    """The bulk message is not in the state that this needs."""

    message = _("This bulk message has moved on meanwhile. Look at it again.")


class Stale(Refused):
    """The list is too old to be let go."""

    message = _("The list is too old: cases have moved since. Prepare the message anew.")


class NoneLeft(Refused):
    """Every row was left out."""

    message = _("Nobody is left to write to; see why in the list.")
