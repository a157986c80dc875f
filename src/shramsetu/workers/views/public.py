"""Everybody's door to the registry: a worker registers by a one-time code, one part a screen."""

from datetime import datetime

from django import forms
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shramsetu.casework import fields, rules
from shramsetu.casework import forms as casework_forms
from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.files import actions as files
from shramsetu.files import queries as attached
from shramsetu.files import rules as file_rules
from shramsetu.files.models import Purpose
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock, phone, text
from shramsetu.messages import actions as messages
from shramsetu.offices import access, citizens
from shramsetu.people import actions as people
from shramsetu.people import errors, throttle
from shramsetu.people.queries import phone_key
from shramsetu.workers import applicants, drafts, portraits, receipts, terms
from shramsetu.workers.actions import applying, fees
from shramsetu.workers.entry import Registration
from shramsetu.workers.forms.counter import Payment
from shramsetu.workers.forms.registration import PARTS
from shramsetu.workers.models import Fee, Membership
from shramsetu.workers.rules import spells

ASKED = "wk_asked"
PAPERS_MOST = 8


class Phone(forms.Form):
    """The mobile number to which the code goes."""

    phone = fields.Phone(label=_("Your mobile number"), error_messages={"required": _("Write your mobile number.")})


class Code(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=_("The 6-digit code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """Take the code in digits of any script."""
        return "".join(text.latin_digits(self.cleaned_data["code"]).split())


class Papers(forms.Form):
    """Certificates, the passbook; the photograph for the card."""

    photo = forms.FileField(
        label=_("Photograph for the card"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_("JPG or PNG: the face from the front. Without it the card has an empty frame."),
    )
    papers = fields.Files(label=_("Photo or PDF of the certificate, the passbook"), required=False, most=PAPERS_MOST)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttle.limited("code", figure="signin.codes_per_address_hour", span=throttle.HOUR, methods=("POST",))
def start(request: HttpRequest) -> HttpResponse:
    """Say what is asked for and what it costs; send a code to the mobile."""
    at = timezone.now()
    if request.method == "GET" and citizens.phone_of(request, at=at):
        return redirect("shramik:register")
    form = Phone(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number = form.cleaned_data["phone"]
        try:
            _send(number, throttle.address(request), at)
        except errors.Refused as refused:
            form.add_error("phone", str(refused.message))
        else:
            request.session[ASKED] = number
            return redirect("shramik:code")
    tariffs = [(label, terms.tariff(board, clock.day(at))) for board, label in _boards()]
    status = 422 if form.is_bound else 200
    return render(request, "workers/public/start.html", {"form": form, "tariffs": tariffs}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Take the code and go on to the first screen."""
    number = request.session.get(ASKED)
    if not number:
        return redirect("shramik:start")
    form, at = Code(request.POST if request.method == "POST" else None), timezone.now()
    if form.is_valid():
        try:
            key = people.check_code(number, form.cleaned_data["code"], at=at)
        except errors.Refused as refused:
            form.add_error("code", str(refused.message))
        else:
            request.session.pop(ASKED, None)
            access.sign_in_citizen(request, key, at)
            request.session[citizens.PHONE], request.session[citizens.SINCE] = number, at.timestamp()
            request.session["citizen_shown"] = phone.masked(number)
            return redirect("shramik:register")
    context = {"form": form, "phone": phone.masked(number)}
    return render(request, "workers/public/code.html", context, status=422 if form.is_bound else 200)


@citizens.phone_required
@require_safe
def register(request: citizens.PhoneRequest) -> HttpResponse:
    """Lead to the first screen that was not told yet."""
    draft = drafts.read(request, at=timezone.now())
    name = draft.next_screen
    return redirect("shramik:screen", name) if name else redirect("shramik:send")


@citizens.phone_required
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: citizens.PhoneRequest, name: str) -> HttpResponse:
    """Show one part, keep it, and go on."""
    if name not in PARTS:
        raise Http404
    draft = drafts.read(request, at=timezone.now())
    names = list(PARTS)
    form = PARTS[name](request.POST) if request.method == "POST" else drafts.form_of(draft, name)
    if form.is_bound and form.is_valid():
        drafts.keep(request, draft, name, form)
        return redirect("shramik:register")
    index = names.index(name)
    context = {
        "form": form,
        "name": name,
        "title": form.title,
        "back": names[index - 1] if index else "",
        "number": index + 1,
        "of": len(names) + 1,
        "token": draft.token,
    }
    return render(request, "workers/public/screen.html", context, status=422 if form.is_bound else 200)


@citizens.phone_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: citizens.PhoneRequest) -> HttpResponse:
    """Read everything back with what is still lacking; send it."""
    at = timezone.now()
    draft = drafts.read(request, at=at)
    payment = Payment(request.POST if request.method == "POST" else None)
    reference = payment.cleaned_data["reference"] if payment.is_valid() else ""
    told = drafts.told(draft, phone=request.phone, reference=reference)
    if told is None:
        return redirect("shramik:register")
    is_sent, sentence = request.method == "POST", ""
    if is_sent and not request.POST.get("declared"):
        sentence = gettext("Tick that all this is true.")
    elif is_sent:
        try:
            case = applying.submit(told, by=request.actor, at=at)
        except Refused as refused:
            sentence = str(refused.message)
        else:
            files.rehang(draft.stream, case.stream, at=at)
            portraits.take_over(draft.stream, applicants.of(case).worker, at=at)
            drafts.note_sent(request, case.number)
            return redirect("shramik:sent", case.number)
    on = clock.day(at)
    context = {
        "draft": draft,
        "told": told,
        "parts": [drafts.form_of(draft, name) for name in PARTS],
        "names": list(PARTS),
        "payment": payment,
        "sentence": sentence,
        "official": fees.official_paise(told.board, what=Fee.What.REGISTRATION, years=told.years, on=on),
        "doubts": doubts(told, at),
        "papers": list(attached.attached(draft.stream)),
        "papers_form": Papers(),
        "photo": portraits.shown(portraits.of_draft(draft.stream)),
    }
    return render(request, "workers/public/send.html", context, status=422 if sentence else 200)


@citizens.phone_required
@require_POST
def papers(request: citizens.PhoneRequest) -> HttpResponse:
    """Lay papers and the photograph with the draft."""
    at = timezone.now()
    draft = drafts.read(request, at=at)
    form = Papers(request.POST, request.FILES)
    if not form.is_valid():
        notes.error(request, " ".join(str(one) for found in form.errors.values() for one in found))
        return redirect("shramik:send")
    if photo := form.cleaned_data["photo"]:
        try:
            portraits.keep(photo, stream=portraits.of_draft(draft.stream), by=request.actor, at=at)
        except Refused as refused:
            notes.error(request, str(refused.message))
    for upload in form.cleaned_data["papers"] if attached.attached(draft.stream).count() < PAPERS_MOST else []:
        try:
            files.store(upload, stream=draft.stream, purpose=Purpose.ORDER_OR_RECEIPT, by=request.actor, at=at)
        except (file_rules.FalseType, file_rules.TooLarge) as error:
            notes.error(request, casework_forms.file_sentence(error))
    return redirect("shramik:send")


@citizens.phone_required
@require_POST
def anew(request: citizens.PhoneRequest) -> HttpResponse:
    """Throw the draft away and begin again."""
    drafts.drop(request)
    return redirect("shramik:register")


@never_cache
@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it is registered: number, code, who has it, until when; only in the browser that sent it."""
    context = {**receipts.of(_just_sent(request, number)), "sizes": receipts.SIZES}
    return render(request, "workers/public/sent.html", context)


@never_cache
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Give the receipt to the browser that sent it."""
    return receipts.printed(_just_sent(request, number), request.GET.get("size", ""))


def doubts(told: Registration, at: datetime) -> list[str]:
    """Say what an officer will ask about: it may be sent all the same."""
    on, worker, found = clock.day(at), told.worker, []
    age = applicants.years_between(worker.born_on, on)
    least, ends = terms.age_least(told.board, on), terms.limits(told.board, on).ceases_age
    if not least <= age < ends:
        found.append(gettext("Registration is from %(least)d to %(ends)d years.") % {"least": least, "ends": ends})
    needed = terms.days_least(told.board, on)
    days = spells.days_worked([spells.Spell(one.first_on, one.last_on, one.days) for one in worker.spells], on)
    if days < needed:
        words = gettext("You stated %(days)d days of work in the last twelve months; %(needed)d are needed.")
        found.append(words % {"days": days, "needed": needed})
    if worker.account is None:
        found.append(gettext("Without a bank account no benefit can be paid. It can be added later."))
    if worker.aadhaar is None:
        found.append(gettext("Without an Aadhaar number the board may ask you for it."))
    return found


def _just_sent(request: HttpRequest, number: str) -> Case:
    if number not in request.session.get(drafts.SENT, []):
        raise Http404
    found = Case.objects.select_related("holder__place", "district").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _boards() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Membership.Board.choices]


def _send(number: str, source: str, at: datetime) -> None:
    minutes = rules.figure("signin.code_minutes", at)
    people.send_code(number, source=source, at=at, send=lambda to, word: _message(to, word, minutes, at))


def _message(number: str, word: str, minutes: int, at: datetime) -> None:
    key = phone_key(number)
    messages.send(
        "code",
        to=messages.Recipient(number, "en" if get_language() == "en" else "hi"),
        values={"code": word, "minutes": str(minutes)},
        stream=f"code:{key[:16]}",
        key=f"code:{key[:24]}:{at.timestamp():.0f}",
        by=Actor(role="citizen"),
        at=at,
    )
