"""What the steps of a matter ask for, and who may take them."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Need
from shramsetu.offices.models import Role

SYSTEM = frozenset({"system"})
HOLDER = frozenset({"holder"})
CLAIMANT = frozenset({"complainant"})
# Who sits with the worker, or has them on the telephone, and writes for them.
COUNTER = frozenset(f"role:{role}" for role in (Role.OPERATOR, Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT))

FILES = Need("files", "files", _("Photo or paper"), required=False)
WORDS = Need("text", "long", _("In words"), required=False)
REMARK = Need("text", "long", _("Remarks"), required=False)
REASON = Need("reason", "long", _("Reason"))
LAW = (Need("regime", "choice", _("Which law governs"), choices="hearing_regimes"), REASON)
FORUM = (Need("forum", "choice", _("To which forum"), choices="hearing_forums"), REASON)
FIRST_DATE = (
    Need("next_at", "datetime", _("First hearing on")),
    Need("purpose", "choice", _("For what"), choices="hearing_purposes"),
    REMARK,
)
MENDED = (
    Need("opposite", "text", _("Name of the employer or contractor"), required=False),
    Need("address", "text", _("Address of the employer or contractor"), required=False),
    Need("cause_on", "date", _("Day of the cause"), required=False),
    Need("cause_until", "date", _("Last day of a cause that went on"), required=False),
    Need("report_on", "date", _("Day on which conciliation failed"), required=False),
    Need("rupees", "number", _("Amount in rupees"), required=False),
    Need("late_reason", "long", _("Why it is late"), required=False),
    WORDS,
    FILES,
)
SUM = (
    Need("amount", "text", _("Amount in rupees")),
    Need("on", "date", _("On which day")),
    Need("reference", "text", _("Number of the payment (UTR, cheque, receipt)")),
    FILES,
)
COLLECTOR = Need("collector", "choice", _("Collector of which district"), choices="hearing_collectors")
CERTIFY = (COLLECTOR, Need("reference", "text", _("Number of the certificate")), REMARK)
LINE = Need("line", "choice", _("Which line"), choices="hearing_sums")
COURT = Need("court", "text", _("Before which court"))
APPEAL = (
    COURT,
    Need("reference", "text", _("Number of the appeal"), required=False),
    Need("on", "date", _("Filed on")),
    FILES,
)
STAY = (COURT, Need("until", "date", _("Stayed until")), REASON, FILES)
SET_ASIDE = (COURT, Need("on", "date", _("Order of the higher court of")), REASON, FILES)
