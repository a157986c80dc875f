"""What is said when a request cannot even be read, or leads nowhere."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 413 to what is too large, 400 to anything else that cannot be read."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    if request.path.startswith("/api/"):
        return _for_programs("bad_request", _("This request cannot be read. Mend it and send it again."), status)
    return render(request, f"{status}.html", status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, to programs in the shape of the API's errors."""
    if request.path.startswith("/api/"):
        return _for_programs("not_found", _("There is nothing here that you may see."), 404)
    return render(request, "404.html", status=404)


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer 405 to a program, with what the address does take."""
    message = _("This address does not take this method. Use one of: %(methods)s.") % {"methods": allowed}
    response = _for_programs("wrong_method", message, 405)
    response["Allow"] = allowed
    return response


def _for_programs(code: str, message: str, status: int) -> HttpResponse:
    return JsonResponse({"error": {"code": code, "message": message}}, status=status)
