"""What every page knows of live events."""

from django.http import HttpRequest

from shramsetu.web import tickets


def live(request: HttpRequest) -> dict[str, object]:
    """Give the address of the event stream; the page of a case listens to that case too."""
    match = request.resolver_match
    number = str(match.kwargs.get("number", "")) if match else ""
    return {"live_url": tickets.address(request, number)}
