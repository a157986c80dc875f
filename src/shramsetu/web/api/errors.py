"""What the API answers when it cannot do what was asked: a code for programs, a Hindi sentence for people."""

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from shramsetu.casework import actions as casework
from shramsetu.casework import forms
from shramsetu.files.rules import FalseType, TooLarge
from shramsetu.grievances.prepare import BadFiling
from shramsetu.people import throttle


class BadStep(Exception):
    """The values of a step are wrong; `errors` has a sentence for each."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def answer(api: NinjaAPI, request: HttpRequest, status: int, code: str, message: str, **more: object) -> HttpResponse:
    """Return the one shape of an error."""
    return api.create_response(request, {"error": {"code": code, "message": message, **more}}, status=status)


def install(api: NinjaAPI) -> None:
    """Teach `api` every error that its operations expect."""

    @api.exception_handler(BadFiling)
    @api.exception_handler(BadStep)
    def bad_values(request: HttpRequest, error: BadFiling | BadStep) -> HttpResponse:
        first = next(iter(error.errors.values()))
        return answer(api, request, 422, "bad_values", first, fields=error.errors)

    @api.exception_handler(ValidationError)
    def bad_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {".".join(str(part) for part in one["loc"][1:]): _sentence(one) for one in error.errors}
        message = _("Some values are missing or of the wrong kind: %(names)s.") % {"names": ", ".join(fields)}
        return answer(api, request, 422, "bad_shape", message, fields=fields)

    @api.exception_handler(casework.Missing)
    def missing(request: HttpRequest, error: casework.Missing) -> HttpResponse:
        message = _("Please fill in: %(names)s.") % {"names": ", ".join(error.names)}
        return answer(api, request, 422, "missing", message, fields=dict.fromkeys(error.names, message))

    @api.exception_handler(casework.Refused)
    def refused(request: HttpRequest, error: casework.Refused) -> HttpResponse:
        fields = {error.field: str(error.message)} if error.field else {}
        return answer(api, request, 422, "refused", str(error.message), fields=fields)

    @api.exception_handler(casework.Stale)
    def stale(request: HttpRequest, error: casework.Stale) -> HttpResponse:
        message = _("The case has moved on since you read it. Read it again, then decide.")
        return answer(api, request, 412, "stale", message)

    @api.exception_handler(casework.NotAllowed)
    def not_allowed(request: HttpRequest, error: casework.NotAllowed) -> HttpResponse:
        message = _("This step is not open to you from here. See `steps` for what is.")
        return answer(api, request, 403, "not_allowed", message)

    @api.exception_handler(throttle.TooOften)
    def too_often(request: HttpRequest, error: throttle.TooOften) -> HttpResponse:
        return answer(api, request, 429, "too_many", _("Too many requests. Wait a minute and send it again."))

    _install_framework(api)


def _install_framework(api: NinjaAPI) -> None:
    @api.exception_handler(FalseType)
    def false_type(request: HttpRequest, error: FalseType) -> HttpResponse:
        return answer(api, request, 415, "false_type", forms.file_sentence(error))

    @api.exception_handler(TooLarge)
    def too_large_file(request: HttpRequest, error: TooLarge) -> HttpResponse:
        return answer(api, request, 413, "too_large", forms.file_sentence(error))

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
        message = _("This is too large. Send less text, or a smaller file.")
        return answer(api, request, 413, "too_large", message)

    @api.exception_handler(AuthenticationError)
    def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        message = _("The token is missing, over, or has no right to this. Ask the administrator for one.")
        return answer(api, request, 401, "unauthorised", message)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(api, request, 404, "not_found", _("There is nothing here that you may see."))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        message = _("This request cannot be read: its body is not valid JSON. Mend it and send it again.")
        return answer(api, request, error.status_code, "bad_request", message)


def _sentence(error: dict[str, object]) -> str:
    if error["type"] in ("identity", "aadhaar"):
        return str(error["msg"])
    return _("This is missing.") if error["type"] == "missing" else _("This value is of the wrong kind.")
