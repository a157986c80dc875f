"""What every answer carries: its language and the strict content policy."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from shramsetu.offices.oidc import views as oidc
from shramsetu.web import tickets
from shramsetu.web.views import errors

WRONG_METHOD, TOO_LARGE = 405, 413
HEARD_MOST, PIECE = 30_000_000, 65_536  # bytes


class HindiFirst(MiddlewareMixin):
    """Speak Hindi until somebody chooses otherwise: most phones here say English, most people who hold them do not."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path.startswith("/api/"):  # a program says with each request which language it wants
            chosen = request.headers.get("Accept-Language", "")[:2].lower()
        else:
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def behind_proxy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Behind a proxy, let the address be the visitor's: throttles and metrics must not see one address for all.

    The last address of X-Forwarded-For is the one that the proxy itself wrote; what stands before may be invented.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        said = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_TLS else ""
        if said:
            request.META["REMOTE_ADDR"] = said.rsplit(",", 1)[-1].strip()
        return get_response(request)

    return answer


def readable(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse an address with a NUL in it: no person writes one, and no text of the database can hold one.

    What is too large is heard to its end before it is refused: many programs read no answer while they still send,
    and would see a broken connection instead of the sentence.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        response = get_response(request)
        if response.status_code == TOO_LARGE:
            _hear_out(request)
        return response

    return answer


def _hear_out(request: HttpRequest) -> None:
    left = HEARD_MOST
    try:
        while left > 0 and (piece := request.read(PIECE)):
            left -= len(piece)
    except OSError:
        return  # gone already; there is nobody to answer


def for_programs(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the API refuse a wrong method as it refuses everything else: with a code and a sentence, in JSON."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == WRONG_METHOD and request.path.startswith("/api/"):
            return errors.wrong_method(request, response.headers.get("Allow", ""))
        return response

    return answer


def kept_nowhere(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let no page of the desk stay in a browser or a proxy: many share one machine, and "back" needs no sign-in."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/desk/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer


def content_policy(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let a page load from this site only, and run no script or style that stands in the page itself."""
    policy = "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data:",  # the QR code of the second factor
            "media-src 'self' blob:",  # a voice note is played back before it is sent; a page is said when asked
            "connect-src 'self'{live}",  # live events may come from another port
            "object-src 'none'",
            "base-uri 'none'",
            f"form-action 'self' {oidc.origin()}".rstrip(),  # signing out leads on to the single sign-on
            "frame-ancestors 'none'",
        )
    )

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        live = f" {tickets.origin(request)}" if tickets.is_elsewhere() else ""
        if connects := getattr(response, "connects", ""):  # the agent's page, to the exchange
            live += f" {connects}"
        response.headers.setdefault("Permissions-Policy", "microphone=(), camera=()")
        response.headers.setdefault("Content-Security-Policy", policy.format(live=live))
        return response

    return answer
