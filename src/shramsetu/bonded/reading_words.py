"""What the pages about reading say when something cannot be shown, and what to do instead."""

from django.utils.translation import gettext_lazy as _

SAY = {
    "purpose": _("Choose what you need it for."),
    "nothing_asked": _("Write a name or a mobile number."),
    "reason": _("Write in a few words why it cannot wait, without the person's name."),
    "too_long": _("That is longer than the rules allow. Choose a shorter time."),
    "nobody_hears": _(
        "No second officer can be told now, so the record stays shut. Ask the magistrate of the case by telephone."
    ),
    "not_yours": _("Your post does not read this of the person."),
    "wide": _("Too many persons have this name. Write more of it, or the mobile number. The search was reported."),
    "nobody": _("Nobody of this name or number is in your area. The search was written down."),
}
# How a line of the log of reads is told; %(who)s is the post, %(purpose)s what for.
LINES = {
    "reveal:p2": _("%(who)s saw the identity. What for: %(purpose)s"),
    "reveal:p3": _("%(who)s saw what is sealed. What for: %(purpose)s"),
    "break_glass": _("%(who)s opened the record in an emergency. What for: %(purpose)s"),
    "let": _("%(who)s gave leave to read. What for: %(purpose)s"),
    "end_opening": _("%(who)s ended an opening"),
    "review_opening": _("%(who)s reviewed an opening"),
    "open_file": _("%(who)s opened a paper"),
}
