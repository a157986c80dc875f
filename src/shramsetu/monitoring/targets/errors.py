"""What can go wrong with targets; each says in the reader's language what to do."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.actions import NotAllowed, Refused, Stale

__all__ = ["NotAllowed", "Refused", "Stale"]

WAITS = _("A proposal for this target waits for approval already. It must be decided first.")
OVERLAPS = _("This indicator has a target for some of these days already. Change that one instead.")
NO_DAYS = _("There is no working day in these dates.")
NOTHING = _("A target of 0 is none. Write how many.")
NO_REASON = _("Say why, or name the order.")
BEGUN = _("A change counts from a day of the period that is still to come: today's target is frozen.")
PASSED = _("The day from which this change counts has passed. Refuse it, and have it proposed for a later day.")
SAME_PERSON = _("Whoever proposed a target cannot approve it. Another officer must.")
OTHER_PARCEL = _("Other figures came under this key before. Give these a key of their own.")
