"""Transfers on the desk: the list, a new one, the page with both halves, and its steps; packets and consent."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.bonded import rights, scope, unsealed
from shramsetu.bonded.actions import consents, handing, packets, transfers
from shramsetu.bonded.actions.consents import Said
from shramsetu.bonded.forms.doubts import new_key
from shramsetu.bonded.forms.transfers import FIELD_WORDS, ConsentForm, Draft
from shramsetu.bonded.models import Packet, PacketView, Survivor, Transfer
from shramsetu.bonded.qr_code import qr
from shramsetu.bonded.queries import transfers as queries
from shramsetu.bonded.rules import transfers as rules
from shramsetu.bonded.transfer_steps import VERBS, form_for
from shramsetu.bonded.words import state_name
from shramsetu.casework import pdf
from shramsetu.casework.actions import Refused
from shramsetu.offices.access import DeskRequest, post_required
from shramsetu.offices.models import Role

WORKERS = (Role.OFFICER, Role.DM, Role.MAGISTRATE)
STEPPERS = (*WORKERS, Role.HEAD)
Form = forms.Form


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def listed(request: DeskRequest) -> HttpResponse:
    """List the transfers in and out of the post's part of the state, newest first."""
    show = request.GET.get("show", "open")
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    found = queries.listed(request.actor, show=show if show in queries.SHOWS else "", before=number)
    page = {
        "rows": [_row(one) for one in found[: queries.PAGE]],
        "next": found[queries.PAGE - 1].pk if len(found) > queries.PAGE else "",
        "show": show,
        "tabs": [
            ("open", gettext("Under way")),
            ("waiting", gettext("Waiting for an answer")),
            ("over", gettext("Over")),
        ],
        "can_enter": request.post.role in WORKERS,
    }
    return render(request, "bonded/transfers.html", page)


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: DeskRequest, code: str) -> HttpResponse:
    """Draft the transfer of a person, with the household where there is one."""
    survivor = survivor_for(request, code)
    rows = queries.household(survivor, request.actor)
    first = {"district": survivor.native_district.lgd_code} if survivor.native_district else {}
    form = Draft(request.POST if request.method == "POST" else None, rows=rows, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        home = handing.Home(given["district"], given["state"], given["office"], given["balance_by"])
        made = carried_out(form, lambda: transfers.draft(given["persons"], home, by=request.actor, at=timezone.now()))
        if isinstance(made, Transfer):
            return redirect("bonded:transfer", made.code)
    words = {"title": gettext("Hand to the home district"), "button": gettext("Draft"), "about": survivor.code}
    return asked(request, form, **words, back=reverse("desk:case", args=[survivor.case.number]))


@post_required(*scope.OFFICERS)
@require_safe
@never_cache
def page(request: DeskRequest, code: str) -> HttpResponse:
    """Show a transfer: persons, both halves, packets, journeys. The home district's first look is written down."""
    transfer = _transfer_for(request, code)
    if transfers.see(transfer, by=request.actor, at=timezone.now()):
        transfer.refresh_from_db(fields=["stage", "seen_at"])
    persons = handing.persons_of(transfer)
    offered = queries.steps(transfer, request.actor) if request.post.role in STEPPERS else []
    eyes = unsealed.of_person(persons[0].survivor, rights.P2, request.actor)
    ways = queries.journeys_of(transfer)
    awaited = [one for one in persons if one.is_open]
    context = {
        **_row(transfer),
        "persons": persons,
        "gone": [] if transfer.stage in rules.OVER else [one.pk for one in persons if not one.is_open],
        "first": awaited[0].survivor if awaited else None,
        "sides": queries.both_sides(transfer, request.actor),
        "steps": [(verb, VERBS[verb]) for verb in offered],
        "packets": _packets(transfer, eyes) if len(handing.sides(transfer).halves) == 1 else [],
        "field_words": FIELD_WORDS,
        "journeys": ways,
        "answer": eyes.read(transfer.answer),
        "led_to": Transfer.objects.filter(came_from=transfer).first(),
        "works": request.post.role in WORKERS,
        "can_travel": request.post.role in WORKERS
        and transfer.rescue_district_id is not None
        and all(one.cancelled_at is not None for one in ways),
    }
    return render(request, "bonded/transfer.html", context)


@post_required(*STEPPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: DeskRequest, code: str, verb: str) -> HttpResponse:
    """Ask for what a verb needs, and write it."""
    transfer = _transfer_for(request, code)
    if verb not in VERBS:
        raise Http404
    if verb not in queries.steps(transfer, request.actor):
        messages.info(request, gettext("The transfer has moved on. Look at its present state."))
        return redirect("bonded:transfer", code)
    words = VERBS[verb]
    form = form_for(verb, transfer, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        by, at = request.actor, timezone.now()
        if carried_out(form, lambda: words.deed(transfer, form.cleaned_data, by, at) or True) is not None:
            messages.success(request, gettext("Done: %(step)s") % {"step": words.label})
            seen = queries.one(code, by) is not None
            return redirect("bonded:transfer", code) if seen else redirect("bonded:transfers")
    back = reverse("bonded:transfer", args=[code])
    return asked(request, form, title=words.label, button=words.label, about=code, back=back)


@post_required(*WORKERS)
@require_safe
@never_cache
def letter(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the cover letter of a packet, with the link as QR, as a PDF. The code is not in it."""
    packet = _packet_for(request, pk)
    address = request.build_absolute_uri(reverse("bandhua:packet", args=[packets.token(packet)]))
    persons = handing.persons_of(packet.transfer)
    context = {
        **_row(packet.transfer),
        "packet": packet,
        "persons": persons,
        "qr": qr(address),
        "address": address,
        "post": request.post,
        "at": timezone.now(),
    }
    return pdf.response("bonded/packet_letter.html", context, name=f"packet-{packet.transfer.code}-{packet.version}")


@post_required(*WORKERS)
@require_POST
@never_cache
def code(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the code of a packet, to be told by telephone."""
    packet = _packet_for(request, pk)
    told = packets.code_of(packet)
    handing.note(packet.transfer, "packet_code", by=request.actor, at=timezone.now())
    return render(request, "bonded/packet_code.html", {"packet": packet, "code": told, **_row(packet.transfer)})


@post_required(*WORKERS)
@require_POST
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a packet back."""
    packet = _packet_for(request, pk)
    packets.revoke(packet, by=request.actor, at=timezone.now())
    messages.success(request, gettext("The packet is taken back; its link leads nowhere now."))
    return redirect("bonded:transfer", packet.transfer.code)


@post_required(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def consent(request: DeskRequest, code: str) -> HttpResponse:
    """Write down what a person agreed to; show what was said before."""
    survivor = survivor_for(request, code)
    form = ConsentForm(request.POST if request.method == "POST" else None, survivor=survivor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = Said(given["purpose"], given["said"], given["language"], given["witness"], given.get("for_child_by", ""))
        consents.record(survivor, said, by=request.actor, at=timezone.now())
        messages.success(request, gettext("Written down."))
        return redirect("bonded:consent", code)
    rows = survivor.consents.order_by("-at", "-pk")[:50]
    words = {"title": gettext("Consent"), "button": gettext("Write down"), "about": survivor.code}
    back = reverse("desk:case", args=[survivor.case.number])
    return asked(request, form, **words, back=back, consents=rows)


def survivor_for(request: DeskRequest, code: str) -> Survivor:
    """Return a person by the code name or the case's number, as far as the post may see them; raises Http404."""
    rows = scope.survivors(request.actor).select_related("case__district", "native_district", "household")
    found = rows.filter(Q(code=code) | Q(case__number=code)).first()
    if found is None:
        raise Http404(gettext("There is no such person, or the case is not open to you."))
    return found


def carried_out(form: Form, deed: Any) -> object | None:
    """Return what a deed gave; None where it was refused, with the reason in the form."""
    try:
        return deed()  # type: ignore[no-any-return]
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return None


def asked(request: DeskRequest, form: Form, **words: object) -> HttpResponse:
    """Show a form on a page of its own, with what is wrong; sent twice, it is carried out once."""
    page = {"form": form, "key": new_key(), **words}
    return render(request, "bonded/transfer_step.html", page, status=422 if form.errors else 200)


def _transfer_for(request: DeskRequest, code: str) -> Transfer:
    found = queries.one(code, request.actor)
    if found is None:
        raise Http404(gettext("There is no such transfer, or it is not open to you."))
    return found


def _packet_for(request: DeskRequest, pk: int) -> Packet:
    rows = Packet.objects.filter(transfer__in=queries.seen_by(request.actor))
    found = rows.select_related("transfer__rescue_district", "transfer__native_district").filter(pk=pk).first()
    if found is None:
        raise Http404(gettext("There is no such packet, or it is not open to you."))
    return found


def _row(transfer: Transfer) -> dict[str, object]:
    """Return what a list and a page show of a transfer: where from, where to."""
    return {
        "transfer": transfer,
        "count": getattr(transfer, "count", None),
        "from_place": transfer.rescue_district,
        "from_state": state_name(transfer.rescue_state),
        "to_place": transfer.native_district,
        "to_state": state_name(transfer.native_state),
        "named_state": state_name(transfer.named_state),
    }


def _packets(transfer: Transfer, eyes: unsealed.Eyes) -> list[tuple[Packet, list[PacketView], str | Promise]]:
    """Return the packets with who looked at them; why each was issued only for who may know who it is about."""
    rows = queries.packets_of(transfer)
    return [(one, views, eyes.read(one.reason)) for one, views in rows]
