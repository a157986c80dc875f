"""The flow of one legal track: from the report to the end, by police and charge sheet or by an application."""

from django.utils.translation import gettext_lazy as _

from shramsetu.bonded.flow.shared import ANY_OFFICER, FILES, MAGISTRATES, NOTE, REASON, SYSTEM
from shramsetu.casework.flow import Flow, Need, Phase, State, Step, register

OFFICERS = ANY_OFFICER | {"role:prosecutor"}
POLICE = ("reported", "investigation")
COURT = ("filed", "cognizance", "plea", "evidence")
RUNNING = (*POLICE, *COURT, "decided", "appeal")
ON = Need("on", "date", _("When"))
NEXT = Need("next_at", "datetime", _("Next date"), required=False)
LINK = Need("video_link", "text", _("Link of the video hearing"), required=False)
PURPOSE = Need("purpose", "choice", _("For what"), choices="bonded_hearing_purposes")
ACCUSED = Need("accused", "choice", _("Accused"), choices="bonded_track_accused")
COURT_NAME = Need("court", "text", _("Court or authority"))
CASE_NUMBER = Need("case_number", "text", _("Case number or CNR"), required=False)
SENTENCE = (
    Need("prison_months", "number", _("Imprisonment (months)"), required=False),
    Need("sentence", "text", _("Sentence in words"), required=False),
    Need("fine_rupees", "number", _("Fine (rupees)"), required=False),
)


def _yes(name: str, label: object) -> Need:
    return Need(name, "yes", label, required=False)  # type: ignore[arg-type]


TRACK = register(
    Flow(
        kind="bl_track",
        label=_("Legal proceeding (bonded labour)"),
        public=False,
        states=(
            State("reported", Phase.OPEN, _("To be reported or filed"), _("To be reported or filed")),
            State("investigation", Phase.OPEN, _("Under investigation"), _("Under investigation")),
            State("filed", Phase.OPEN, _("Filed"), _("Filed")),
            State("cognizance", Phase.OPEN, _("Cognizance taken"), _("Cognizance taken")),
            State("plea", Phase.OPEN, _("Charge and plea"), _("Charge and plea")),
            State("evidence", Phase.OPEN, _("Evidence"), _("Evidence")),
            State("decided", Phase.OPEN, _("Decided; to be carried out"), _("Decided; to be carried out")),
            State("appeal", Phase.OPEN, _("In appeal"), _("In appeal")),
            State("closed", Phase.FINAL, _("At its end"), _("At its end")),
        ),
        starts=("reported", "investigation", "filed"),
        steps=(
            Step(
                "fir",
                ("reported",),
                ("investigation",),
                OFFICERS,
                _("FIR registered"),
                key="f",
                primary=True,
                needs=(Need("station", "text", _("Police station")), Need("fir_number", "text", _("FIR number")), ON),
            ),
            Step(
                "file",
                POLICE,
                ("filed",),
                OFFICERS,
                _("Charge sheet or application filed"),
                key="c",
                primary=True,
                needs=(COURT_NAME, Need("forum", "choice", _("Before whom"), choices="bonded_forums"), CASE_NUMBER, ON),
            ),
            Step(
                "cognizance",
                ("filed",),
                ("cognizance",),
                OFFICERS,
                _("Cognizance taken"),
                primary=True,
                needs=(ON,),
            ),
            Step("plea", ("cognizance",), ("plea",), OFFICERS, _("Charge framed, plea taken"), needs=(ON, NOTE)),
            Step("evidence", COURT[:3], ("evidence",), OFFICERS, _("Evidence begins"), needs=(ON,)),
            Step(
                "fix",
                (*COURT, "appeal"),
                (*COURT, "appeal"),
                OFFICERS,
                _("Next date"),
                key="n",
                needs=(Need("next_at", "datetime", _("Next date")), PURPOSE, LINK),
            ),
            Step(
                "hear",
                (*COURT, "appeal"),
                (*COURT, "appeal"),
                OFFICERS,
                _("What came of the date"),
                key="h",
                primary=True,
                needs=(
                    Need("result", "choice", _("Result"), choices="bonded_hearing_results"),
                    Need("side", "choice", _("Adjourned because of"), required=False, choices="bonded_hearing_sides"),
                    Need("why", "long", _("Why, and what was done"), required=False),
                    _yes("prosecutor", _("Prosecutor present")),
                    _yes("accused", _("Accused present")),
                    _yes("survivor", _("Freed person present")),
                    _yes("witness", _("Other witness present")),
                    _yes("officer", _("Investigating officer present")),
                    _yes("by_video", _("Heard by video")),
                    NEXT,
                    Need("purpose", "choice", _("For what"), required=False, choices="bonded_hearing_purposes"),
                    LINK,
                    FILES,
                ),
            ),
            Step(
                "travel",
                (*COURT, "decided", "appeal"),
                (*COURT, "decided", "appeal"),
                OFFICERS,
                _("Travel of a freed person to the last date"),
                needs=(
                    Need("person", "choice", _("Freed person"), choices="bonded_track_named"),
                    Need("rupees", "number", _("Fare and food (rupees)")),
                ),
            ),
            Step(
                "order",
                RUNNING,
                RUNNING,
                OFFICERS,
                _("Record an order"),
                key="o",
                needs=(
                    Need("order_kind", "choice", _("Kind of order"), choices="bonded_order_kinds"),
                    ON,
                    Need("text", "long", _("What was ordered")),
                    Need("comply_by", "date", _("To be carried out by"), required=False),
                    FILES,
                ),
            ),
            Step(
                "sentence",
                ("plea", "evidence", "decided", "appeal"),
                ("plea", "evidence", "decided", "appeal"),
                OFFICERS,
                _("Outcome for one accused"),
                needs=(
                    ACCUSED,
                    Need("outcome", "choice", _("Outcome"), choices="bonded_track_outcomes"),
                    Need("plea", "choice", _("Plea"), required=False, choices="bonded_pleas"),
                    Need("proved", "choice", _("Offence proved"), required=False, choices="bonded_offences"),
                    *SENTENCE,
                    ON,
                    FILES,
                ),
            ),
            Step(
                "decide",
                (*COURT, "appeal"),
                ("decided",),
                OFFICERS,
                _("Decided"),
                key="d",
                needs=(
                    Need("outcome", "choice", _("Outcome"), choices="bonded_track_outcomes"),
                    Need("found_bondage", "yes", _("Did it find that there was bondage?")),
                    *SENTENCE,
                    Need("award_rupees", "number", _("Awarded to each freed person (rupees)"), required=False),
                    ON,
                    Need("text", "long", _("What was decided")),
                    FILES,
                ),
            ),
            Step(
                "confirm",
                ("decided", "appeal"),
                ("decided", "appeal"),
                MAGISTRATES | {"role:prosecutor"},
                _("Confirm the decision by its order"),
                key="y",
                primary=True,
            ),
            Step(
                "recover",
                ("decided", "appeal"),
                ("decided", "appeal"),
                OFFICERS,
                _("Fine recovered"),
                key="r",
                primary=True,
                needs=(ACCUSED, Need("rupees", "number", _("Recovered (rupees)")), ON, FILES),
            ),
            Step(
                "appeal",
                ("decided",),
                ("appeal",),
                OFFICERS,
                _("Appeal filed"),
                needs=(
                    COURT_NAME,
                    CASE_NUMBER,
                    ON,
                    Need(
                        "accused",
                        "choice",
                        _("About one accused alone"),
                        required=False,
                        choices="bonded_track_accused",
                    ),
                ),
            ),
            Step("close", ("decided",), ("closed",), OFFICERS, _("Carried out"), needs=(NOTE,)),
            Step("abandon", (*POLICE, *COURT), ("closed",), OFFICERS, _("Ended without a decision"), needs=(REASON,)),
            Step(
                "join_person",
                RUNNING,
                RUNNING,
                OFFICERS,
                _("Add a freed person"),
                needs=(Need("person", "choice", _("Freed person"), choices="bonded_track_persons"),),
            ),
            Step(
                "join_accused",
                RUNNING,
                RUNNING,
                OFFICERS,
                _("Add an accused"),
                needs=(Need("accused", "choice", _("Accused"), choices="bonded_track_others"),),
            ),
            Step("overdue", RUNNING, RUNNING, SYSTEM, _("No date for long"), clock=True),
        ),
    )
)
