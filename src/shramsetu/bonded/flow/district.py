"""What a district owes where no person is concerned (committee, survey, fund, reports) hangs on one case of its own.

It is never open: it has no time of its own, only its duties have.
"""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Flow, Phase, State, register

DISTRICT = register(
    Flow(
        kind="bl_district",
        label=_("District (bonded labour)"),
        public=False,
        states=(State("standing", Phase.FINAL, _("Kept for its duties"), _("Kept for its duties")),),
        starts=("standing",),
        steps=(),
    )
)
