"""Where the administrator sees who is told what happens, what arrived there, and sends again."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from shramsetu.bridges.models import Endpoint, EndpointKey, Parcel
from shramsetu.bridges.webhooks import actions, keys, queries
from shramsetu.bridges.webhooks.forms import EndpointForm
from shramsetu.offices import history
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role
from shramsetu.offices.views.navigation import nav
from shramsetu.offices.views.verbs import Change, change

PAGE = 50
# Changes that need no form: title, about, whether it takes something away.
PLAIN: Mapping[str, tuple[str | Promise, str | Promise, bool]] = {
    "pause": (gettext_lazy("Stop for now"), gettext_lazy("What happens meanwhile waits."), False),
    "resume": (gettext_lazy("Go on sending"), gettext_lazy("What waited goes first."), False),
    "end": (gettext_lazy("End for good"), gettext_lazy("What waits is dropped, and the keys end."), True),
}


@require_GET
@post_required(Role.ADMINISTRATOR)
def endpoints(request: DeskRequest) -> HttpResponse:
    page = Paginator(queries.endpoints(), PAGE).get_page(request.GET.get("page"))
    return render(request, "bridges/endpoints.html", {"page": page, "office_nav": nav(request)})


@require_GET
@post_required(Role.ADMINISTRATOR)
def endpoint(request: DeskRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    state = request.GET.get("state", "")
    context = {
        "found": found,
        "events": [Endpoint.Event(event).label for event in found.events],
        "keys": keys.live(found, at=timezone.now()),
        "verbs": {slug: title for slug, (title, _about, _bad) in PLAIN.items() if _fits(slug, found)},
        "states": Parcel.State.choices,
        "state": state,
        "page": Paginator(queries.deliveries(found, state), PAGE).get_page(request.GET.get("page")),
        "history": history.of(actions.stream(found)),
        "office_nav": nav(request),
    }
    return render(request, "bridges/endpoint.html", context)


@post_required(Role.ADMINISTRATOR)
def new(request: DeskRequest) -> HttpResponse:
    made: dict[str, Any] = {}

    def act(form: Any) -> None:
        made["endpoint"], made["secret"] = actions.add(**form.cleaned_data, by=request.actor, at=timezone.now())

    form = EndpointForm(request.POST or None)
    answer = change(request, Change(_("New endpoint"), _("Add"), act, reverse("bridges:webhooks"), form))
    return _secret(request, made["secret"], _page(made["endpoint"])) if made else answer


@post_required(Role.ADMINISTRATOR)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    found = _found(pk)

    def act(form: Any) -> None:
        actions.change(found, **form.cleaned_data, by=request.actor, at=timezone.now())

    told = {"name": found.name, "url": found.url, "events": found.events, "district": found.district}
    form = EndpointForm(request.POST or None, initial=told)
    return change(request, Change(_("Change the endpoint"), _("Save"), act, _page(found), form))


@post_required(Role.ADMINISTRATOR)
def new_key(request: DeskRequest, pk: int) -> HttpResponse:
    found, made = _found(pk), dict[str, str]()

    def act(form: Any) -> None:
        made["secret"] = actions.new_key(found, by=request.actor, at=timezone.now())

    about = _("The old key signs too until its time is over, so that the other side can change in peace.")
    answer = change(request, Change(_("New key"), _("Make the key"), act, _page(found), about=about))
    return _secret(request, made["secret"], _page(found)) if made else answer


@post_required(Role.ADMINISTRATOR)
def end_key(request: DeskRequest, pk: int, key: int) -> HttpResponse:
    found = _found(pk)
    row = get_object_or_404(EndpointKey, pk=key, endpoint=found)

    def act(form: Any) -> None:
        actions.end_key(found, row, by=request.actor, at=timezone.now())

    about = _("For a key that was lost: nothing is signed with it from now on.")
    return change(request, Change(_("End the key"), _("End the key"), act, _page(found), about=about, danger=True))


@post_required(Role.ADMINISTRATOR)
def plain(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    found = _found(pk)
    if verb not in PLAIN or not _fits(verb, found):
        raise Http404
    title, about, bad = PLAIN[verb]

    def act(form: Any) -> None:
        getattr(actions, verb)(found, by=request.actor, at=timezone.now())

    return change(request, Change(title, title, act, _page(found), about=about, danger=bad))


@require_POST
@post_required(Role.ADMINISTRATOR)
def test(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Endpoint, pk=pk, ended_at=None)
    actions.test(found, by=request.actor, at=timezone.now())
    messages.success(request, _("A test event goes within a minute; see below whether it arrived."))
    return redirect(_page(found))


@require_POST
@post_required(Role.ADMINISTRATOR)
def again(request: DeskRequest, pk: int) -> HttpResponse:
    parcel = get_object_or_404(Parcel.objects.select_related("endpoint"), pk=pk, endpoint__ended_at=None)
    assert parcel.endpoint is not None
    if actions.send_again(parcel, by=request.actor, at=timezone.now()):
        messages.success(request, _("It goes once more within a minute."))
    else:
        messages.info(request, _("It is on its way already."))
    return redirect(_page(parcel.endpoint))


def _found(pk: int) -> Endpoint:
    return get_object_or_404(Endpoint.objects.select_related("district"), pk=pk)


def _fits(verb: str, endpoint: Endpoint) -> bool:
    if endpoint.ended_at is not None:
        return False
    return {"pause": endpoint.paused_at is None, "resume": endpoint.paused_at is not None}.get(verb, True)


def _secret(request: DeskRequest, secret: str, back: str) -> HttpResponse:
    context = {"secret": secret, "back": back, "office_nav": nav(request)}
    return render(request, "bridges/secret.html", context)


def _page(endpoint: Endpoint) -> str:
    return reverse("bridges:endpoint", args=[endpoint.pk])
