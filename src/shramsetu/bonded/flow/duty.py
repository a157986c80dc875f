"""The flow of a duty: open also when late; the deed, its owner, or what makes it needless, ends it."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.flow.shared import DM, FILES, HOLDER, NOTE, REASON, SYSTEM
from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

RUNNING = ("pending", "late")

DUTY = register(
    Flow(
        kind="bl_duty",
        label=_("Duty (bonded labour)"),
        public=False,
        warns=False,
        states=(
            State("pending", Phase.OPEN, _("To be done"), _("To be done")),
            State("late", Phase.OPEN, _("Late"), _("Late")),
            State("paused", Phase.PAUSED, _("Stands still"), _("Stands still")),
            State("done", Phase.FINAL, _("Done"), _("Done")),
            State("not_possible", Phase.FINAL, _("Not possible"), _("Not possible")),
            State("dropped", Phase.FINAL, _("No longer needed"), _("No longer needed")),
        ),
        starts=("pending",),
        steps=(
            Step(
                "complete",
                RUNNING,
                ("done",),
                HOLDER | SYSTEM,
                _("Done"),
                key="d",
                primary=True,
                tray=True,
                needs=(NOTE, FILES),
            ),
            Step(
                "not_possible",
                RUNNING,
                ("not_possible",),
                HOLDER | DM,
                _("Not possible"),
                tray=True,
                needs=(REASON,),
            ),
            Step(
                "pause",
                RUNNING,
                ("paused",),
                HOLDER,
                _("Let the clock stand still"),
                tray=True,
                needs=(REASON, Need("until_on", "date", _("Until when"))),
            ),
            Step("resume", ("paused",), RUNNING, HOLDER, _("Let the clock run on"), key="r", primary=True),
            Step("wake", ("paused",), RUNNING, SYSTEM, _("The pause is over"), clock=True),
            Step("overdue", RUNNING, ("late",), SYSTEM, _("Time over"), clock=True),
            Step("drop", (*RUNNING, "paused"), ("dropped",), SYSTEM, _("No longer needed")),
        ),
    )
)
