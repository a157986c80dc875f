"""What every page knows of live events."""

import re

from django.http import HttpRequest

from shramsetu.web import tickets

CASE = re.compile(r"1[0-9]{11}")  # what else is called number in addresses: workers, batches


def live(request: HttpRequest) -> dict[str, object]:
    """Give the address of the event stream; the page of a case listens to that case too."""
    match = request.resolver_match
    number = str(match.kwargs.get("number", "")) if match else ""
    return {"live_url": tickets.address(request, number if CASE.fullmatch(number) else "")}
