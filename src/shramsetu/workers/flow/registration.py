"""The flow of an application to a board: checked, registered; or refused, but only after a notice and a hearing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SYSTEM = frozenset({"system"})
HOLDER = frozenset({"holder"})
# Who files for a worker also brings the answers; the scope lets them see what they filed alone.
APPLICANT = frozenset({"complainant", "role:service_centre", "role:csc", "role:edistrict"})
WORKING = ("checking", "field", "heard")
BEFORE = ("checking", "asked", "field", "noticed", "heard")
GROUND = Need("ground", "choice", _("Ground"), choices="registration_grounds")
KINDS = ("wk_registration", "wk_renewal")


def _states(done: _StrPromise) -> tuple[State, ...]:
    return (
        State("checking", Phase.OPEN, _("Being checked"), _("Being checked")),
        State("asked", Phase.PAUSED, _("Worker asked"), _("You were asked something")),
        State("field", Phase.OPEN, _("Visit to the place of work"), _("Somebody comes to see your place of work")),
        State("noticed", Phase.PAUSED, _("Notice given, hearing fixed"), _("You are heard before it is decided")),
        State("heard", Phase.OPEN, _("Heard; order to be made"), _("You were heard; the order is awaited")),
        State("registered", Phase.FINAL, done, done),
        State("refused", Phase.CLOSED, _("Refused; appeal open"), _("Not accepted; you can appeal")),
        State("appealed", Phase.OPEN, _("Appeal before the secretary"), _("Your appeal is being decided")),
        State("upheld", Phase.FINAL, _("Refused for good"), pgettext_lazy("portal", "Not accepted")),
        State(
            "withdrawn",
            Phase.FINAL,
            pgettext_lazy("application", "Withdrawn"),
            pgettext_lazy("application", "Taken back by you"),
        ),
    )


_STEPS = (
    Step(
        "register",
        ("checking", "heard"),
        ("registered",),
        HOLDER,
        _("Register the worker"),
        key="r",
        primary=True,
        needs=(
            Need("work_seen", "yes", _("The days of work were checked: certificate, muster roll or at the place")),
            Need("text", "long", _("Remarks"), required=False),
        ),
    ),
    Step(
        "ask",
        ("checking",),
        ("asked",),
        HOLDER,
        _("Ask the worker"),
        key="q",
        needs=(Need("question", "long", _("Question")),),
    ),
    Step(
        "answer",
        ("asked",),
        ("checking",),
        APPLICANT,
        _("Answer"),
        primary=True,
        needs=(
            Need("text", "long", pgettext_lazy("words", "Answer"), required=False),
            Need("files", "files", _("Photo or paper"), required=False),
        ),
    ),
    Step("resume", ("asked",), ("checking",), SYSTEM, _("Waiting is over"), clock=True),
    Step(
        "visit",
        ("checking",),
        ("field",),
        HOLDER,
        _("Have the place of work visited"),
        key="v",
        needs=(
            Need("post", "post", _("Who goes"), choices="subordinates"),
            Need("text", "long", _("What to look for"), required=False),
        ),
    ),
    Step(
        "report_visit",
        ("field",),
        ("checking",),
        HOLDER,
        _("Report the visit"),
        key="e",
        primary=True,
        needs=(
            Need("visited_at", "datetime", _("When was the place visited")),
            Need("work_found", "yes", _("The work was found as stated")),
            Need("text", "long", _("What was found there")),
            Need("files", "files", _("Photo or paper"), required=False),
        ),
    ),
    Step(
        "notice",
        ("checking",),
        ("noticed",),
        HOLDER,
        _("Give notice of refusal"),
        rare=True,
        needs=(
            GROUND,
            Need("text", "long", _("Why it is meant to be refused")),
            Need("hearing_at", "datetime", _("When the worker is heard")),
            Need("hearing_place", "text", _("Where the worker is heard")),
        ),
    ),
    Step(
        "hear",
        ("noticed", "heard"),
        ("heard",),
        HOLDER,
        _("Record the hearing"),
        key="h",
        primary=True,
        needs=(
            Need("came", "yes", _("Did the worker come")),
            Need("text", "long", _("What the worker said")),
            Need("files", "files", _("Paper"), required=False),
        ),
    ),
    Step("hearing_over", ("noticed",), ("heard",), SYSTEM, _("The day of hearing is over"), clock=True),
    Step(
        "refuse",
        ("heard",),
        ("refused",),
        HOLDER,
        _("Refuse by a reasoned order"),
        rare=True,
        needs=(GROUND, Need("text", "long", _("Order with reasons"))),
    ),
    Step("appeal", ("refused",), ("appealed",), APPLICANT, _("Appeal"), needs=(Need("text", "long", _("Why")),)),
    Step(
        "allow_appeal",
        ("appealed",),
        ("registered",),
        HOLDER,
        _("Allow the appeal and register"),
        primary=True,
        needs=(Need("text", "long", _("Order with reasons")),),
    ),
    Step(
        "dismiss_appeal",
        ("appealed",),
        ("upheld",),
        HOLDER,
        _("Dismiss the appeal"),
        rare=True,
        needs=(Need("text", "long", _("Order with reasons")),),
    ),
    Step(
        "withdraw",
        BEFORE,
        ("withdrawn",),
        APPLICANT,
        _("Take the application back"),
        rare=True,
        needs=(Need("text", "long", _("Reason"), required=False),),
    ),
    Step("finalise", ("refused",), ("upheld",), SYSTEM, _("Nobody appealed in time")),
    Step("escalate", (*WORKING, "appealed"), (*WORKING, "appealed"), SYSTEM, _("Time over"), clock=True),
)

REGISTRATION = register(
    Flow(
        kind="wk_registration",
        label=_("Registration of a worker"),
        public=False,
        states=_states(pgettext_lazy("registration", "Registered")),
        steps=_STEPS,
        starts=("checking",),
    )
)
RENEWAL = register(
    Flow(
        kind="wk_renewal",
        label=_("Revival of a registration"),
        public=False,
        states=_states(_("Revived")),
        steps=_STEPS,
        starts=("checking",),
    )
)
