"""Users: the list, one user, and the changes to them."""

from collections.abc import Callable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from shramsetu.offices import actions, forms, history
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Charge, Role, Token, User
from shramsetu.offices.oidc import actions as oidc
from shramsetu.offices.views.navigation import nav
from shramsetu.offices.views.verbs import Change, change

PAGE = 50
Plain = Callable[..., object]
# Changes that need no form: address, title, about, action.
PLAIN: Mapping[str, tuple[str | Promise, str | Promise, Plain]] = {
    "deactivate": (
        _("Deactivate the user"),
        _("Every charge, token and session of this person ends."),
        actions.deactivate_user,
    ),
    "activate": (
        _("Activate the user"),
        _("The person may sign in again; charges are given anew."),
        actions.activate_user,
    ),
    "second-factor": (
        _("Reset the second factor"),
        _("For a lost phone: authenticator, passkeys and recovery codes are removed, and every session ends."),
        actions.reset_second_factor,
    ),
    "unbind": (
        _("Loosen from the single sign-on"),
        _("For another account over there: the next sign-in through it binds anew, by the user name. Sessions end."),
        oidc.unbind,
    ),
    "sessions": (_("End all sessions"), _("For a stolen or forgotten device."), actions.end_sessions),
}


@require_GET
@post_required(Role.ADMINISTRATOR)
def users(request: DeskRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    held = Charge.objects.filter(to_at=None).select_related("post").order_by("-kind")
    factor = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    rows = User.objects.prefetch_related(Prefetch("charges", held, to_attr="held")).annotate(has_factor=Exists(factor))
    if asked:
        rows = rows.filter(Q(username__icontains=asked) | Q(name_hi__icontains=asked) | Q(name_en__icontains=asked))
    page = Paginator(rows.order_by("username"), PAGE).get_page(request.GET.get("page"))
    return render(request, "offices/users.html", {"page": page, "asked": asked, "office_nav": nav(request)})


@require_GET
@post_required(Role.ADMINISTRATOR)
def user(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    factors = Authenticator.objects.filter(user=found).exclude(type=Authenticator.Type.RECOVERY_CODES)
    context = {
        "found": found,
        "charges": found.charges.filter(to_at=None).select_related("post"),
        "tokens": found.tokens.filter(revoked_at=None, expires_at__gt=timezone.now()).select_related("post"),
        "has_factor": factors.exists(),
        "plain": {slug: title for slug, (title, _about, _act) in PLAIN.items() if _fits(slug, found)},
        "history": history.of(f"user:{found.pk}"),
        "office_nav": nav(request),
    }
    return render(request, "offices/user.html", context)


@post_required(Role.ADMINISTRATOR)
def new_user(request: DeskRequest) -> HttpResponse:
    def act(form: Any) -> str:
        made = form.save(commit=False)
        made.password_given = True
        added = actions.add_user(made, password=form.cleaned_data["password"], by=request.actor, at=timezone.now())
        return _page(added)

    form = forms.NewUser(request.POST or None)
    return change(request, Change(_("New user"), _("Add the user"), act, reverse("office:users"), form))


@post_required(Role.ADMINISTRATOR)
def change_user(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)

    def act(form: Any) -> None:
        actions.change_user(form.save(commit=False), by=request.actor, at=timezone.now())

    form = forms.UserForm(request.POST or None, instance=found)
    return change(request, Change(_("Change the user"), _("Save"), act, _page(found), form))


@post_required(Role.ADMINISTRATOR)
def password(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)

    def act(form: Any) -> None:
        actions.change_password(found, password=form.cleaned_data["password"], by=request.actor, at=timezone.now())

    form = forms.Password(request.POST or None)
    return change(request, Change(_("Give a new password"), _("Save"), act, _page(found), form, found.name_hi))


@post_required(Role.ADMINISTRATOR)
def plain(request: DeskRequest, pk: int, verb: str) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    if verb not in PLAIN or not _fits(verb, found):
        raise Http404
    title, about, action = PLAIN[verb]

    def act(form: Any) -> None:
        action(found, by=request.actor, at=timezone.now())

    return change(request, Change(title, title, act, _page(found), about=about, danger=verb != "activate"))


@post_required(Role.ADMINISTRATOR)
def new_token(request: DeskRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    form = forms.TokenForm(request.POST or None)
    shown: dict[str, str] = {}

    def act(form: Any) -> None:
        said = dict(form.cleaned_data)
        shown["text"] = actions.make_token(found, said.pop("post"), **said, by=request.actor, at=timezone.now())[1]

    answer = change(request, Change(_("New token"), _("Make the token"), act, _page(found), form, found.name_hi))
    if "text" in shown:
        context = {"text": shown["text"], "back": _page(found), "office_nav": nav(request)}
        return render(request, "offices/token.html", context)
    return answer


@post_required(Role.ADMINISTRATOR)
def revoke_token(request: DeskRequest, pk: int, token: int) -> HttpResponse:
    found = get_object_or_404(Token.objects.select_related("user"), pk=token, user_id=pk)

    def act(form: Any) -> None:
        actions.revoke_token(found, by=request.actor, at=timezone.now())

    asked = Change(_("Revoke the token"), _("Revoke"), act, _page(found.user), about=found.name, danger=True)
    return change(request, asked)


def _fits(verb: str, user: User) -> bool:
    if verb == "unbind":
        return user.identities.exists()
    return {"activate": not user.is_active, "deactivate": user.is_active}.get(verb, user.is_active)


def _page(user: User) -> str:
    return reverse("office:user", args=[user.pk])
