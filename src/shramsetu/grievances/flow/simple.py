"""The short flows: a question is answered, a demand decided, a suggestion considered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register
from shramsetu.grievances.flow.shared import COMPLAINANT, HOLDER, REASON, SYSTEM, add_word, gate, spoken

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OPEN, CLOSED, FINAL = Phase.OPEN, Phase.CLOSED, Phase.FINAL
ACTIVE = ("unmarked", "with_officer")
AT_DESKS = ("typing", "placing", "screening")

_BASE_STATES = (
    State("placing", OPEN, _("Place to be found"), _("We are finding the right place")),
    State("typing", OPEN, _("To be typed"), _("We are writing down what you said")),
    State("reading_back", OPEN, _("Words to be confirmed"), _("Please say whether we wrote it down rightly")),
    State("screening", OPEN, _("With the supervisor"), _("A supervisor is looking at it")),
    State("excluded", CLOSED, _("Not taken here"), _("Not taken here")),
    State("unmarked", OPEN, _("Unmarked"), _("Sent to the officer")),
    State("with_officer", OPEN, _("With the officer"), _("The officer is working on it")),
    State("closed_withdrawn", CLOSED, _("Withdrawn"), _("Taken back by you")),
    State("final", FINAL, _("Final"), _("Finished")),
)
_TRANSFER = Step(
    "transfer",
    ACTIVE,
    ("unmarked",),
    HOLDER,
    _("Transfer"),
    key="t",
    needs=(Need("department", "department", _("Department")), REASON),
)


def _flow(kind: str, label: _StrPromise, closed: State, settle: Step) -> Flow:
    """Build a flow in which one step by the holder settles the matter and the citizen may come back once more."""
    return Flow(
        kind=kind,
        label=label,
        states=(*_BASE_STATES, closed),
        starts=("typing", "placing", "excluded", "unmarked", closed.name),
        steps=(
            Step(
                "locate",
                ("placing",),
                ("unmarked",),
                HOLDER,
                _("Set the place"),
                key="l",
                primary=True,
                needs=(
                    Need("district", "district", _("District")),
                    Need("place", "place", _("Place"), required=False),
                ),
            ),
            *gate("unmarked", "placing", "typing"),
            *spoken("unmarked", "placing"),
            Step("open", ("unmarked",), ("with_officer",), HOLDER, _("Open"), key="o", primary=True),
            settle,
            _TRANSFER,
            Step(
                "reopen",
                (closed.name, "closed_withdrawn"),
                ("unmarked", "placing"),
                COMPLAINANT,
                _("Ask again"),
                needs=(REASON,),
            ),
            Step(
                "withdraw",
                (*ACTIVE, *AT_DESKS, "reading_back"),
                ("closed_withdrawn",),
                COMPLAINANT,
                _("Take back"),
                needs=(REASON,),
            ),
            add_word(*ACTIVE, *AT_DESKS, "reading_back"),
            Step("escalate", ACTIVE, ("unmarked", "with_officer"), SYSTEM, _("Time over"), clock=True),
            Step("lapse", AT_DESKS, AT_DESKS, SYSTEM, _("Time over at the desk"), clock=True),
            Step("finalise", (closed.name, "closed_withdrawn", "excluded"), ("final",), SYSTEM, _("Make final")),
        ),
    )


INFORMATION = register(
    _flow(
        "information",
        _("Information"),
        State("answered", CLOSED, _("Answered"), _("Answered")),
        Step(
            "reply",
            ACTIVE,
            ("answered",),
            HOLDER,
            _("Reply"),
            key="r",
            primary=True,
            tray=True,
            needs=(Need("text", "long", _("Answer")), Need("files", "files", _("Paper"), required=False)),
        ),
    )
)
DEMAND = register(
    _flow(
        "demand",
        _("Demand"),
        State("decided", CLOSED, _("Decided"), _("Decided")),
        Step(
            "decide",
            ACTIVE,
            ("decided",),
            HOLDER,
            _("Decide"),
            key="r",
            primary=True,
            tray=True,
            needs=(
                Need("decision", "choice", _("Decision"), choices="demand_decisions"),
                Need("text", "long", _("Reasons")),
                Need("files", "files", _("Paper"), required=False),
            ),
        ),
    )
)
SUGGESTION = register(
    _flow(
        "suggestion",
        _("Suggestion"),
        State("considered", CLOSED, _("Considered"), _("Considered")),
        Step(
            "consider",
            ACTIVE,
            ("considered",),
            HOLDER,
            _("Record what was decided"),
            key="r",
            primary=True,
            tray=True,
            needs=(Need("text", "long", _("What was decided")),),
        ),
    )
)
