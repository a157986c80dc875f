"""What the steps of a claim ask for, and who may take them."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Need
from shramsetu.offices.models import Role

SYSTEM = frozenset({"system"})
HOLDER = frozenset({"holder"})
APPLICANT = frozenset({"complainant"})
# Who sits with the applicant and writes for them.
COUNTER = frozenset(f"role:{role}" for role in (Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT, Role.OPERATOR))

FILES = Need("files", "files", _("Photo or paper"), required=False)
WORDS = Need("text", "long", _("In words"), required=False)
# A paper that was asked for, by what the scheme calls it: the file that comes with the answer is that paper.
ASKED_PAPER = Need("paper", "choice", _("Paper that is asked for"), required=False, choices="claim_papers")
PAPER = Need("paper", "choice", _("Which paper is it?"), required=False, choices="claim_papers")
HANDED = (WORDS, FILES, PAPER)
REMARK = Need("text", "long", _("Remarks"), required=False)
REASON = Need("reason", "long", _("Reason"))
REASONED = Need("reason", "long", _("Reason"), least="claims.reason_letters_least")
QUESTION = (Need("question", "long", _("Question")), ASKED_PAPER)
VISITOR = (
    Need("post", "post", _("Who goes"), choices="claim_visitors"),
    Need("text", "long", _("What to look at"), required=False),
)
FOUND = (
    Need("visited_at", "datetime", _("When was the place visited")),
    Need("agrees", "yes", _("Does what was told agree with what was seen?")),
    Need("text", "long", _("What was found there")),
    FILES,
)
NOTICE = (
    Need("condition", "choice", _("Which condition fails"), choices="claim_failed"),
    Need("reason", "long", _("Why it cannot be granted as it stands")),
    Need("heard_at", "datetime", _("Hearing on")),
    Need("place", "text", _("Place of the hearing")),
)
APPEAL_DAY = (
    Need("heard_at", "datetime", _("Hearing on")),
    Need("place", "text", _("Place of the hearing")),
)
JUDGED = (
    Need("came", "choice", _("Did the applicant come?"), choices="claim_came"),
    Need("text", "long", _("What the applicant said")),
    Need("next_at", "datetime", _("Put off until"), required=False),
)
REASONS = (
    Need("condition", "choice", _("Which condition fails"), choices="claim_failed"),
    Need(
        "reason",
        "long",
        _("Reasons: what was claimed, what was found, what was heard, why it fails"),
        least="claims.reason_letters_least",
    ),
)
MINUTES = (
    Need("met_on", "date", _("Meeting on")),
    Need("resolution", "text", _("Number of the resolution")),
    Need("files", "files", _("Minutes"), required=False),
)
# Where the rule has words in place of a sum, the order says the sum.
SUM = Need("rupees", "number", _("Amount in rupees, where the rule gives none"), required=False)
GRANT = (SUM, REMARK)
