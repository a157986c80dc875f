"""The flow of a recovery: with the Collector until the sum is in, with the forum until the worker has it."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Flow, Phase, State, Step, register
from shramsetu.hearings.flow.needs import COLLECTOR, FILES, HOLDER, LINE, REASON, SUM, SYSTEM, WORDS

MONEY = ("running", "recovered")
OPEN = (*MONEY, "returned")

RECOVERY = register(
    Flow(
        kind="hg_recovery",
        label=_("Recovery of an award"),
        public=False,
        states=(
            State("running", Phase.OPEN, _("With the Collector"), _("The Collector is recovering the money")),
            State(
                "recovered",
                Phase.OPEN,
                _("Recovered, to be paid to the worker"),
                _("The money is in; it comes to you now"),
            ),
            State("returned", Phase.OPEN, _("Came back unrecovered"), _("It could not be recovered there")),
            State(
                "halted", Phase.PAUSED, _("Stayed by a higher court"), _("A higher court has stopped it for some time")
            ),
            State("paid", Phase.FINAL, _("In the worker's hand"), _("The money has come")),
            State("recalled", Phase.FINAL, _("Recalled"), _("The recovery was called back")),
        ),
        starts=("running",),
        steps=(
            Step("recover", ("running",), MONEY, HOLDER, _("Write down a recovered sum"), SUM, key="r", primary=True),
            Step("hand_over", MONEY, (*MONEY, "paid"), HOLDER, _("Write down a payment to the worker"), SUM, key="p"),
            Step(
                "take_back",
                MONEY,
                MONEY,
                HOLDER,
                _("Take back a wrong line"),
                (LINE, REASON),
                rare=True,
            ),
            Step(
                "give_back", ("running",), ("returned",), HOLDER, _("Give back unrecovered"), (REASON, FILES), rare=True
            ),
            Step(
                "send_again",
                ("returned",),
                ("running",),
                HOLDER,
                _("Send to a Collector again"),
                (COLLECTOR, REASON),
                primary=True,
            ),
            Step(
                "recall", ("returned",), ("recalled",), HOLDER, _("Recall the certificate"), (REASON, FILES), rare=True
            ),
            Step("halt", OPEN, ("halted",), SYSTEM, _("Stayed by a higher court")),
            Step("resume", ("halted",), OPEN, SYSTEM, _("The stay is over")),
            Step("linger", ("halted",), ("halted",), SYSTEM, _("The stay goes on"), clock=True),
            Step("annul", (*OPEN, "halted"), ("recalled",), SYSTEM, _("The award was set aside")),
            Step("settle", MONEY, ("paid",), SYSTEM, _("All of it was paid")),
            Step("note", OPEN, OPEN, HOLDER, _("Add a note"), (WORDS, FILES)),
            Step("escalate", OPEN, OPEN, SYSTEM, _("Time over"), clock=True),
        ),
    )
)
