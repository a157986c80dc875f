"""The flow of a matter: looked through, registered with a number, heard, decided, until the money is in hand."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.flow import Flow, Phase, State, Step, register
from shramsetu.hearings.flow.needs import (
    APPEAL,
    CERTIFY,
    CLAIMANT,
    COUNTER,
    FILES,
    FIRST_DATE,
    FORUM,
    HOLDER,
    LAW,
    LINE,
    MENDED,
    REASON,
    REMARK,
    SET_ASIDE,
    STAY,
    SUM,
    SYSTEM,
    WORDS,
)

BEFORE = ("scrutiny", "doubtful")
COURT = ("noticed", "hearing", "reserved")
GIVEN = ("awarded", "unpaid", "recovering")
WORK = (*BEFORE, "registered", *COURT)
HELD = (*WORK, "unpaid")
MINE = ("draft", "scrutiny", "defective", "doubtful")

MATTER = register(
    Flow(
        kind="hg_matter",
        label=_("Matter before a labour forum"),
        public=False,
        page="sunvai:matter",
        asks_who=True,
        states=(
            State("draft", Phase.PAUSED, _("Begun, to be completed"), _("Something is still missing from you")),
            State("scrutiny", Phase.OPEN, _("Filed, under scrutiny"), _("The office is looking through your papers")),
            State("defective", Phase.PAUSED, _("Sent back with defects"), _("Something is to be put right")),
            State(
                "doubtful", Phase.OPEN, _("Before the presiding officer"), _("The officer decides whether to take it")
            ),
            State("registered", Phase.OPEN, _("Registered, notice to issue"), _("Your case is registered")),
            State("noticed", Phase.OPEN, _("Notice issued, to be heard"), _("The other side has been called")),
            State("hearing", Phase.OPEN, _("Being heard"), _("Your case is being heard")),
            State(
                "reserved", Phase.OPEN, _("Order reserved"), _("Everything was heard; the decision is being written")
            ),
            State("awarded", Phase.PAUSED, _("Decided, to be complied with"), _("Decided; the money is to be paid")),
            State("unpaid", Phase.OPEN, _("Not complied with"), _("The money was not paid in time")),
            State("recovering", Phase.PAUSED, _("Under recovery"), _("The Collector is recovering the money")),
            State(
                "stayed", Phase.PAUSED, _("Stayed by a higher court"), _("A higher court has stopped it for some time")
            ),
            State("disposed", Phase.CLOSED, _("Disposed of"), pgettext_lazy("matter", "Decided")),
            State("disposed_final", Phase.FINAL, _("Disposed of (final)"), pgettext_lazy("matter", "Decided")),
            State("satisfied", Phase.FINAL, _("Money in the worker's hand"), _("The money has come")),
            State(
                "set_aside", Phase.FINAL, _("Set aside by a higher court"), _("A higher court has set the order aside")
            ),
            State("refused", Phase.CLOSED, _("Not registered"), _("It could not be taken; you may ask once more")),
            State("refused_final", Phase.FINAL, _("Not registered (final)"), _("It could not be taken")),
            State("lapsed", Phase.FINAL, _("Never completed"), _("Closed: it was never completed")),
            State("withdrawn", Phase.FINAL, _("Taken back"), pgettext_lazy("application", "You took it back")),
        ),
        starts=("draft", "scrutiny"),
        steps=(
            Step("complete", ("draft",), ("scrutiny",), CLAIMANT | COUNTER, _("Complete it"), MENDED, primary=True),
            Step("lapse", ("draft",), ("lapsed",), SYSTEM, _("Never completed"), clock=True),
            Step(
                "admit",
                BEFORE,
                ("registered",),
                HOLDER,
                pgettext_lazy("matter", "Register"),
                (REMARK,),
                key="r",
                primary=True,
                tray=True,
            ),
            Step(
                "send_back",
                ("scrutiny",),
                ("defective",),
                HOLDER,
                _("Send back with defects"),
                page="hearings:defects",
                key="d",
            ),
            Step("mend", ("defective",), ("scrutiny",), CLAIMANT | COUNTER, _("Put it right"), MENDED, primary=True),
            Step("unmended", ("defective",), ("scrutiny",), SYSTEM, _("Not put right in time"), clock=True),
            Step(
                "place_before", ("scrutiny",), ("doubtful",), HOLDER, _("Lay before the presiding officer"), (REASON,)
            ),
            Step("condone", ("doubtful",), ("doubtful",), HOLDER, _("Condone the delay"), (REASON,), key="c"),
            Step("refuse", ("doubtful",), ("refused",), HOLDER, _("Do not register"), (REASON,), rare=True, tray=True),
            Step(
                "restore",
                ("refused",),
                ("scrutiny",),
                CLAIMANT | COUNTER,
                _("Ask once more"),
                (REASON, FILES),
                primary=True,
            ),
            Step("choose_law", WORK, WORK, HOLDER, _("Decide which law governs"), LAW),
            Step("transfer", BEFORE, ("scrutiny",), HOLDER, _("Send to another forum"), FORUM),
            Step(
                "issue",
                ("registered",),
                ("noticed",),
                HOLDER,
                _("Issue notice for the first hearing"),
                FIRST_DATE,
                key="n",
                primary=True,
            ),
            Step(
                "hear",
                COURT[:2],
                ("hearing", "reserved"),
                HOLDER,
                _("Write down the hearing"),
                page="hearings:hear",
                key="h",
                primary=True,
            ),
            Step("rehear", ("reserved",), ("hearing",), HOLDER, _("Hear it once more"), (REASON,), rare=True),
            Step(
                "sign",
                (*COURT, *GIVEN),
                (*COURT, *GIVEN, "disposed"),
                HOLDER,
                _("Write and sign an order"),
                page="hearings:order",
                key="o",
            ),
            Step("pay", GIVEN, (*GIVEN, "satisfied"), HOLDER, _("Write down a payment to the worker"), SUM, key="p"),
            Step("take_back", GIVEN, GIVEN, HOLDER, _("Take back a wrong line"), (LINE, REASON), rare=True),
            Step("appeal", GIVEN, GIVEN, HOLDER, _("Write down an appeal"), APPEAL, rare=True),
            Step("stay", (*GIVEN, "stayed"), ("stayed",), HOLDER, _("Write down a stay"), STAY, rare=True),
            Step("lift", ("stayed",), GIVEN, HOLDER, _("The stay is lifted"), (REASON, FILES), primary=True),
            Step("stay_over", ("stayed",), GIVEN, SYSTEM, _("The time of the stay is over"), clock=True),
            Step(
                "set_aside",
                (*GIVEN, "stayed"),
                ("set_aside",),
                HOLDER,
                _("The order was set aside on appeal"),
                SET_ASIDE,
                rare=True,
            ),
            Step("default", ("awarded",), ("unpaid",), SYSTEM, _("Not complied with in time"), clock=True),
            Step(
                "certify",
                ("unpaid",),
                ("recovering",),
                HOLDER,
                _("Issue a certificate of recovery"),
                CERTIFY,
                key="v",
                primary=True,
            ),
            Step("linger", ("recovering",), ("recovering",), SYSTEM, _("Recovery goes on"), clock=True),
            Step("satisfy", ("recovering",), ("satisfied",), SYSTEM, _("All of it was paid")),
            Step("uncertify", ("recovering",), ("unpaid",), SYSTEM, _("The certificate was recalled")),
            Step(
                "revive",
                ("disposed",),
                ("hearing",),
                CLAIMANT | COUNTER,
                _("Ask to be heard after all"),
                (REASON, FILES),
                primary=True,
            ),
            Step("add", MINE[1:], MINE[1:], CLAIMANT | COUNTER, _("Add a word or paper"), (WORDS, FILES)),
            Step("withdraw", MINE, ("withdrawn",), CLAIMANT, _("Take it back"), (REASON,), rare=True),
            Step("note", HELD, HELD, HOLDER, _("Add a note"), (WORDS, FILES)),
            Step("escalate", HELD, HELD, SYSTEM, _("Time over"), clock=True),
            Step("finalise", ("refused",), ("refused_final",), SYSTEM, _("Time is over")),
            Step("finalise", ("disposed",), ("disposed_final",), SYSTEM, _("Time is over")),
        ),
    )
)
