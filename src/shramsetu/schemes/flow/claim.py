"""The flow of a claim: looked at by one officer, sanctioned by another, refused only after notice and hearing."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.flow import Flow, Phase, State, Step, register
from shramsetu.schemes.flow.needs import (
    APPLICANT,
    COUNTER,
    FILES,
    FOUND,
    GRANT,
    HOLDER,
    JUDGED,
    MINUTES,
    NOTICE,
    REASON,
    REASONS,
    REMARK,
    SAID,
    SUM,
    SYSTEM,
    VISITOR,
    WORDS,
)

WORK = ("submitted", "scrutiny")
PLENARY = ("sanction", "committee")
HEARING = ("noticed", "to_hear")
OPEN = ("confirming", *WORK, "visiting", *PLENARY, "to_hear", "heard", "appealed", "sanctioned")
WAITING = ("asked", "noticed")
UNDECIDED = ("confirming", *WORK, "visiting", "asked", *PLENARY)
ENDS = ("sanctioned", "granted")

CLAIM = register(
    Flow(
        kind="claim",
        label=_("Benefit claim"),
        public=False,
        page="yojana:claim",
        states=(
            State(
                "confirming",
                Phase.OPEN,
                _("Fast track: to be confirmed"),
                _("Everything is proved; one officer confirms"),
            ),
            State("submitted", Phase.OPEN, _("Received"), _("It has reached the officer")),
            State("scrutiny", Phase.OPEN, _("Under scrutiny"), _("The officer is looking at it")),
            State("visiting", Phase.OPEN, _("Field check"), _("Somebody will come to see")),
            State("asked", Phase.PAUSED, _("Applicant asked"), _("You were asked something")),
            State("sanction", Phase.OPEN, _("To be sanctioned"), _("Looked at; the senior officer decides")),
            State("committee", Phase.OPEN, _("Before the committee"), _("The committee decides")),
            State(
                "noticed", Phase.PAUSED, _("Notice given, hearing fixed"), _("A hearing is fixed before it is decided")
            ),
            State("to_hear", Phase.OPEN, _("Hearing to be recorded"), _("The hearing is being written down")),
            State("heard", Phase.OPEN, _("Heard, to be decided"), _("You were heard; the order is coming")),
            State("sanctioned", Phase.OPEN, _("Sanctioned, to be paid"), _("Granted; the money is on its way")),
            State("paid", Phase.FINAL, _("Paid"), _("The money was paid")),
            State("granted", Phase.FINAL, _("Granted (no payment)"), _("Granted")),
            State("refused", Phase.CLOSED, _("Refused, may be appealed"), _("Refused; you may appeal")),
            State("appealed", Phase.OPEN, _("Under appeal"), _("A senior officer looks at your appeal")),
            State("refused_final", Phase.FINAL, _("Refused (final)"), _("Refused")),
            State("incomplete", Phase.CLOSED, _("Laid aside as incomplete"), _("Waits for your papers")),
            State("lapsed", Phase.FINAL, _("Never completed"), _("Closed: the papers never came")),
            State("withdrawn", Phase.FINAL, _("Taken back"), pgettext_lazy("application", "You took it back")),
        ),
        starts=("submitted", "confirming"),
        steps=(
            Step("confirm", ("confirming",), ENDS, HOLDER, _("Confirm and sanction"), GRANT, key="c", primary=True),
            Step("full_check", ("confirming",), ("scrutiny",), HOLDER, _("Full check instead"), (REASON,)),
            Step("open", ("submitted",), ("scrutiny",), HOLDER, _("Open"), key="o", primary=True),
            Step("check", WORK, ("sanction",), HOLDER, _("Recommend"), (REMARK,), key="r", primary=True, tray=True),
            Step("visit", WORK, ("visiting",), HOLDER, _("Field check"), VISITOR, key="f"),
            Step(
                "report_visit",
                ("visiting",),
                ("scrutiny",),
                HOLDER,
                _("Report of the field check"),
                FOUND,
                key="r",
                primary=True,
                tray=True,
            ),
            Step("ask", (*WORK, "sanction"), ("asked",), HOLDER, _("Ask the applicant"), (SAID,), key="q", tray=True),
            Step(
                "answer",
                ("asked",),
                (*WORK, "sanction"),
                APPLICANT | COUNTER,
                _("Answer"),
                (WORDS, FILES),
                primary=True,
            ),
            Step("resume", ("asked",), (*WORK, "sanction"), SYSTEM, _("Waiting is over"), clock=True),
            Step("shelve", WORK, ("incomplete",), HOLDER, _("Lay aside: papers never came"), (REASON,), rare=True),
            Step(
                "complete",
                ("incomplete",),
                ("scrutiny",),
                APPLICANT | COUNTER,
                _("Complete it"),
                (WORDS, FILES),
                primary=True,
            ),
            Step(
                "give_notice",
                (*WORK, *PLENARY),
                ("noticed",),
                HOLDER,
                _("Notice before a refusal"),
                NOTICE,
                rare=True,
                tray=True,
            ),
            Step(
                "object",
                HEARING,
                HEARING,
                APPLICANT | COUNTER,
                _("Say something against it"),
                (WORDS, FILES),
                primary=True,
            ),
            Step("hearing_due", ("noticed",), ("to_hear",), SYSTEM, _("The day of the hearing is over"), clock=True),
            Step(
                "hear",
                HEARING,
                ("heard", "noticed"),
                HOLDER,
                _("Record the hearing"),
                JUDGED,
                key="h",
                primary=True,
                tray=True,
            ),
            Step(
                "drop_notice", (*HEARING, "heard"), ("scrutiny",), HOLDER, _("Take the notice back, go on"), (REASON,)
            ),
            Step("refuse", ("heard",), ("refused",), HOLDER, _("Refuse by an order"), REASONS, rare=True, tray=True),
            Step("sanction", ("sanction",), (*ENDS, "committee"), HOLDER, _("Sanction"), GRANT, key="s", primary=True),
            Step(
                "approve",
                ("committee",),
                ENDS,
                HOLDER,
                _("Approved by the committee"),
                (*MINUTES, SUM),
                key="a",
                primary=True,
            ),
            Step("send_back", PLENARY, ("scrutiny",), HOLDER, _("Send back for scrutiny"), (REASON,)),
            Step("pay", ("sanctioned",), ("paid",), SYSTEM, _("Paid")),
            Step(
                "appeal",
                ("refused",),
                ("appealed",),
                APPLICANT | COUNTER,
                pgettext_lazy("claim", "Appeal"),
                (REASON, FILES),
                primary=True,
            ),
            Step(
                "allow_appeal",
                ("appealed",),
                ENDS,
                HOLDER,
                _("Allow the appeal and sanction"),
                (SUM, REASON),
                key="a",
                primary=True,
            ),
            Step("remand", ("appealed",), ("scrutiny",), HOLDER, _("Have it looked at anew"), (REASON,)),
            Step(
                "dismiss_appeal",
                ("appealed",),
                ("refused_final",),
                HOLDER,
                _("Dismiss the appeal"),
                (REASON,),
                rare=True,
            ),
            Step(
                "add",
                (*UNDECIDED, "heard", "appealed"),
                (*UNDECIDED, "heard", "appealed"),
                APPLICANT | COUNTER,
                _("Add a word or paper"),
                (WORDS, FILES),
            ),
            Step("withdraw", UNDECIDED, ("withdrawn",), APPLICANT, _("Take it back"), (REASON,), rare=True),
            Step("note", OPEN, OPEN, HOLDER, _("Add a note"), (WORDS, FILES)),
            Step("escalate", OPEN, OPEN, SYSTEM, _("Time over"), clock=True),
            Step("finalise", ("refused", "incomplete"), ("refused_final", "lapsed"), SYSTEM, _("Time is over")),
        ),
    )
)
