"""What transfers, journeys, consent and chases add to the desk: doors, the panel of a person, words."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import scope, ways
from shramsetu.bonded.models import Chase, Handed, Survivor, Traveller
from shramsetu.bonded.sections import section, tools
from shramsetu.bonded.transfer_words import SENTENCES
from shramsetu.bonded.views.transfers import WORKERS
from shramsetu.bonded.ways import Way
from shramsetu.bonded.words import state_name
from shramsetu.casework.models import FINAL, Case
from shramsetu.casework.panels import Panel, Tool, say

ways.add(
    "home",
    Way("bonded:transfers", _("Transfers between districts"), "arrow-right-left", scope.OFFICERS),
    Way("bonded:chases", _("Came home without a certificate"), "file-search", scope.OFFICERS),
)
say(SENTENCES, "bl_person")
CONSENTS_SHOWN = 5


@section("bl_person", rank=30)
def way_home(request: HttpRequest, case: Case) -> list[Panel]:
    """Where the person is handed over to, how they travel, what they agreed to, which certificate is awaited."""
    survivor = Survivor.objects.select_related("native_district").get(pk=case.pk)
    handed = Handed.objects.filter(survivor=case.pk).select_related(
        "transfer__rescue_district", "transfer__native_district"
    )
    travelled = Traveller.objects.filter(survivor=case.pk).select_related("journey")
    context = {
        "survivor": survivor,
        "native_state": state_name(survivor.native_state),
        "handed": [(one, state_name(one.transfer.native_state)) for one in handed.order_by("-pk")],
        "travelled": list(travelled.order_by("-pk")),
        "consents": list(survivor.consents.order_by("-at", "-pk")[:CONSENTS_SHOWN]),
        "chase": Chase.objects.filter(survivor=case.pk).first(),
    }
    return [Panel("words", "bonded/panel_home.html", context)]


@tools("bl_person")
def pages(request: HttpRequest, case: Case) -> list[Tool]:
    """Offer the transfer, the journey and consent to whoever works on the case."""
    post = getattr(request, "post", None)
    if post is None or post.role not in WORKERS or case.phase == FINAL:
        return []
    return [
        Tool("bonded:new_transfer", _("Hand to the home district"), "arrow-right-left"),
        Tool("bonded:new_journey", _("The way home"), "train-front"),
        Tool("bonded:consent", _("Consent"), "handshake"),
    ]
