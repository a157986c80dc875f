"""The flow of a building: planned, built, in use until its builder answers for it no more; hindrances; defects."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

SYSTEM = frozenset({"system"})
HOLDER = frozenset({"holder"})
HEADS = frozenset({"role:head", "role:principal_secretary"})
RUNNING = ("preparing", "building")
REASON = Need("reason", "long", _("Reason"))
NOTE = Need("note", "long", _("What was done"))
FILES = Need("files", "files", _("Photographs or papers"), required=False)
GIVEN_UP = _("The building is given up")
DROPPED = State("dropped", Phase.FINAL, GIVEN_UP, GIVEN_UP)
PHOTO = Need("files", "files", _("Photograph of it mended"))

WORK = register(
    Flow(
        kind="mn_work",
        label=_("Building work"),
        public=False,
        warns=False,
        states=(
            State("preparing", Phase.OPEN, _("To be planned"), _("To be planned")),
            State("building", Phase.OPEN, _("Being built"), _("Being built")),
            State("built", Phase.PAUSED, _("In use, builder liable"), _("In use")),
            State("over", Phase.FINAL, _("Liability over"), _("In use")),
            State(
                "abandoned", Phase.FINAL, pgettext_lazy("building", "Given up"), pgettext_lazy("building", "Given up")
            ),
        ),
        starts=("preparing",),
        steps=(
            Step("begin", ("preparing",), ("building",), SYSTEM, _("Plan approved, building begins")),
            Step("reschedule", ("building",), ("building",), SYSTEM, _("New plan approved")),
            Step("complete", ("building",), ("built",), SYSTEM, pgettext_lazy("building", "All handed over")),
            Step("escalate", RUNNING, RUNNING, SYSTEM, _("Time over"), clock=True),
            Step("end_liability", ("built",), ("over", "built"), SYSTEM, _("Liability over"), clock=True),
            Step("abandon", RUNNING, ("abandoned",), HEADS, pgettext_lazy("building", "Give up"), (REASON,), rare=True),
        ),
    )
)

HINDRANCE = register(
    Flow(
        kind="mn_hindrance",
        label=_("Hindrance"),
        public=False,
        states=(
            State("standing", Phase.OPEN, _("Stands in the way"), _("Stands in the way")),
            State("reported", Phase.OPEN, _("Said to be cleared"), _("Said to be cleared")),
            State("cleared", Phase.FINAL, pgettext_lazy("hindrance", "Cleared"), pgettext_lazy("hindrance", "Cleared")),
            State("mistaken", Phase.FINAL, _("Entered by mistake"), _("Entered by mistake")),
            DROPPED,
        ),
        starts=("standing",),
        steps=(
            Step(
                "report",
                ("standing",),
                ("reported",),
                HOLDER,
                pgettext_lazy("hindrance", "Cleared"),
                needs=(Need("on", "date", _("Cleared on")), NOTE, FILES),
                key="c",
                primary=True,
                tray=True,
            ),
            Step(
                "promise",
                ("standing",),
                ("standing",),
                HOLDER,
                _("Say by when"),
                needs=(Need("promised_on", "date", _("Cleared by")), NOTE),
                key="p",
            ),
            Step(
                "pass_on",
                ("standing",),
                ("standing",),
                HOLDER,
                _("Not ours: pass on"),
                needs=(Need("owner", "choice", _("Whose it is"), choices="works_owners"), REASON),
            ),
            Step("confirm", ("reported",), ("cleared",), HOLDER, _("It is cleared"), key="y", primary=True),
            Step("still", ("reported",), ("standing",), HOLDER, _("It still stands"), needs=(REASON,), key="n"),
            Step("withdraw", ("standing",), ("mistaken",), SYSTEM, _("Entered by mistake")),
            Step("drop", ("standing", "reported"), ("dropped",), SYSTEM, GIVEN_UP),
            Step(
                "escalate",
                ("standing", "reported"),
                ("standing", "reported"),
                SYSTEM,
                _("Time over"),
                clock=True,
            ),
        ),
    )
)

DEFECT = register(
    Flow(
        kind="mn_defect",
        label=_("Defect of a building"),
        public=False,
        states=(
            State("found", Phase.OPEN, _("To be mended"), _("To be mended")),
            State("mended", Phase.OPEN, _("Said to be mended"), _("Said to be mended")),
            State("confirmed", Phase.FINAL, _("Mended and seen"), _("Mended and seen")),
            DROPPED,
        ),
        starts=("found",),
        steps=(
            Step("mend", ("found",), ("mended",), HOLDER, _("Mended"), (NOTE, PHOTO), key="m", primary=True, tray=True),
            Step("confirm", ("mended",), ("confirmed",), HOLDER, _("Seen: it is mended"), key="y", primary=True),
            Step("again", ("mended",), ("found",), HOLDER, _("Not mended"), (REASON,), key="n"),
            Step("drop", ("found", "mended"), ("dropped",), SYSTEM, GIVEN_UP),
            Step("escalate", ("found", "mended"), ("found", "mended"), SYSTEM, _("Time over"), clock=True),
        ),
    )
)
