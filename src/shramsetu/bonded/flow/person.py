"""The flow of one person: from being identified to standing on their own feet, or to a finding that can be reviewed.

Money, papers, wages, the police report and the way home are duties beside it and wait for none of these states. Its
own clock is that of the quiet case: whoever holds it must do something within its time.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.bonded.flow.shared import ANY_OFFICER, DM, FILES, HOLDER, LABOUR, MAGISTRATES, NOTE, REASON, SYSTEM
from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

BEFORE = ("identified", "secured", "stated", "inquiry", "review")
FREED = ("bonded", "certified", "travelling", "chasing", "home", "planned", "followed")
OPEN = (*BEFORE, *FREED)
# A certificate that comes at last, even after it was refused: whatever the inquiry at home has come to by then.
AWAITING = ("chasing", "secured", "stated", "inquiry", "review", "bonded")
ENDED = ("untraceable", "died")
SAME_AS = Need("same_as", "text", _("Code name of the same person, if entered twice"), required=False)
VERDICT = Need("verdict", "choice", _("Finding"), choices="bonded_verdicts")
REASONS = Need("text", "long", _("Reasons, limb by limb"))
FOUND_IN = Need("district", "district", _("District where the person was found"), required=False)
AGE_NOW = Need("age", "number", _("Age now, in years (else the age of then and the years since)"), required=False)

PERSON = register(
    Flow(
        kind="bl_person",
        label=_("Person (bonded labour)"),
        public=False,
        warns=False,
        states=(
            State("identified", Phase.OPEN, _("Identified"), _("Identified")),
            State("secured", Phase.OPEN, _("In safety"), _("In safety")),
            State("stated", Phase.OPEN, _("Statement taken"), _("Statement taken")),
            State("inquiry", Phase.OPEN, _("Needs further inquiry"), _("Needs further inquiry")),
            State("not_bonded", Phase.CLOSED, _("Not a bonded labourer"), _("Not a bonded labourer")),
            State("review", Phase.OPEN, _("Finding under review"), _("Finding under review")),
            State("ended", Phase.FINAL, _("Not a bonded labourer (final)"), _("Not a bonded labourer (final)")),
            State("bonded", Phase.OPEN, _("Found bonded"), _("Found bonded")),
            State("certified", Phase.OPEN, _("Certificate issued"), _("Certificate issued")),
            State("travelling", Phase.OPEN, _("On the way home"), _("On the way home")),
            State("chasing", Phase.OPEN, _("Came home without a certificate"), _("Came home without a certificate")),
            State("home", Phase.OPEN, _("At home"), _("At home")),
            State("planned", Phase.OPEN, _("Rehabilitation under way"), _("Rehabilitation under way")),
            State("followed", Phase.OPEN, _("Followed up"), _("Followed up")),
            State("self_reliant", Phase.FINAL, _("Self-reliant"), _("Self-reliant")),
            State("handed_over", Phase.FINAL, _("In the care of the home state"), _("In the care of the home state")),
            State("rebonded", Phase.FINAL, _("Bound again (new episode)"), _("Bound again (new episode)")),
            State("untraceable", Phase.CLOSED, _("Cannot be traced"), _("Cannot be traced")),
            State("lost", Phase.FINAL, _("Cannot be traced (final)"), _("Cannot be traced (final)")),
            State("died", Phase.CLOSED, _("Died"), _("Died")),
            State("dead", Phase.FINAL, _("Died (final)"), _("Died (final)")),
            State("void", Phase.FINAL, _("Entered in error"), _("Entered in error")),
        ),
        starts=("identified", "secured", "chasing", "home", "bonded", "certified"),
        steps=(
            Step("secure", ("identified",), ("secured",), ANY_OFFICER, _("In safety"), key="s", primary=True),
            Step(
                "record_statement",
                ("identified", "secured", "stated", "inquiry", "review"),
                ("stated", "inquiry", "review"),
                ANY_OFFICER,
                _("Statement taken"),
                key="t",
                primary=True,
            ),
            Step(
                "find",
                ("stated", "inquiry"),
                ("bonded", "not_bonded", "inquiry"),
                MAGISTRATES,
                _("Sign the finding"),
                key="f",
                primary=True,
                needs=(VERDICT, REASONS),
            ),
            Step("ask_review", ("not_bonded",), ("review",), ANY_OFFICER, _("Ask for a review"), needs=(REASON,)),
            Step(
                "decide_review",
                ("review",),
                ("bonded", "ended"),
                DM | HOLDER,
                pgettext_lazy("finding", "Decide the review"),
                key="d",
                primary=True,
                needs=(VERDICT, REASONS),
            ),
            Step("finalise", ("not_bonded",), ("ended",), SYSTEM, _("Time for a review is over")),
            Step(
                "certify",
                ("bonded",),
                ("certified",),
                MAGISTRATES,
                _("Issue the certificate"),
                key="c",
                primary=True,
                page="bonded:issue",
            ),
            Step("send_home", ("certified",), ("travelling",), ANY_OFFICER, _("Left for home"), key="h", primary=True),
            Step("arrive", ("certified", "travelling"), ("home",), LABOUR, _("Reached home"), key="a", primary=True),
            Step("receive_certificate", AWAITING, ("home",), ANY_OFFICER, _("Certificate received"), primary=True),
            Step("chase_denied", ("chasing",), ("secured",), ANY_OFFICER, _("Certificate refused")),
            Step("plan", ("home",), ("planned",), ANY_OFFICER, _("Approve the plan"), key="p", primary=True),
            Step("settle", ("planned",), ("followed",), HOLDER, _("Paid, and every line settled"), primary=True),
            Step("close", ("followed",), ("self_reliant",), HOLDER, _("Self-reliant"), needs=(NOTE,)),
            Step("hand_over", ("home",), ("handed_over",), LABOUR, _("The home state has taken over")),
            Step(
                "rebond",
                FREED,
                ("rebonded",),
                ANY_OFFICER,
                _("Bound again"),
                needs=(REASON, FOUND_IN, AGE_NOW),
                rare=True,
            ),
            Step("lose", FREED, ("untraceable",), DM, _("Cannot be traced"), needs=(REASON, FILES), rare=True),
            Step(
                "die",
                OPEN,
                ("died",),
                ANY_OFFICER,
                _("Died"),
                needs=(Need("died_on", "date", _("When")), FILES),
                rare=True,
            ),
            Step("undo_end", ENDED, OPEN, DM, _("Was a mistake, or is back"), needs=(REASON,)),
            Step("finalise", ENDED, ("lost", "dead"), SYSTEM, _("Time to take it back is over")),
            Step(
                "void",
                (*OPEN, "not_bonded", *ENDED),
                ("void",),
                DM,
                _("Entered in error"),
                needs=(REASON, SAME_AS),
                rare=True,
            ),
            Step("note", OPEN, OPEN, ANY_OFFICER, _("Add a note"), needs=(Need("text", "long", _("Note")), FILES)),
            Step("quiet", OPEN, OPEN, SYSTEM, _("Nothing happened for long"), clock=True),
        ),
    )
)
