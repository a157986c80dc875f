"""The flows of an explanation called for (स्पष्टीकरण) and of a duty."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register
from shramsetu.grievances.flow.shared import HOLDER, SYSTEM

EXPLANATION = register(
    Flow(
        kind="explanation",
        label=_("Explanation"),
        public=False,
        states=(
            State("issued", Phase.OPEN, _("Reply awaited"), _("Reply awaited")),
            State("replied", Phase.OPEN, _("Reply received"), _("Reply received")),
            State("silent", Phase.OPEN, _("No reply in time"), _("No reply in time")),
            State("decided", Phase.FINAL, _("Decided"), _("Decided")),
        ),
        starts=("issued",),
        steps=(
            Step(
                "reply",
                ("issued",),
                ("replied",),
                HOLDER,
                _("Reply"),
                key="r",
                primary=True,
                needs=(Need("text", "long", _("Reply")), Need("files", "files", _("Paper"), required=False)),
            ),
            Step(
                "decide",
                ("replied", "silent"),
                ("decided",),
                HOLDER,
                _("Decide"),
                key="d",
                primary=True,
                needs=(
                    Need("result", "choice", _("Result"), choices="explanation_results"),
                    Need("text", "long", _("Reasons")),
                ),
            ),
            Step("escalate", ("issued",), ("issued", "silent"), SYSTEM, _("Time over"), clock=True),
            Step("lapse", ("replied", "silent"), ("replied", "silent"), SYSTEM, _("Time over at the desk"), clock=True),
        ),
    )
)
