"""The operator's page: register what a caller brings, with everything that helps while typing."""

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu import rulebook
from shramsetu.casework import doorstep
from shramsetu.casework import forms as casework_forms
from shramsetu.casework import queries as casework
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Purpose
from shramsetu.grievances import actions, offers
from shramsetu.grievances.desk import COUNTER, FILERS
from shramsetu.grievances.forms import MORE_COMPLAINANTS, Registration
from shramsetu.grievances.queries import Alike
from shramsetu.journal.rules import Actor
from shramsetu.offices.access import DeskRequest, post_required


@post_required(*FILERS)
@require_http_methods(["GET", "POST"])
def register(request: DeskRequest) -> HttpResponse:
    """Show the form; check it, show what is alike once, and register."""
    at = timezone.now()
    if request.method == "GET":
        call = request.GET.get("call", "")
        begun = {"phone": request.GET.get("phone", ""), "call": call, **doorstep.begins(call, request.actor)}
        form = Registration(by=request.actor, initial=begun)
        return _page(request, form, status=200)
    form = Registration(request.POST, request.FILES, by=request.actor)
    if not form.is_valid():
        return _page(request, form, status=422)
    if likely := unseen(request, form, at=at):
        return _page(request, form, status=200, likely=likely, must_choose=True)
    try:
        case = save(form, by=request.actor, at=at)
    except (file_rules.FalseType, file_rules.TooLarge) as error:
        form.add_error("scan", casework_forms.file_sentence(error))
        return _page(request, form, status=422)
    except doorstep.Taken as taken:
        form.add_error(None, str(taken))
        return _page(request, form, status=409)
    return redirect("grievances:registered", case.number)


def unseen(request: DeskRequest, form: Registration, *, at: datetime) -> list[Alike]:
    """Return what is alike, until the operator has seen it and chosen."""
    if form.cleaned_data["looked_alike"] or form.cleaned_data["master"]:
        return []
    return offers.alike(_typed(request), request.actor, at=at)


@transaction.atomic
def save(form: Registration, *, by: Actor, at: datetime) -> Case:
    """Register the filing and store its scans with it, or neither."""
    case = actions.register(form.filing(by.role), by=by, at=at)
    purpose = form.cleaned_data["scan_purpose"] or Purpose.OTHER
    for upload in form.cleaned_data["scan"] or []:
        files.store(upload, stream=case.stream, purpose=purpose, by=by, at=at)
    doorstep.follows(case, form.cleaned_data["call"], by=by, at=at)
    return case


@post_required(*FILERS)
@require_safe
def registered(request: DeskRequest, number: str) -> HttpResponse:
    """Show the number in big type, who has it and until when; the operator reads it out."""
    mine = casework.cases_visible_to(request.actor).select_related("holder__place", "district")
    case = mine.filter(number=number).first()
    if case is None:
        # A sealed case is out of the operator's sight at once; its number may still be read out.
        case = get_object_or_404(Case, number=number, opened_by=request.actor.key)
        messages.info(request, gettext("This case is sealed; from now on only the post that holds it reads it."))
    category = rulebook.book().categories.get(case.category)
    return render(request, "grievances/registered.html", {"case": case, "category": category})


@post_required(*COUNTER)
@require_POST
def caller(request: DeskRequest) -> HttpResponse:
    """Offer the caller's earlier cases and name; to an office the name only of who has a case there."""
    name, cases = offers.earlier(request.POST.get("phone", ""), request.actor)
    if request.actor.role not in FILERS and not cases:
        name = ""
    return render(request, "grievances/offer_caller.html", {"name": name, "cases": cases})


@post_required(*COUNTER)
@require_safe
def categories(request: DeskRequest) -> HttpResponse:
    """Offer the categories that what was typed may mean, as options."""
    found = offers.categories_like(request.GET.get("category_word", ""))
    return render(request, "grievances/offer_options.html", {"options": found})


@post_required(*COUNTER)
@require_safe
def places(request: DeskRequest) -> HttpResponse:
    """Offer the places that what was typed may mean, as options."""
    found = offers.places_like(request.GET.get("place_word", ""))
    return render(request, "grievances/offer_places.html", {"places": found})


@post_required(*COUNTER)
@require_safe
def posts(request: DeskRequest) -> HttpResponse:
    """Offer the posts that what was typed may mean, as options."""
    found = offers.posts_like(request.GET.get("against_word", ""))
    return render(request, "grievances/offer_options.html", {"options": offers.post_choices(found)})


@post_required(*COUNTER)
@require_POST
def alike(request: DeskRequest) -> HttpResponse:
    """Offer what is alike, the answer of the knowledge base, and the matters not taken here.

    By POST, as the caller's cases are: an address is written into logs, and these words are somebody's own.
    """
    return render(request, "grievances/offer_alike.html", _offers(request, timezone.now()))


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: str(request.POST.get(name, "")) for name in ("text", "category", "phone", "place", "place_word")}


def _offers(request: DeskRequest, at: datetime) -> dict[str, object]:
    given = request.POST
    text, kind = given.get("text", ""), given.get("kind", "grievance")
    category = rulebook.book().categories.get(given.get("category", ""))
    return {
        "likely": offers.alike(_typed(request), request.actor, at=at) if kind == "grievance" else [],
        "articles": offers.articles_like(text) if kind == "information" else [],
        "exclusions": offers.exclusions_like(text, given.get("exclusion", "")),
        "advice": category.advice if category else None,
        "master": given.get("master", ""),
        "article": given.get("article", ""),
    }


def _page(request: DeskRequest, form: Registration, *, status: int, **more: object) -> HttpResponse:
    page = {**about(request, form), "action": reverse("grievances:register"), **more}
    return render(request, "grievances/register.html", page, status=status)


def about(request: DeskRequest, form: Registration) -> dict[str, object]:
    """Return what the template of the form needs beside the address to which it is sent (`action`)."""
    also = [(form[f"also_name_{at}"], form[f"also_phone_{at}"]) for at in range(1, MORE_COMPLAINANTS + 1)]
    given = request.POST
    word = str(form["place_word"].value() or "")
    options = offers.places_like(word) if word and not given.get("place_unknown") else []
    return {
        **(_offers(request, timezone.now()) if given else {}),
        "form": form,
        "also": also,
        "places": options,
        "beside": doorstep.beside(str(form["call"].value() or ""), request.actor),
        "posts": offers.post_choices(offers.posts_like(given.get("against_word", ""))) if given else [],
    }
