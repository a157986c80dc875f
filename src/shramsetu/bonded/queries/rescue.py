"""Named reads of informations, operations and persons."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from shramsetu.bonded.models import Finding, Information, Operation, Survivor
from shramsetu.casework.flow import flow_of
from shramsetu.casework.models import FINAL, Case

# A finding that asks for more inquiry is signed too, and decides nothing.
DECIDED = (Finding.Verdict.BONDED, Finding.Verdict.NOT_BONDED)


def signed() -> QuerySet[Finding]:
    """Return the findings that decide something and are in force."""
    return Finding.objects.filter(verdict__in=DECIDED, signed_at__isnull=False)


def has_finding(survivor: Survivor) -> bool:
    """Tell whether a person has a signed finding."""
    return signed().filter(survivor=survivor).exists()


def without_finding(operation: Case) -> list[str]:
    """Return the code names of an operation's persons who lack a signed finding."""
    found = unfound().filter(operation=operation.pk).order_by("code")
    return list(found.values_list("code", flat=True))


def unfound() -> QuerySet[Survivor]:
    """Return the persons of any operation without a signed finding, but for the dead and what was entered in error."""
    return Survivor.objects.filter(~Exists(signed().filter(survivor=OuterRef("pk")))).exclude(
        case__state__in=["died", "dead", "void"]
    )


def closed_too_early(at: datetime) -> QuerySet[Case]:
    """Return operations that are over although a person of them lacks a signed finding: there may be none."""
    del at
    left = unfound().filter(operation=OuterRef("pk"))
    return Case.objects.filter(Exists(left), kind="bl_operation", phase=FINAL)


def public_word(told: Case) -> str:
    """Return what the informant hears of where it stands, also that a rescue was ordered and not carried out."""
    if told.state == "verifying" and Operation.objects.filter(information=told.pk, case__state="not_done").exists():
        return _("The rescue could not be carried out; it is being looked into again")
    return str(flow_of(told.kind).by_name[told.state].portal)


def alike(told: Information) -> QuerySet[Information]:
    """Return other informations of the same site, or of the same grievance's matter, newest first."""
    same = Q(site=told.site_id) if told.site_id else Q(pk__in=[])
    found = Information.objects.filter(same | Q(same_as=told.pk)).exclude(pk=told.pk)
    return found.select_related("case").order_by("-case__opened_at")


def operations_of(cases: QuerySet[Case]) -> QuerySet[Operation]:
    """Return the operations of `cases` with how many persons each has and how many of them lack a finding."""
    lacking = Q(survivors__in=unfound())
    found = Operation.objects.filter(case__in=cases).select_related("case__district", "case__holder__place")
    return found.annotate(
        persons=Count("survivors", distinct=True), lacking=Count("survivors", filter=lacking, distinct=True)
    )
