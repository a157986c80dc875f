"""The flow of a review's decision: its owner reports with proof, the chair closes, gives back or carries over.

`chair` is whoever acts for the post that takes the chair of that review, or for the deputy named for it. Time over
moves it to nobody else: it stays with its owner and comes on the agenda of the next review.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

SYSTEM = frozenset({"system"})
HOLDER = frozenset({"holder"})
CHAIR = frozenset({"chair"})
REASON = Need("reason", "long", _("Reason"))

DECISION = register(
    Flow(
        kind="mn_decision",
        label=_("Decision of a review"),
        public=False,
        warns=False,
        states=(
            State("given", Phase.OPEN, _("To be carried out"), _("To be carried out")),
            State("reported", Phase.OPEN, _("Reported, proof to be seen"), _("Reported, proof to be seen")),
            State("carried_out", Phase.FINAL, _("Carried out, proof seen"), _("Carried out, proof seen")),
            State("struck", Phase.FINAL, _("Struck out"), _("Struck out")),
        ),
        starts=("given",),
        steps=(
            Step(
                "report",
                ("given",),
                ("reported",),
                HOLDER,
                _("Report with proof"),
                needs=(Need("note", "long", _("What was done")), Need("files", "files", _("Proof"))),
                key="r",
                primary=True,
                tray=True,
            ),
            Step(
                "close",
                ("reported",),
                ("carried_out",),
                CHAIR,
                pgettext_lazy("decision", "Close"),
                needs=(Need("proof_seen", "yes", _("I have seen the proof")),),
                key="c",
                primary=True,
            ),
            Step("give_back", ("reported",), ("given",), CHAIR, _("Give back"), needs=(REASON,), key="g"),
            Step(
                "carry",
                ("given", "reported"),
                ("given",),
                CHAIR,
                _("Carry over"),
                needs=(Need("to", "date", _("New date")), REASON),
                key="o",
            ),
            Step("strike", ("given",), ("struck",), CHAIR, _("Strike out"), needs=(REASON,), rare=True),
            Step("escalate", ("given", "reported"), ("given", "reported"), SYSTEM, _("Time over"), clock=True),
        ),
    )
)
