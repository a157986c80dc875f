"""What could not be done with posts, charges and users. `message` is what the person at the desk reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Nothing was changed."""

    message: str | Promise = _("This could not be done. Nothing was changed.")

    def __str__(self) -> str:
        return str(self.message)


class Occupied(Refused):
    """Somebody else holds the charge of the post."""

    message = _("Somebody holds the charge of this post. Hand the charge over, or relieve them first.")


class AlreadyThere(Refused):
    """The person is in this post already."""

    message = _("This person is in this post already.")


class NotInCharge(Refused):
    """Nobody holds the charge, or the charge has ended."""

    message = _("This charge has ended already.")


class WrongKind(Refused):
    """A desk has members, any other post has one incumbent."""

    message = _("A desk has members; any other post has one officer in charge.")


class Inactive(Refused):
    """The user has been deactivated."""

    message = _("This user has been deactivated.")


class Abolished(Refused):
    """The post is no more."""

    message = _("This post has been abolished.")


class StillHolds(Refused):
    """The post still holds open cases, people or subordinates."""

    message = _("This post still has cases, officers or posts under it. Move them first.")


class BadDays(Refused):
    """The leave ends before it begins."""

    message = _("The last day of leave is before the first.")


class OwnCover(Refused):
    """A post cannot cover for itself."""

    message = _("A post cannot cover for itself.")


class Taken(Refused):
    """The code or name is in use."""

    message = _("This code or name is in use already.")


class LadderTaken(Refused):
    """The department has a post at this level in this place."""

    message = _("The department has a post at this level in this place already.")


class SaysNothing(Refused):
    """A route needs a category or a place."""

    message = _("Choose a category, a place, or both.")


class Circle(Refused):
    """The post would report to itself."""

    message = _("The post would report to itself.")


class YourOwn(Refused):
    """Administrators do not change their own standing."""

    message = _("You cannot do this to your own account. Ask another administrator.")
