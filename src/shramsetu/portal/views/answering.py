"""Where a citizen's text message comes in: from the aggregator, and in the demo from the tray."""

import json
from http import HTTPStatus
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from shramsetu.lib import phone
from shramsetu.messages import sealed
from shramsetu.messages.models import Inbound, Message
from shramsetu.messages.views.gateway import REPORT_BYTES, is_ours, is_signed
from shramsetu.people import throttle
from shramsetu.portal import actions

LONGEST_REF = 80
WORDS = {"yes": "1", "no": "2"}


@csrf_exempt
@require_POST
def word(request: HttpRequest) -> HttpResponse:
    """Take a text message of a citizen: {"id": the aggregator's, "from": the phone, "text": the words}.

    Signed as a delivery report is. Answers {"outcome": …} (docs/reference/sms.md): 200 for whatever need not be sent
    again, 403 without a right signature, 422 for a body that says nothing, 429 too often.
    """
    body = request.read(REPORT_BYTES)
    if not is_signed(body, request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", "")):
        return HttpResponse(status=403)
    try:
        told = json.loads(body)
        ref, said = str(told["id"]).strip(), str(told["text"])
        sender = phone.normalise(str(told["from"]))
    except phone.BadPhone:
        return JsonResponse({"outcome": "bad_phone"}, status=422)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"outcome": "unreadable"}, status=422)
    if not 0 < len(ref) <= LONGEST_REF:
        return JsonResponse({"outcome": "unreadable"}, status=422)
    try:
        outcome = actions.take_word(ref, phone=sender, text=said, at=timezone.now())
    except throttle.TooOften:
        return JsonResponse({"outcome": "too_often"}, status=429, headers={"Retry-After": "3600"})
    return JsonResponse({"outcome": outcome})


@require_safe
def from_kannel(request: HttpRequest) -> HttpResponse:
    """Take a text message of a citizen from Kannel's get-url: key, id, from and text in the query.

    Answered 200 without words where it need not be sent again, because Kannel would send the words to the citizen; to
    any other answer it comes again.
    """
    given = request.GET
    if not is_ours(given.get("key", "")):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    if not given.get("id"):
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        sender = phone.normalise(given.get("from", ""))
    except phone.BadPhone:  # a short code or a name: nobody who could be answered
        return HttpResponse(status=200)
    try:
        actions.take_word(
            given.get("id", "")[:LONGEST_REF], phone=sender, text=given.get("text", ""), at=timezone.now()
        )
    except throttle.TooOften as error:
        # One who writes too often is not heard; when all together do, Kannel asks again later.
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE if error.args == ("words",) else HTTPStatus.OK)
    return HttpResponse(status=HTTPStatus.OK)


@require_POST
def from_tray(request: HttpRequest) -> HttpResponse:
    """Answer a message of the demo's tray as the phone that got it would; there is no such page outside the demo."""
    if not settings.DEMO:
        raise Http404
    try:
        wanted = UUID(request.POST.get("message", ""))
    except ValueError:
        raise Http404 from None
    message = get_object_or_404(Message, pk=wanted, channel="sms", forgotten_at=None)
    # With the number, as one answers who has several: the word is for the case that this message spoke of.
    said = f"{WORDS.get(request.POST.get('word', ''), '')} {message.stream.removeprefix('case:')}"
    try:
        # The phone's owner has this message before them: its case is meant, whatever was asked later.
        text = f"{message.stream.removeprefix('case:')} {said}"
        outcome = actions.take_word(
            f"tray-{uuid4()}", phone=sealed.opened(message.to_phone), text=text, at=timezone.now()
        )
    except throttle.TooOften:
        return throttle.too_often(request)
    taken = outcome == Inbound.Outcome.TAKEN
    messages.info(
        request, _("Answered; the case has moved.") if taken else _("No case waits for this answer any more.")
    )
    return redirect("messages:tray")
