"""The states of a grievance, and which of them stand alike to the clock."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Phase, State

OPEN, PAUSED, CLOSED, FINAL = Phase.OPEN, Phase.PAUSED, Phase.CLOSED, Phase.FINAL

# With an officer of the ladder: these escalate to the next level when the time is over.
LADDER = ("unmarked", "with_officer", "marked", "enquiry_in", "transfer_offered")
# Held by a desk or a deciding post: these pass to the post above when the time is over.
DESKS = (
    "typing",
    "placing",
    "screening",
    "fixing",
    "in_check",
    "awaiting_feedback",
    "mending",
    "unreached",
    "special_proposed",
    "review",
)
AT_REST = ("closed", "closed_special", "closed_unconfirmed", "closed_order", "closed_withdrawn", "excluded")

STATES = (
    State("placing", OPEN, _("Place to be found"), _("We are finding the right place")),
    State("typing", OPEN, _("To be typed"), _("We are writing down what you said")),
    State("reading_back", OPEN, _("Words to be confirmed"), _("Please say whether we wrote it down rightly")),
    State("screening", OPEN, _("With the supervisor"), _("A supervisor is looking at it")),
    State("excluded", CLOSED, _("Not taken here"), _("Not taken here")),
    State("unmarked", OPEN, _("Unmarked"), _("Sent to the officer")),
    State("with_officer", OPEN, _("With the officer"), _("The officer is working on it")),
    State("marked", OPEN, _("Marked for enquiry"), _("Being enquired into")),
    State("enquiry_in", OPEN, _("Enquiry report received"), _("The enquiry is done")),
    State("transfer_offered", OPEN, _("Transfer offered"), _("Going to another department")),
    State(
        "fixing", OPEN, _("Department to be fixed by the DM"), _("The District Magistrate is choosing the department")
    ),
    State("asked", PAUSED, _("Complainant asked"), _("A question for you")),
    State("before_authority", PAUSED, _("Before the labour authority"), _("Before the labour authority")),
    State("attached", PAUSED, _("Attached to a master case"), _("Handled together with the same complaints")),
    State("in_check", OPEN, _("In quality check"), _("The answer is being checked")),
    State("awaiting_feedback", OPEN, _("Feedback awaited"), _("We will ask you by phone")),
    State("mending", OPEN, _("Contact to be mended"), _("Your phone number is being checked")),
    State("unreached", OPEN, _("Complainant not reached"), _("We could not reach you")),
    State("special_proposed", OPEN, _("Special closure proposed"), _("A senior officer is deciding")),
    State("review", OPEN, _("In review"), _("Another officer is reviewing it")),
    State("closed", CLOSED, _("Disposed, complainant satisfied"), _("Solved")),
    State("closed_special", CLOSED, _("Special closure"), _("Closed for a special reason")),
    State("closed_unconfirmed", CLOSED, _("Closed unconfirmed"), _("Closed, not confirmed by you")),
    State("closed_order", CLOSED, _("Closed by speaking order"), _("Closed by a reasoned order")),
    State("closed_withdrawn", CLOSED, _("Withdrawn"), _("Taken back by you")),
    State("final", FINAL, _("Final"), _("Finished")),
)
# Where the complainant may take it back: everywhere but while two keys are being turned.
ALIVE = tuple(state.name for state in STATES if state.phase in (OPEN, PAUSED) and state.name != "special_proposed")
