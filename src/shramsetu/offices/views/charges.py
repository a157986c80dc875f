"""Charge of a post: appointment, relief, hand-over with its printed list, leave."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices import actions, forms, words
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Charge, Leave, Post, Role, User
from shramsetu.offices.views.navigation import nav
from shramsetu.offices.views.verbs import Change, change

PAGE = 50


@post_required(Role.ADMINISTRATOR)
def appoint(request: DeskRequest, code: str) -> HttpResponse:
    post = get_object_or_404(Post, code=code)

    def act(form: Any) -> None:
        said = form.cleaned_data
        actions.appoint(
            post,
            said["user"],
            kind=said["kind"],
            order_number=said["order_number"],
            by=request.actor,
            at=timezone.now(),
        )

    form = forms.Appoint(request.POST or None, initial={"kind": "member" if post.is_desk else "substantive"})
    return change(request, Change(_("Give charge"), _("Give charge"), act, _page(post), form, words.title(post)))


@post_required(Role.ADMINISTRATOR)
def relieve(request: DeskRequest, code: str, charge: int) -> HttpResponse:
    found = get_object_or_404(Charge.objects.select_related("post", "user"), pk=charge, post__code=code)

    def act(form: Any) -> None:
        actions.relieve(found, order_number=form.cleaned_data["order_number"], by=request.actor, at=timezone.now())

    about = f"{found.user.name_hi} · {words.title(found.post)}"
    form = forms.Relieve(request.POST or None)
    return change(request, Change(_("Relieve"), _("Relieve"), act, _page(found.post), form, about, danger=True))


@post_required(Role.ADMINISTRATOR)
def hand_over(request: DeskRequest, code: str) -> HttpResponse:
    post = get_object_or_404(Post, code=code)

    def act(form: Any) -> str:
        said = form.cleaned_data
        done = actions.hand_over(
            post, said["taker"], order_number=said["order_number"], by=request.actor, at=timezone.now()
        )
        return reverse("office:handed_over", args=[post.code, done.seq])

    form = forms.HandOver(request.POST or None)
    about = _(
        "The list of what is open and overdue is printed next; both sign it. All sessions of the one who leaves end."
    )
    return change(request, Change(_("Hand over charge"), _("Hand over"), act, _page(post), form, about))


@require_GET
@post_required(Role.ADMINISTRATOR)
def handed_over(request: DeskRequest, code: str, seq: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.select_related("place"), code=code)
    entry = get_object_or_404(Entry, stream=f"post:{post.code}", seq=seq, verb="hand_over")
    people = User.objects.in_bulk([entry.detail["from"], entry.detail["to"]])
    context = {
        "found": post,
        "title": words.title(post),
        "entry": entry,
        "giver": people[entry.detail["from"]],
        "taker": people[entry.detail["to"]],
        "overdue": set(entry.detail["overdue"]),
    }
    return render(request, "offices/handed_over.html", context)


@require_GET
@post_required(Role.ADMINISTRATOR)
def leaves(request: DeskRequest) -> HttpResponse:
    rows = Leave.objects.filter(cancelled_at=None, to_on__gte=clock.day(timezone.now()))
    rows = rows.select_related("post", "covered_by").order_by("from_on", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "offices/leaves.html", {"page": page, "office_nav": nav(request)})


@post_required(Role.ADMINISTRATOR)
def grant_leave(request: DeskRequest, code: str) -> HttpResponse:
    post = get_object_or_404(Post, code=code)

    def act(form: Any) -> None:
        actions.grant_leave(post, **form.cleaned_data, by=request.actor, at=timezone.now())

    form = forms.GrantLeave(request.POST or None)
    return change(request, Change(_("Leave"), _("Enter the leave"), act, _page(post), form, words.title(post)))


@post_required(Role.ADMINISTRATOR)
def cancel_leave(request: DeskRequest, code: str, leave: int) -> HttpResponse:
    found = get_object_or_404(Leave.objects.select_related("post"), pk=leave, post__code=code)

    def act(form: Any) -> None:
        actions.cancel_leave(found, by=request.actor, at=timezone.now())

    asked = Change(_("Cancel the leave"), _("Cancel the leave"), act, _page(found.post), about=words.title(found.post))
    return change(request, asked)


def _page(post: Post) -> str:
    return reverse("office:post", args=[post.code])
