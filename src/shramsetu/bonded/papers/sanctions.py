"""What the sanction of assistance says by itself: the entitlement by its scheme, sums, how each is paid."""

from collections.abc import Mapping

from shramsetu import rulebook
from shramsetu.bonded.models import Certificate, Entitlement, Payment, Survivor
from shramsetu.bonded.papers import operations, values
from shramsetu.bonded.papers.sheet import Value
from shramsetu.casework.models import Case
from shramsetu.rulebook.basis import Text

Stage = Payment.Stage
LISTED = (Stage.DUE, Stage.PROPOSED, Stage.SANCTIONED)


@values.of("sanction")
def sanction(case: Case) -> Mapping[str, Value]:
    """Return the sums that wait for the District Magistrate's signature, or have it and are not sent yet."""
    one = Survivor.objects.get(pk=case.pk)
    certificate = Certificate.objects.filter(survivor=one, standing="in_force").select_related("paper").first()
    sums = Payment.objects.filter(survivor=one, stage__in=LISTED).order_by("due_at", "pk")
    rows = [(_kind(each), values.amount(each.amount_paise), _mode(each)) for each in sums]
    return {
        "code": one.code,
        "certificate": certificate.paper.number if certificate else "",
        "entitlement": _entitlement(one),
        "amounts": rows,
    }


def _entitlement(one: Survivor) -> Text | str:
    found = Entitlement.objects.filter(survivor=one).order_by("-seq").first()
    if found is None:
        return ""
    version = rulebook.book().bonded.versions.get(found.version)
    category = operations.label(Entitlement.Category(found.category))
    return values.joined([version.name if version else "", category, values.amount(found.total_paise)])


def _kind(payment: Payment) -> Text | str:
    return operations.label(Payment.Kind(payment.kind))


def _mode(payment: Payment) -> Text | str:
    return operations.label(Payment.Mode(payment.mode))
