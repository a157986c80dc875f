"""The menus: drawn as a tree, edited as a draft, published by a second person, with their history."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shramsetu.helpline import line_forms as forms
from shramsetu.helpline import voice, words
from shramsetu.helpline.actions import menus as actions
from shramsetu.helpline.errors import NotPossible
from shramsetu.helpline.models import Menu
from shramsetu.helpline.queries import menus
from shramsetu.helpline.rules import menu, menu_shape
from shramsetu.helpline.views.page import MANAGERS, tried
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import User

SHOWN_VERSIONS = 20


@require_GET
@post_required(*MANAGERS)
def home(request: DeskRequest) -> HttpResponse:
    rows = [{"menu": one, "name": words.line(one.slug), "draft": not one.published_at} for one in menus.alive()]
    return render(request, "helpline/menus.html", {"rows": rows})


@require_GET
@post_required(*MANAGERS)
def shown(request: DeskRequest, slug: str) -> HttpResponse:
    """Show the version in force, or another one with what it changed."""
    versions = list(menus.versions(slug)[: SHOWN_VERSIONS + 1])
    if not versions:
        raise Http404(gettext("There is no such menu."))
    chosen = _chosen(request, versions)
    page = {
        "name": words.line(slug),
        "menu": chosen,
        "in_force": menus.in_force(slug),
        "draft": menus.draft(slug),
        "branches": menu_shape.drawn(chosen.tree),
        "history": _history(versions),
        "changes": _changes(versions, chosen),
    }
    return render(request, "helpline/menu.html", page)


@require_POST
@post_required(*MANAGERS)
def begin(request: DeskRequest, slug: str) -> HttpResponse:
    """Begin a draft, from an older version if one is named."""
    version = request.POST.get("version", "")
    get_object_or_404(menus.versions(slug)[:1])
    if version and not menus.versions(slug).filter(version=_number(version)).exists():
        raise Http404
    actions.begin(slug, by=request.actor, at=timezone.now(), version=_number(version) if version else None)
    return redirect("helpline:draft", slug)


@require_http_methods(["GET", "POST"])
@post_required(*MANAGERS)
def draft(request: DeskRequest, slug: str) -> HttpResponse:
    """Show the draft with its faults; change where it begins."""
    found = _draft(slug)
    form = forms.Root(request.POST or None, tree=found.tree, initial={**found.tree, "seen": _seen(found)})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        seen = data.pop("seen")
        return _edited(request, found, {**found.tree, **data}, seen=seen, node="")
    faults = actions.faults_of(found.tree)
    page = {
        "name": words.line(slug),
        "menu": found,
        "branches": menu_shape.drawn(found.tree),
        "faults": [{"node": fault.node, "sentence": words.fault(fault)} for fault in faults],
        "form": form,
        "adding": forms.NewNode(initial={"seen": _seen(found)}),
        "seen": _seen(found),
        "changes": _against_force(found),
        "is_mine": f"user:{request.user.pk}" in actions.editors(found),
    }
    return render(request, "helpline/draft.html", page, status=422 if form.errors else 200)


@require_POST
@post_required(*MANAGERS)
def add(request: DeskRequest, slug: str) -> HttpResponse:
    """Put a new place into the draft, then show its form."""
    found = _draft(slug)
    form = forms.NewNode(request.POST)
    if not form.is_valid() or form.cleaned_data["name"] in menu.nodes_of(found.tree):
        messages.error(request, gettext("Choose another name: small letters, digits, hyphens, not used yet."))
        return redirect("helpline:draft", slug)
    name = form.cleaned_data["name"]
    tree = menu_shape.with_node(found.tree, name, {"kind": form.cleaned_data["kind"]})
    return _edited(request, found, tree, seen=form.cleaned_data["seen"], node=name)


@require_http_methods(["GET", "POST"])
@post_required(*MANAGERS)
def node(request: DeskRequest, slug: str, name: str) -> HttpResponse:
    """Change one place of the draft."""
    found = _draft(slug)
    if name not in menu.nodes_of(found.tree):
        raise Http404(gettext("There is no such place."))
    here = menu.node_of(found.tree, name)
    form = forms.NodeForm(request.POST or None, tree=found.tree, node=here, initial={"seen": _seen(found)})
    if request.method == "POST" and form.is_valid():
        tree = menu_shape.with_node(found.tree, name, form.row)
        for language, text in menu.node_of(tree, name).text.items():
            voice.free(text, language)  # heard at once on the page where the menu is tried
        return _edited(request, found, tree, seen=form.cleaned_data["seen"], node=name)
    faults = [words.fault(fault) for fault in actions.faults_of(found.tree) if fault.node == name]
    page = {"name": words.line(slug), "menu": found, "node": here, "form": form, "faults": faults}
    page |= {"kind": words.KINDS[here.kind], "seen": _seen(found)}
    return render(request, "helpline/node.html", page, status=422 if form.errors else 200)


@require_POST
@post_required(*MANAGERS)
def remove(request: DeskRequest, slug: str, name: str) -> HttpResponse:
    """Take a place out of the draft."""
    found = _draft(slug)
    tree = menu_shape.without_node(found.tree, name)
    return _edited(request, found, tree, seen=request.POST.get("seen", ""), node="")


@require_POST
@post_required(*MANAGERS)
def publish(request: DeskRequest, slug: str) -> HttpResponse:
    """Put the draft in force."""
    found, at = _draft(slug), timezone.now()
    try:
        actions.publish(found, seen=request.POST.get("seen", ""), by=request.actor, at=at)
    except actions.Faulty:
        messages.error(request, gettext("The menu has faults. Mend them first."))
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("Published: callers hear it from the next call on."))
        return redirect("helpline:menu", slug)
    return redirect("helpline:draft", slug)


@require_POST
@post_required(*MANAGERS)
def discard(request: DeskRequest, slug: str) -> HttpResponse:
    """Throw the draft away."""
    found = _draft(slug)

    def deed() -> None:
        actions.discard(found, by=request.actor, at=timezone.now())

    return tried(request, deed, done=gettext("The draft is gone."), goal=reverse("helpline:menu", args=[slug]))


def _edited(request: DeskRequest, found: Menu, tree: dict[str, object], *, seen: str, node: str) -> HttpResponse:
    goal = reverse("helpline:node", args=[found.slug, node]) if node else reverse("helpline:draft", args=[found.slug])

    def deed() -> None:
        actions.edit(found, tree, seen=seen, by=request.actor, at=timezone.now(), node=node)

    return tried(request, deed, done=gettext("Kept in the draft."), goal=goal)


def _draft(slug: str) -> Menu:
    found = menus.draft(slug)
    if found is None:
        raise Http404(gettext("There is no draft of this menu."))
    return found


def _seen(found: Menu) -> str:
    return actions.fingerprint(found.tree)


def _chosen(request: DeskRequest, versions: list[Menu]) -> Menu:
    wanted = _number(request.GET.get("version", ""))
    chosen = [one for one in versions if one.version == wanted] or [one for one in versions if one.published_at]
    return (chosen or versions)[0]


def _history(versions: list[Menu]) -> list[dict[str, Any]]:
    ids = {key for one in versions for key in (_user(one.made_by), _user(one.published_by)) if key}
    names = {user.pk: user for user in User.objects.filter(pk__in=ids)}
    return [
        {"menu": one, "made_by": names.get(_user(one.made_by)), "published_by": names.get(_user(one.published_by))}
        for one in versions[:SHOWN_VERSIONS]
    ]


def _changes(versions: list[Menu], chosen: Menu) -> list[dict[str, str]]:
    before = next((one for one in versions if one.version < chosen.version), None)
    return _told(before, chosen) if before else []


def _against_force(draft: Menu) -> list[dict[str, str]]:
    before = menus.in_force(draft.slug)
    return _told(before, draft) if before else []


def _told(before: Menu, after: Menu) -> list[dict[str, str]]:
    found = menu_shape.differences(before.tree, after.tree)
    return [
        {
            "node": one.node,
            "field": one.field,
            "label": words.field(one.field),
            "before": one.before,
            "after": one.after,
        }
        for one in found
    ]


def _user(key: str) -> int:
    return _number(key.removeprefix("user:").partition("@")[0])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
