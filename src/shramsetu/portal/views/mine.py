"""My complaints, my data and who looked; only after a one-time code."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shramsetu.casework.models import Party
from shramsetu.portal import actions, asking, citizen, held
from shramsetu.portal.citizen import Citizen

View = Callable[[HttpRequest, Citizen], HttpResponse]


def signed_in(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Let only a proved phone in; others are asked for their number and come back here."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        who = citizen.signed_in(request, at=timezone.now())
        if who is None:
            return redirect(f"{reverse('portal:sign_in')}?next={request.path}")
        return view(request, who)

    return guarded


@signed_in
def mine(request: HttpRequest, who: Citizen) -> HttpResponse:
    """List the complaints of this phone, what awaits the visitor first."""
    return render(request, "portal/mine/list.html", {"who": who, "rows": held.complaints(who)})


@signed_in
def data(request: HttpRequest, who: Citizen) -> HttpResponse:
    """Show what is held about the visitor, and who looked."""
    return render(request, "portal/mine/data.html", _page(who, asking.DataRequest()))


@require_POST
@signed_in
def ask(request: HttpRequest, who: Citizen) -> HttpResponse:
    """Register a wish to correct or erase."""
    form = asking.DataRequest(request.POST)
    if not form.is_valid():
        return render(request, "portal/mine/data.html", _page(who, form), status=422)
    wish = str(dict(form.fields["what"].choices)[form.cleaned_data["what"]])  # type: ignore[attr-defined]
    try:
        case = actions.ask_about_data(
            who.phone_key, what=wish, text=form.cleaned_data["text"], by=who.actor, at=timezone.now()
        )
    except Party.DoesNotExist:
        form.add_error(None, _("We hold no name with this phone. A secret complaint is corrected on its own page."))
        return render(request, "portal/mine/data.html", _page(who, form), status=422)
    notes.success(request, _("Your wish is registered. It has a number and a date like every complaint."))
    return redirect("portal:case", case.number)


@require_POST
@signed_in
def letters(request: HttpRequest, who: Citizen) -> HttpResponse:
    """Stop or allow text messages; codes and decisions still go out."""
    wanted = request.POST.get("messages") == "yes"
    actions.set_messages(who.phone_key, wanted=wanted, at=timezone.now())
    notes.success(request, _("We shall write to you.") if wanted else _("We shall not write to you any more."))
    return redirect("portal:my_data")


def _page(who: Citizen, form: asking.DataRequest) -> dict[str, object]:
    return {"who": who, "form": form, **held.data(who, at=timezone.now())}
