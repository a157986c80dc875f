"""People who came home without a certificate, on the desk: entering them, the letters, the certificate that came."""

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import halves, rights, scope, unsealed
from shramsetu.bonded.actions import chase_papers, chases
from shramsetu.bonded.actions.chases import Returned
from shramsetu.bonded.doubts import PerhapsKnown
from shramsetu.bonded.forms.journeys import PAISE, CertificateForm, DeniedForm, LetterSent, ReturnedForm
from shramsetu.bonded.models import Chase, ChaseLetter, Transfer
from shramsetu.bonded.queries import transfers as queries
from shramsetu.bonded.views.journeys import attached
from shramsetu.bonded.views.transfers import WORKERS, asked, carried_out
from shramsetu.bonded.words import state_name
from shramsetu.casework.actions import Refused
from shramsetu.offices.access import DeskRequest, post_required

SHOWN = 100


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def listed(request: DeskRequest) -> HttpResponse:
    """List the certificates that other states owe, whose next letter comes first on top."""
    show = request.GET.get("show", "open")
    rows = queries.chases(request.actor, is_open=show != "over")[:SHOWN]
    page = {
        "rows": [(one, state_name(one.survivor.rescue_state)) for one in rows],
        "show": show,
        "tabs": [("open", gettext("Awaited")), ("over", gettext("Over"))],
        "can_enter": request.post.role in WORKERS,
    }
    return render(request, "bonded/chases.html", page)


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: DeskRequest) -> HttpResponse:
    """Enter somebody who was freed elsewhere and came home without a certificate."""
    mine = halves.districts(request.actor) or frozenset()
    first = {"district": request.post.place.lgd_code} if request.post.place_id in mine else {}
    form = ReturnedForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        one = _returned(form)
        made = _entered(request, form, one)
        if made is not None:
            said = gettext("Entered as %(code)s. Ration, health and school begin now.")
            messages.success(request, said % {"code": made.survivor.code})
            return redirect("bonded:chase", made.pk)
    words = {"title": gettext("Came home without a certificate"), "button": gettext("Enter")}
    return asked(request, form, **words, back=reverse("bonded:chases"))


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def page(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a chase: its letters, what is due next, the certificate once it came."""
    chase = _chase_for(request, pk)
    context = {
        "chase": chase,
        "state_name": state_name(chase.survivor.rescue_state),
        "place": unsealed.of_person(chase.survivor, rights.P2, request.actor).read(chase.place),
        "letters": list(chase.letters.select_related("paper").order_by("number")),
        "works": request.post.role in WORKERS,
        "transfer": Transfer.objects.filter(persons__survivor=chase.survivor_id).order_by("-pk").first(),
        "plan": chases.letters_of(chase.opened_at),
    }
    return render(request, "bonded/chase.html", context)


@post_required(*WORKERS)
@require_POST
def letter(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Print a letter of a chase, to be signed and sent: a paper with its number and mark; again it is the same one."""
    row = _chase_for(request, pk).letters.filter(number=number).first()
    if row is None:
        raise Http404(gettext("This letter's day has not come yet."))
    made = chase_papers.print_letter(row, office=request.post, by=request.actor, at=timezone.now())
    return redirect("bonded:paper_pdf", made.pk)


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_sent(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Write down that a letter went out."""
    chase = _chase_for(request, pk)
    row = chase.letters.select_related("paper").filter(number=number).first()
    if row is None:
        raise Http404
    first = {"letter_number": row.paper.number} if row.paper else {}
    form = LetterSent(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid() and _sent(request, row, form):
        messages.success(request, gettext("Written down."))
        return redirect("bonded:chase", pk)
    return _asked(request, chase, form, title=gettext("Letter sent"))


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def received(request: DeskRequest, pk: int) -> HttpResponse:
    """Enter the certificate that came."""
    chase = _chase_for(request, pk)
    form = CertificateForm(request.POST, request.FILES) if request.method == "POST" else CertificateForm()
    if request.method == "POST" and form.is_valid():
        scan = attached(request, form, "scan", chase.survivor.case.stream)
        given, by, at = form.cleaned_data, request.actor, timezone.now()
        paid = chases.PaidThere(given["paid"] * PAISE, given["paid_on"]) if given["paid"] else None
        done = scan and carried_out(
            form, lambda: chases.received(chase, given["number"], on=given["on"], scan=scan, by=by, at=at, paid=paid)
        )
        if done:
            messages.success(request, gettext("The certificate is entered; the case goes on."))
            return redirect("bonded:chase", pk)
    return _asked(request, chase, form, title=gettext("Certificate received"))


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def denied(request: DeskRequest, pk: int) -> HttpResponse:
    """Write down that the certificate was refused."""
    chase = _chase_for(request, pk)
    form = DeniedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, by, at = form.cleaned_data["reason"], request.actor, timezone.now()
        if carried_out(form, lambda: chases.denied(chase, reason, by=by, at=at)):
            messages.success(request, gettext("Written down. The magistrate here decides now."))
            return redirect("bonded:chase", pk)
    return _asked(request, chase, form, title=gettext("Certificate refused"))


def _asked(request: DeskRequest, chase: Chase, form: Form, *, title: str) -> HttpResponse:
    back = reverse("bonded:chase", args=[chase.pk])
    return asked(request, form, title=title, button=gettext("Write down"), about=chase.survivor.code, back=back)


def _sent(request: DeskRequest, row: ChaseLetter, form: LetterSent) -> bool:
    given, by, at = form.cleaned_data, request.actor, timezone.now()
    deed = carried_out(
        form, lambda: chases.sent(row, given["letter_number"], sent_on=given["sent_on"], by=by, at=at) or "before"
    )
    return deed is not None


def _chase_for(request: DeskRequest, pk: int) -> Chase:
    rows = Chase.objects.filter(survivor__in=scope.survivors(request.actor))
    found = rows.select_related("survivor__case__district", "survivor__native_district", "scan").filter(pk=pk).first()
    if found is None:
        raise Http404(gettext("There is no such person, or the case is not open to you."))
    return found


def _entered(request: DeskRequest, form: ReturnedForm, one: Returned) -> Chase | None:
    """Return the chase of who was entered, or is the same person; None, with the reason in the form, else."""
    try:
        return chases.enter_returned(one, by=request.actor, at=timezone.now())
    except PerhapsKnown as error:
        form.add_error(None, str(error.message))
        form.ask(error.found[0])
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
    return None


def _returned(form: ReturnedForm) -> Returned:
    given = form.cleaned_data
    identity = {name: given[name] for name in ("name", "guardian", "phone", "address") if given[name]}
    return Returned(
        district=given["district"],
        sex=given["sex"],
        rescue_state=given["rescue_state"],
        office=given["office"],
        is_minor=bool(given["is_minor"]),
        rescued_on=given["rescued_on"],
        place=given["place"],
        sector=given["sector"],
        identity=identity,
        sealed={"statement": given["statement"]} if given["statement"] else {},
        said=form.said,
    )
