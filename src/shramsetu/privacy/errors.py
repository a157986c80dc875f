"""What could not be done with a breach's record."""

from django.utils.translation import gettext_lazy as _

from shramsetu.offices.errors import Refused


class NotTold(Refused):
    """A breach is closed only when those whom the law names have been told."""

    message = _("First tell the persons affected and the Data Protection Board, and record it here.")


class ClosedAlready(Refused):
    """Nothing is added to a closed record."""

    message = _("This record is closed. Record what is new as a breach of its own.")
