"""The sentences that say why a step cannot be taken and what to do instead."""

from django.utils.translation import gettext_lazy as _

SAY = {
    "proof_lacking": _("Attach the proof: a copy, a slip or a photo of it."),
    "review_decides": _(
        "A review decides: bonded, or not bonded. Ask the magistrate for what is still to be found out."
    ),
}
