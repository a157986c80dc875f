"""The doors to the pages of money, and the money of a claim beside its steps."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Tool
from shramsetu.offices.models import Role
from shramsetu.schemes import desks
from shramsetu.schemes.models import Award
from shramsetu.schemes.views import asking

BOARDS, LABOUR = frozenset({"bocw", "uow"}), frozenset({"labour"})
OTHERS = KINDS.tools.get("claim")


def tools(request: HttpRequest, case: Case) -> list[Tool]:
    """Return what a claim offers beside its steps: to who pays, or reads how it stands, its money too."""
    found = OTHERS(request, case) if OTHERS else []
    actor = getattr(request, "actor", None)
    if actor is None or actor.role not in asking.READERS:
        return found
    if not Award.objects.filter(claim=case.pk, board=desks.board_of(actor)).exists():
        return found
    money = Tool("payments:claim", _("Money of the claim"), "hand-coins", "m", is_next=actor.role == asking.PAYER)
    return [money, *found]


KINDS.tools["claim"] = tools
KINDS.doors += [
    Door("payments:home", _("Pay benefits"), "hand-coins", frozenset({Role.BOARD_ACCOUNTS})),
    Door("payments:home", _("Money of benefits"), "hand-coins", frozenset({Role.HEAD}), BOARDS),
    Door("payments:pensions", _("Certificates of life"), "calendar-check", frozenset({Role.SERVICE_CENTRE})),
    Door("payments:pensions", _("Certificates of life"), "calendar-check", frozenset({Role.OFFICER}), LABOUR),
]
