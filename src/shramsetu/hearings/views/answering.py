"""The written answer of the other side, sent by itself: by its proved phone, or the code that stands on its notice."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shramsetu.casework import actions as casework
from shramsetu.casework.forms import file_sentence
from shramsetu.files import rules as file_rules
from shramsetu.hearings import own
from shramsetu.hearings.actions import answering as actions
from shramsetu.hearings.actions.answering import Paper
from shramsetu.hearings.forms.public import Answer
from shramsetu.hearings.models import Filing, Litigant
from shramsetu.hearings.views.following import LOOKUPS, moved
from shramsetu.people import throttle


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("sunvai-answer", figure=LOOKUPS, span=throttle.MINUTE, methods=("POST",))
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Let the other side send its written answer, by its proved phone or the code of its notice."""
    found = own.visitor(request, number, at=timezone.now())
    if found is None:
        return redirect(f"{reverse('sunvai:start')}?{urlencode({'number': number})}")
    by = found.answers
    if by is None or not actions.may_answer(found.matter.case):
        raise Http404
    form = Answer(request.POST, request.FILES) if request.method == "POST" else Answer()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        litigant = Litigant.objects.select_related("matter__case").get(pk=found.party.pk)
        paper = Paper(Filing.Kind.REPLY, given["text"], (given["file"],) if given["file"] else ())
        try:
            actions.answer(litigant, paper, by=by, at=timezone.now())
        except (file_rules.FalseType, file_rules.TooLarge) as fault:
            form.add_error("file", file_sentence(fault))
        except casework.Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))
        except casework.Stale:
            return moved(request, found.matter.case)
        else:
            messages.success(request, gettext("Your answer is with the court."))
            return redirect("sunvai:matter", number)
    context = {"case": found.matter.case, "form": form}
    return render(request, "hearings/public/answer.html", context, status=422 if form.errors else 200)
