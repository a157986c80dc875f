"""The mails that came, as work: look, join, register, release, put away."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shramsetu.intake.mail import actions, forms, queries, shown
from shramsetu.intake.mail.models import Mail
from shramsetu.intake.mail.powers import DESK
from shramsetu.intake.mail.words import FAILING, LISTS
from shramsetu.messages import actions as outbox
from shramsetu.messages import queries as sent
from shramsetu.offices.access import DeskRequest, post_required

PAGE = 50


@require_safe
@post_required(*DESK)
def listed(request: DeskRequest) -> HttpResponse:
    """Show one list; those where a person has to act come with their counts."""
    name = request.GET.get("list", "waiting")
    name = name if name in queries.LISTS else "waiting"
    page = Paginator(queries.listed(name), PAGE).get_page(request.GET.get("page"))
    counted = {one.name: one for one in queries.counts()}
    failing = queries.failing()
    context = {
        "name": name,
        "title": LISTS[name],
        "page": page,
        "rows": [{"mail": mail, "signs": shown.signs(mail.signs)} for mail in page],
        "lists": [{"name": one, "title": title, "counted": counted.get(one)} for one, title in LISTS.items()],
        "failing": failing,
        "why": FAILING.get(failing.error, "") if failing else "",
    }
    return render(request, "intake/mail/list.html", context)


@require_safe
@post_required(*DESK)
def one(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one mail; one that belongs to a case is shown there."""
    mail = _mail(pk)
    if mail.case is not None:
        return redirect("desk:case", mail.case.number)
    return _page(request, mail)


@require_POST
@post_required(*DESK)
def join(request: DeskRequest, pk: int) -> HttpResponse:
    """Lay the mail with a case."""
    mail = _mail(pk)
    form = forms.Join(request.POST, by=request.actor)
    if not form.is_valid():
        return _page(request, mail, join=form, status=422)
    case = form.cleaned_data["case"]
    goal = reverse("desk:case", args=[case.number])
    return _do(request, mail, lambda: actions.join(mail, case, by=request.actor, at=timezone.now()), goal)


@require_POST
@post_required(*DESK)
def release(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the mail wait like any other."""
    mail = _mail(pk)
    goal = reverse("intake:mail", args=[pk])
    return _do(request, mail, lambda: actions.release(mail, by=request.actor, at=timezone.now()), goal)


@require_POST
@post_required(*DESK)
def put_away(request: DeskRequest, pk: int) -> HttpResponse:
    """Put the mail away with a reason."""
    mail = _mail(pk)
    form = forms.PutAway(request.POST)
    if not form.is_valid():
        return _page(request, mail, away=form, status=422)
    given = form.cleaned_data

    def deed() -> None:
        actions.put_away(mail, reason=given["reason"], is_spam=given["is_spam"], by=request.actor, at=timezone.now())

    return _do(request, mail, deed, reverse("intake:mails"))


@require_POST
@post_required(*DESK)
def reachable(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back that nothing can be brought to the sender's address."""
    mail = _mail(pk)
    if mail.sender and outbox.reached(mail.sender):
        messages.success(request, _("Done."))
    return redirect("intake:mail", pk)


def _mail(pk: int) -> Mail:
    return get_object_or_404(Mail.objects.select_related("case", "suggested", "follows"), pk=pk, forgotten_at=None)


def _do(request: DeskRequest, mail: Mail, deed: Callable[[], None], goal: str) -> HttpResponse:
    try:
        deed()
    except actions.Gone:
        messages.info(request, _("Somebody else has decided about this e-mail meanwhile. Look at the list of e-mails."))
        return redirect("intake:mail", mail.pk)
    messages.success(request, _("Done."))
    return redirect(goal)


def _page(
    request: DeskRequest,
    mail: Mail,
    *,
    join: forms.Join | None = None,
    away: forms.PutAway | None = None,
    status: int = 200,
) -> HttpResponse:
    suggested = mail.suggested.number if mail.suggested else ""
    context = {
        **shown.one(mail),
        "join": join or forms.Join(by=request.actor, initial={"case": suggested}),
        "alike": queries.alike(mail, request.actor) if mail.state == Mail.State.WAITING else [],
        "away": away or forms.PutAway(),
        "register": f"{reverse('grievances:register')}?{urlencode({'call': mail.ref})}",
        "may_register": request.actor.role != "state_desk",
        "unreachable": bool(mail.sender) and sent.is_unreachable(mail.sender),
    }
    return render(request, "intake/mail/mail.html", context, status=status)
