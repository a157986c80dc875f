"""A mail of a case: answering it, and taking it out of a case where it does not belong."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shramsetu.casework import queries as cases
from shramsetu.intake.mail import actions, forms, powers, queries
from shramsetu.intake.mail.actions.answering import need_answerable
from shramsetu.intake.mail.models import Mail
from shramsetu.intake.mail.words import NOT_ANSWERED
from shramsetu.lib.aadhaar import hide_aadhaars
from shramsetu.offices.access import DeskRequest, post_required


@require_http_methods(["GET", "POST"])
@post_required(*powers.DESK, *powers.HOLDERS)
def answer(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Show the mail and a box for the answer; queue it."""
    case = get_object_or_404(cases.cases_visible_to(request.actor), number=number)  # the scope is the query
    mail = get_object_or_404(queries.of_case(case).select_related("original"), pk=pk)
    if not powers.may_answer(case, request.actor):
        raise PermissionDenied
    form = forms.Answer(request.POST or None)
    try:
        letter = need_answerable(case, mail)
        if request.method == "POST" and form.is_valid():
            text = form.cleaned_data["text"]
            actions.answer(case, mail, text=text, by=request.actor, at=timezone.now())
            messages.success(request, _("The answer is on its way by e-mail."))
            return redirect("desk:case", number)
    except actions.NotToBeAnswered as refused:
        messages.error(request, str(NOT_ANSWERED[refused.reason]))
        return redirect("desk:case", number)
    page = {
        "case": case,
        "mail": mail,
        "letter": letter,
        "subject": hide_aadhaars(letter.subject),
        "text": hide_aadhaars(letter.text),
        "form": form,
    }
    return render(request, "intake/mail/answer.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@post_required(*powers.DESK)
def part(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Ask why the mail does not belong to the case; take it out, so that it waits again."""
    case = get_object_or_404(cases.cases_visible_to(request.actor), number=number, sealed=False)
    mail = get_object_or_404(queries.of_case(case).filter(state=Mail.State.JOINED), pk=pk)
    form = forms.Part(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.part(mail, case, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
        except actions.Gone:
            messages.info(
                request, _("Somebody else has decided about this e-mail meanwhile. Look at the list of e-mails.")
            )
            return redirect("desk:case", number)
        messages.success(request, _("The e-mail waits again; its words are no longer in the case."))
        return redirect("intake:mail", pk)
    page = {"case": case, "mail": mail, "form": form}
    return render(request, "intake/mail/part.html", page, status=422 if form.errors else 200)
