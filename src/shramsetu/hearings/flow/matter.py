"""The flow of a matter up to its first date: looked through, registered with a number, the other side called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.flow import Flow, Phase, State, Step, register
from shramsetu.hearings.flow.needs import (
    CLAIMANT,
    COUNTER,
    FILES,
    FIRST_DATE,
    FORUM,
    HOLDER,
    LAW,
    MENDED,
    REASON,
    REMARK,
    SYSTEM,
    WORDS,
)

BEFORE = ("scrutiny", "doubtful")
NUMBERED = ("registered", "noticed")
WORK = (*BEFORE, *NUMBERED)
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
            Step("add", MINE[1:], MINE[1:], CLAIMANT | COUNTER, _("Add a word or paper"), (WORDS, FILES)),
            Step("withdraw", MINE, ("withdrawn",), CLAIMANT, _("Take it back"), (REASON,), rare=True),
            Step("note", WORK, WORK, HOLDER, _("Add a note"), (WORDS, FILES)),
            Step("escalate", WORK, WORK, SYSTEM, _("Time over"), clock=True),
            Step("finalise", ("refused",), ("refused_final",), SYSTEM, _("Time is over")),
        ),
    )
)
