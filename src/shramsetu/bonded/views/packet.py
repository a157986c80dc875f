"""The page of a sealed packet, for a state without login: opened once with its code, answered with it afterwards.

Nothing of it may stay in a browser or leak by an address: no store, no referrer, no index. Link and code are the only
credentials, so a forged form of another site has nothing to ride on.
"""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shramsetu.bonded.actions import packets
from shramsetu.bonded.actions.packets import Opened
from shramsetu.bonded.actions.transfers import Refusal
from shramsetu.bonded.forms.transfers import FIELD_WORDS, Where, long, short
from shramsetu.bonded.models import Packet
from shramsetu.bonded.rules import packets as rules
from shramsetu.bonded.rules.packets import Why
from shramsetu.bonded.transfer_words import WHY
from shramsetu.casework.actions import Refused
from shramsetu.people import throttle

FIGURE = "bonded.packet_looks_minute"
View = Callable[..., HttpResponse]
ANSWERS = (
    ("accepted", _("We take these persons over")),
    ("received", _("They are here")),
    ("refused", _("Not our district: the right one is named below")),
)


class CodeForm(forms.Form):
    """The code that was told apart from the link."""

    code = short(_("Code"), most=20, hint=_("Eight digits, told to you by telephone"))


class AnswerForm(Where):
    """The answer of the other state."""

    said = forms.ChoiceField(label=pgettext_lazy("office", "Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    reason = long(_("Remarks, condition on arrival, or why it is not your district"), required=False)
    letter = short(_("Letter number and date"), required=False)
    code = short(_("Code"), most=20, hint=_("The same eight digits"))

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.order_fields(["said", "reason", "state", "office", "district", "letter", "code"])
        self.fields["state"].label = _("If it is another state: which")
        self.fields["district"].label = _("If it is a district of Uttar Pradesh: which")


def _secret(view: View) -> View:
    """Let neither browser nor search engine nor the next site keep anything of the page."""

    @wraps(view)
    def quiet(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store, private"
        answer["Referrer-Policy"] = "no-referrer"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return quiet


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_secret
@throttle.limited("packet", figure=FIGURE, span=throttle.MINUTE)
def packet(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code; show the packet once; take the answers."""
    try:
        found = packets.find(token)
    except packets.NoPacket:
        raise Http404(gettext("There is no such packet.")) from None
    if request.method != "POST":
        packets.looked(found, address=throttle.address(request), at=timezone.now())
        return _page(request, found, CodeForm(), AnswerForm())
    if "said" in request.POST:
        return _answer(request, found)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, AnswerForm(), status=422)
    address, at = throttle.address(request), timezone.now()
    opened = packets.open_once(found, form.cleaned_data["code"], address=address, at=at)
    found.refresh_from_db()
    if opened.why is Why.CODE:
        form.add_error("code", str(WHY[Why.CODE]))
        return _page(request, found, form, AnswerForm(), status=422)
    return _page(request, found, CodeForm(), AnswerForm(), opened=opened, status=410 if opened.why else 200)


def _answer(request: HttpRequest, found: Packet) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, CodeForm(), form, status=422)
    given, at = form.cleaned_data, timezone.now()
    refusal = Refusal(given["reason"], given["district"], given["state"], given["office"], given["letter"])
    try:
        why = packets.answer(
            found, given["code"], said=given["said"], refusal=refusal, address=throttle.address(request), at=at
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, found, CodeForm(), form, status=422)
    found.refresh_from_db()
    if why is not None:
        form.add_error("code", str(WHY[why]))
        return _page(request, found, CodeForm(), form, status=422)
    return _page(request, found, CodeForm(), AnswerForm(), is_answered=True)


def _page(
    request: HttpRequest,
    found: Packet,
    form: CodeForm,
    answer: AnswerForm,
    *,
    opened: Opened | None = None,
    is_answered: bool = False,
    status: int = 200,
) -> HttpResponse:
    at = timezone.now()
    standing = packets.standing(found, at)
    why = opened.why if opened else rules.barred(standing, at)
    persons = opened.persons if opened else []
    rows = [[(FIELD_WORDS[name], one[name]) for name in rules.FIELDS if name in one] for one in persons]
    transfer = found.transfer
    context = {
        "packet": found,
        "transfer": transfer,
        "form": form,
        "answer": answer,
        "persons": rows,
        "why": WHY[why] if why else "",
        "may_open": why is None and not rows,
        "may_answer": rules.answerable(standing, at) and transfer.stage in ("sent", "seen", "accepted"),
        "is_answered": is_answered,
    }
    return render(request, "bonded/public/packet.html", context, status=status)
