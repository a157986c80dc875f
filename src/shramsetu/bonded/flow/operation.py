"""The flow of a rescue operation: it cannot be closed while one person of it lacks a signed finding.

What was found true does not end by a rescue that nobody carried out: the information is looked into again.
"""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.flow.shared import ANY_OFFICER, DM, FILES, MAGISTRATES, NOTE, REASON, SYSTEM
from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

RUNNING = ("planned", "under_way", "secured")

OPERATION = register(
    Flow(
        kind="bl_operation",
        label=_("Rescue operation"),
        public=False,
        warns=False,
        states=(
            State("planned", Phase.OPEN, _("Planned"), _("Planned")),
            State("under_way", Phase.OPEN, _("Under way"), _("Under way")),
            State("secured", Phase.OPEN, _("People in safety"), _("People in safety")),
            State("closed", Phase.FINAL, _("Closed"), _("Closed")),
            State("not_done", Phase.FINAL, _("Not carried out"), _("Not carried out")),
        ),
        starts=("planned",),
        steps=(
            Step(
                "prepare",
                ("planned",),
                ("planned",),
                ANY_OFFICER,
                _("Plan it"),
                key="p",
                needs=(
                    Need("planned_for", "datetime", _("Rescue planned for")),
                    Need("order_number", "text", _("Number of the order"), required=False),
                    Need("safe_place", "text", _("Safe place, food and medical care"), required=False),
                    Need("plan", "long", _("Plan (sealed)"), required=False),
                ),
            ),
            Step(
                "set_out",
                ("planned",),
                ("under_way",),
                ANY_OFFICER,
                _("The team has set out"),
                key="s",
                primary=True,
                needs=(
                    Need("started_at", "datetime", _("When did it begin")),
                    Need("without", "long", _("Why without those who are missing in the team"), required=False),
                ),
            ),
            Step(
                "secure",
                ("under_way",),
                ("secured",),
                ANY_OFFICER,
                _("People are in safety"),
                key="e",
                primary=True,
                needs=(
                    Need("ended_at", "datetime", _("When did the rescue end")),
                    Need("safe_place", "text", _("Safe place, food and medical care")),
                    Need("memo", "long", _("Rescue memo: what was seen and done")),
                    FILES,
                ),
            ),
            Step(
                "close",
                ("secured",),
                ("closed",),
                MAGISTRATES,
                _("Close the operation"),
                key="c",
                primary=True,
                needs=(NOTE,),
            ),
            Step(
                "stand_down",
                ("planned", "under_way"),
                ("not_done",),
                DM,
                _("Not carried out"),
                needs=(REASON, Need("files", "files", _("Report of the team, or order"))),
            ),
            Step("escalate", RUNNING, RUNNING, SYSTEM, _("Time over"), clock=True),
        ),
    )
)
