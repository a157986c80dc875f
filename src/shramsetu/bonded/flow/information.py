"""The flow of an information: it is looked into within a day, and ends in a rescue or in a reason why there is none."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.flow.shared import ANY_OFFICER, FILES, MAGISTRATES, NOTE, REASON, SYSTEM
from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

WAITING = ("received", "verifying")
VISITED = Need("visited_at", "datetime", _("When was the site visited"))
FOUND = Need("text", "long", _("What was found there"))

INFORMATION = register(
    Flow(
        kind="bl_info",
        label=_("Information of bonded labour"),
        public=False,
        warns=False,
        states=(
            State("received", Phase.OPEN, _("Received"), _("Received")),
            State("verifying", Phase.OPEN, _("Inquiry under way"), _("Inquiry under way")),
            # at rest for as long as its operation runs: one that is not carried out gives the information back
            State("rescue", Phase.CLOSED, _("Rescue ordered"), _("Action is being taken")),
            State("rescued", Phase.FINAL, _("Rescue carried out"), _("The rescue was carried out")),
            State("not_found", Phase.CLOSED, _("Nothing found"), _("Looked into; nothing was found")),
            State("elsewhere", Phase.FINAL, _("Sent to another state"), _("Sent to another state")),
            State("already", Phase.CLOSED, _("Under action already"), _("Action is being taken")),
            State("joined", Phase.FINAL, _("Under action under another number"), _("Action is being taken")),
            State("ended", Phase.FINAL, _("Nothing found (final)"), _("Looked into; nothing was found")),
        ),
        starts=("received",),
        steps=(
            Step(
                "begin",
                ("received",),
                ("verifying",),
                ANY_OFFICER,
                _("Begin the inquiry"),
                key="b",
                primary=True,
                needs=(
                    Need("post", "post", _("Who goes"), required=False, choices="bonded_inquirers"),
                    NOTE,
                ),
            ),
            Step(
                "verify",
                WAITING,
                ("rescue",),
                ANY_OFFICER,
                _("True: order a rescue"),
                key="v",
                primary=True,
                needs=(FOUND, Need("planned_for", "datetime", _("Rescue planned for"), required=False), FILES),
            ),
            Step(
                "find_nothing",
                WAITING,
                ("not_found",),
                ANY_OFFICER,
                _("Nothing found"),
                needs=(VISITED, Need("spoken_to", "number", _("How many workers were spoken to")), FOUND, FILES),
            ),
            Step(
                "pass_on",
                WAITING,
                ("received",),
                ANY_OFFICER,
                _("Another district"),
                needs=(Need("district", "district", _("District")), REASON),
            ),
            Step(
                "send_elsewhere",
                WAITING,
                ("elsewhere",),
                MAGISTRATES,
                _("Another state"),
                needs=(
                    Need("state", "text", _("Which state")),
                    Need("letter_number", "text", _("Letter number")),
                    REASON,
                ),
            ),
            Step(
                "join",
                WAITING,
                ("already",),
                ANY_OFFICER,
                _("Under action already"),
                needs=(Need("other", "case", _("Number of that information or operation")), NOTE),
            ),
            Step("reopen", ("not_found", "already"), ("verifying",), MAGISTRATES, _("Inquire again"), needs=(REASON,)),
            Step("take_up", ("rescue",), ("verifying",), SYSTEM, _("The rescue was not carried out")),
            Step(
                "finalise",
                ("not_found", "already", "rescue"),
                ("ended", "joined", "rescue", "rescued"),
                SYSTEM,
                _("Nothing more came"),
            ),
            Step("escalate", WAITING, WAITING, SYSTEM, _("Time over"), clock=True),
        ),
    )
)
