"""The flow of a shortfall: the officer explains and plans, the next one up agrees, catching up ends it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

SYSTEM = frozenset({"system"})
HOLDER = frozenset({"holder"})
RUNNING = ("behind", "explained", "agreed")
CAUSE = Need("cause", "choice", _("Cause"), choices="shortfall_causes")
PLAN = Need("plan", "long", _("What will be done"))
PROMISED = Need("promised_on", "date", _("Caught up by"))
REASON = Need("reason", "long", _("Reason"))

SHORTFALL = register(
    Flow(
        kind="mn_shortfall",
        label=_("Shortfall"),
        public=False,
        states=(
            State("behind", Phase.OPEN, _("Behind its target"), _("Behind its target")),
            State("explained", Phase.OPEN, _("Explained, to be agreed"), _("Explained, to be agreed")),
            State("agreed", Phase.PAUSED, _("Plan agreed, under watch"), _("Plan agreed, under watch")),
            State("caught_up", Phase.FINAL, _("Caught up"), _("Caught up")),
            State("over", Phase.FINAL, _("The period is over"), _("The period is over")),
        ),
        starts=("behind",),
        steps=(
            Step(
                "explain",
                ("behind",),
                ("explained",),
                HOLDER,
                _("Explain and plan"),
                needs=(CAUSE, PLAN, PROMISED),
                key="e",
                primary=True,
                tray=True,
            ),
            Step("accept", ("explained",), ("agreed",), HOLDER, pgettext_lazy("plan", "Agree"), key="a", primary=True),
            Step("give_back", ("explained",), ("behind",), HOLDER, _("Give back"), needs=(REASON,)),
            Step("escalate", ("behind", "explained"), ("behind", "explained"), SYSTEM, _("Time over"), clock=True),
            Step("broken", ("agreed",), ("behind",), SYSTEM, _("Not caught up as planned"), clock=True),
            Step("catch_up", RUNNING, ("caught_up",), SYSTEM, _("Caught up")),
            Step("lapse", RUNNING, ("over",), SYSTEM, _("The period is over")),
        ),
    )
)
