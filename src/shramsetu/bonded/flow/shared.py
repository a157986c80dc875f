"""What the flows of bonded labour share: who may."""

from django.utils.translation import gettext_lazy as _

from shramsetu.casework.flow import Need

SYSTEM = frozenset({"system"})
HOLDER = frozenset({"holder"})
# Findings, certificates, sanctions and minutes are theirs alone; labour officers prepare.
MAGISTRATES = frozenset({"role:dm", "role:magistrate"})
DM = frozenset({"role:dm"})
LABOUR = frozenset({"holder", "role:officer"})
ANY_OFFICER = LABOUR | MAGISTRATES
REASON = Need("reason", "long", _("Reason"))
NOTE = Need("text", "long", _("Remarks"), required=False)
FILES = Need("files", "files", _("Paper"), required=False)
