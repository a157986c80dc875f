"""Pages of an operation beside its steps: team, what was seized, who is accused, and entering persons."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from shramsetu.bonded import rescue_words, rights, unsealed
from shramsetu.bonded.actions import arrivals, operations, sites
from shramsetu.bonded.doubts import PerhapsKnown
from shramsetu.bonded.forms.doubts import new_key
from shramsetu.bonded.models import Operation
from shramsetu.bonded.person_forms import Members, Shared, people_of, written
from shramsetu.bonded.rescue_forms import Member, Named, Thing
from shramsetu.casework.actions import Refused
from shramsetu.casework.views.guard import case_for, of_case
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

WORKERS = (Role.OFFICER, Role.MAGISTRATE, Role.DM)
P = ParamSpec("P")


def of_operation(
    view: Callable[Concatenate[DeskRequest, Operation, P], HttpResponse],
) -> Callable[Concatenate[DeskRequest, str, P], HttpResponse]:
    """Give a view the operation of this number, if the post may see it; any other kind of case is not found."""

    def found(request: DeskRequest, number: str, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        case = case_for(request, number)
        if case.kind != "bl_operation":
            raise Http404
        operation = Operation.objects.select_related("information", "site", "magistrate").get(pk=case.pk)
        operation.case = case
        return view(request, operation, *args, **kwargs)

    return of_case(found)


@post_required(*WORKERS)
@never_cache
@require_http_methods(["GET", "POST"])
@of_operation
def team(request: DeskRequest, operation: Operation) -> HttpResponse:
    """Show the team, and put somebody into it."""
    form = Member(request.POST or None, district=operation.case.district)

    def put() -> None:
        operations.join_team(operation.case, **form.cleaned_data, by=request.actor, at=timezone.now())

    members = rescue_words.team(operation, eyes=unsealed.words(operation.case, request.actor))
    lacking = operations.missing_parts(operation)
    return _answer(request, operation, form, put, "bonded/team.html", {"members": members, "lacking": lacking})


@post_required(*WORKERS)
@require_POST
@of_operation
def leave(request: DeskRequest, operation: Operation, member: int) -> HttpResponse:
    """Take somebody out of the team."""
    try:
        operations.leave_team(operation.case, member, by=request.actor, at=timezone.now())
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("bonded:team", operation.case.number)


@post_required(*WORKERS)
@never_cache
@require_http_methods(["GET", "POST"])
@of_operation
def seizures(request: DeskRequest, operation: Operation) -> HttpResponse:
    """Show what was seized, and write down more."""
    form = Thing(request.POST or None, district=operation.case.district)

    def put() -> None:
        operations.seize(operation.case, **form.cleaned_data, by=request.actor, at=timezone.now())

    things = rescue_words.things(operation, eyes=unsealed.words(operation.case, request.actor))
    return _answer(request, operation, form, put, "bonded/seizures.html", {"things": things})


@post_required(*WORKERS)
@never_cache
@require_http_methods(["GET", "POST"])
@of_operation
def accused(request: DeskRequest, operation: Operation) -> HttpResponse:
    """Show who is accused, and name somebody."""
    form = Named(request.POST or None)

    def put() -> None:
        found = form.cleaned_data
        given = sites.Given(**{name: found[name] for name in ("name", "owner", "phone", "licence", "address")})
        more = {"part": found["part"], "is_company": found["is_company"], "outside": found["outside"]}
        sites.accuse(operation, given, **more, by=request.actor, at=timezone.now())

    reads = rights.may_read_words(operation.case, by=request.actor)
    rows = [
        (one, sites.opened(one) if reads else {"name": unsealed.SEALED}) for one in operation.accused.order_by("pk")
    ]
    return _answer(request, operation, form, put, "bonded/accused.html", {"rows": rows})


@post_required(*WORKERS)
@require_http_methods(["GET", "POST"])
@of_operation
def enter(request: DeskRequest, operation: Operation) -> HttpResponse:
    """Enter persons: one, or a family together."""
    given = request.POST or None
    shared, members = Shared(given, operation=operation), Members(given)
    if request.method == "POST" and shared.is_valid() and members.is_valid():
        people = people_of(members, shared)
        try:
            made = arrivals.add(operation, people, together=shared.together, by=request.actor, at=timezone.now())
        except PerhapsKnown as error:
            shared.add_error(None, str(error.message))
            lines = written(members)
            for place, codes in error.found.items():
                lines[place].ask(codes)
        except Refused as error:
            shared.add_error(None, str(error.message))
        else:
            named = ", ".join(one.code for one in made)
            messages.success(request, gettext("Entered: %(codes)s") % {"codes": named})
            return redirect("desk:case", operation.case.number)
    page = {"operation": operation, "case": operation.case, "shared": shared, "members": members, "key": new_key()}
    return render(request, "bonded/enter.html", page, status=422 if given else 200)


def _answer(
    request: DeskRequest,
    operation: Operation,
    form: forms.Form,
    put: Callable[[], None],
    template: str,
    context: dict[str, object],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            put()
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, gettext("Written down."))
            return redirect(request.path)
    page = {"operation": operation, "case": operation.case, "form": form, **context}
    return render(request, template, page, status=422 if form.errors else 200)
