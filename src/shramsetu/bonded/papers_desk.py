"""What papers add to the desk: the page of a case's papers, its certificate, sentences, who opens a waiting scan."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shramsetu.bonded import sections, ways
from shramsetu.bonded.keys import SCANS
from shramsetu.bonded.models import Certificate, Scan
from shramsetu.bonded.papers import operations, people, sanctions
from shramsetu.bonded.views.who import PRINTERS
from shramsetu.bonded.ways import Way
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Panel, Tool, say
from shramsetu.files import access
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Role

KNOWN = (operations, people, sanctions)  # imported, so that each says what is known for its papers
ways.add("people", Way("bonded:paper_queue", _("Papers that wait"), "file-clock", PRINTERS))
ways.add("people", Way("bonded:own_read_out", _("Code for a freed person"), "phone", frozenset({Role.OFFICER})))
ways.add("people", Way("bonded:papers", _("Papers and scans"), "scan-line", PRINTERS))
KINDS.doors.append(
    Door("bonded:own_read_out", _("Code for a freed person"), "phone", frozenset({Role.OPERATOR, Role.SUPERVISOR}))
)
say(
    {
        "print_paper": _("A paper was printed"),
        "paper_back": _("A signed paper came back by scan"),
        "paper_confirmed": _("The magistrate confirmed the scan of a signed paper"),
        "paper_turned_down": _("The magistrate sent the scan of a paper back"),
        "paper_copy": _("A further copy of a paper was laid in"),
    },
    "bl_operation",
    "bl_person",
)
say(
    {
        "certify": _("Certificate issued"),
        "issue_anew": _("Certificate issued again"),
        "not_received": _("The person says that a sum did not come"),
        "certificate_corrected": _("Certificate corrected: a new version was issued"),
        "certificate_superseded": _("Certificate superseded: another was issued in its place"),
        "certificate_cancelled": _("Certificate cancelled"),
    },
    "bl_person",
)


@sections.tools("bl_operation", "bl_person")
def tools(request: HttpRequest, case: Case) -> list[Tool]:
    """Offer the page of the case's papers to those who print them."""
    post = getattr(request, "post", None)
    if post is None or post.role not in PRINTERS:
        return []
    unsigned = Certificate.objects.filter(survivor=case.pk, standing=Certificate.Standing.IN_FORCE, signature="")
    if case.state == "certified" and unsigned.exists():
        return [Tool("bonded:case_papers", _("Print the certificate, hand back the scan"), "printer", is_next=True)]
    return [Tool("bonded:case_papers", _("Papers and scans"), "printer")]


@sections.section("bl_person", rank=40)
def panel(request: HttpRequest, case: Case) -> list[Panel]:
    """Show the certificate: its number, whether it is signed, what became of earlier versions."""
    found = list(Certificate.objects.filter(survivor=case.pk).select_related("paper").order_by("-version"))
    context = {"certificates": found, "case": case}
    return [Panel("side", "bonded/papers/panel.html", context)] if found else []


def _waiting_scan(request: HttpRequest, attachment: Attachment) -> access.Leave | None:
    """Let the post that handed a scan in look at it until it has its place."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.post_id is None:
        return None
    key = attachment.stream.partition(":")[2]
    mine = Scan.objects.filter(pk=key, post=actor.post_id, decided_at=None).exists()
    return access.Leave(actor, is_noted=True) if mine else None


access.register(SCANS, _waiting_scan)
