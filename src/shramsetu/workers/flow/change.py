"""The flow of a change that a worker asked for: checked, by risk a second officer, days to cool off, then made."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

SYSTEM = frozenset({"system"})
HOLDER = frozenset({"holder"})
KIND = "wk_change"
OPEN = ("checking", "second")
UNDONE = (*OPEN, "cooling")

CHANGE = register(
    Flow(
        kind=KIND,
        label=_("Change in the register of workers"),
        public=False,
        states=(
            State("checking", Phase.OPEN, _("To be checked"), _("Being checked")),
            State("second", Phase.OPEN, _("Waits for the second officer"), _("A second officer looks at it")),
            State("cooling", Phase.PAUSED, _("Approved; cooling off"), _("Approved; you can still stop it")),
            State("applied", Phase.FINAL, pgettext_lazy("change", "Made"), pgettext_lazy("change", "Made")),
            State("refused", Phase.FINAL, _("Not made"), _("Not made")),
            State("stopped", Phase.FINAL, _("Stopped: the worker did not ask for it"), _("Stopped by you")),
        ),
        starts=("checking",),
        steps=(
            Step(
                "approve",
                ("checking",),
                ("second", "applied"),
                HOLDER,
                _("It is right: approve"),
                key="a",
                primary=True,
                needs=(
                    Need("seen", "yes", _("The paper was compared, and the worker was asked by telephone")),
                    Need("text", "long", _("Remarks"), required=False),
                ),
            ),
            Step(
                "confirm",
                ("second",),
                ("cooling",),
                HOLDER,
                _("Approve as second officer"),
                key="c",
                primary=True,
                needs=(Need("text", "long", _("Remarks"), required=False),),
            ),
            Step("apply", ("cooling",), ("applied",), SYSTEM, _("Make the change"), clock=True),
            Step(
                "refuse",
                OPEN,
                ("refused",),
                HOLDER,
                _("Do not make the change"),
                rare=True,
                needs=(Need("text", "long", _("Why, in words that the worker understands")),),
            ),
            Step(
                "stop",
                UNDONE,
                ("stopped",),
                frozenset({"complainant", "holder", "role:operator", "role:supervisor"}),
                _("The worker did not ask for this: stop it"),
                rare=True,
                needs=(Need("text", "long", _("What the worker said"), required=False),),
            ),
            Step("escalate", OPEN, OPEN, SYSTEM, _("Time over"), clock=True),
        ),
    )
)
