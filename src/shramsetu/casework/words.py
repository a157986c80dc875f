"""What the desk says when something cannot be done, and what to do instead."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAY: dict[str, Promise] = {
    "reason_short": _("Write in a few words why you need to see it."),
    "no_phone": _("No phone number is written here."),
    "not_allowed": _("Your post cannot take this step now. The case may have moved on; look at its present state."),
    "stale": _("Someone changed this case while you were writing. See what changed, then send again."),
    "over": _(
        "The case has moved on, and this step is no longer open to your post. Nothing was changed. What you wrote "
        "stands below: copy what you still need."
    ),
    "leased": _("Somebody else of the desk is working on this case just now. Take the next one."),
    "nothing_chosen": _("Choose at least one case first."),
}
