"""Where 112 brings its events."""

import pydantic
from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shramsetu.bridges.e112 import incoming
from shramsetu.bridges.e112.contract import Event
from shramsetu.bridges.rules import signing
from shramsetu.grievances import prepare

BYTES = 20_000


@csrf_exempt
@require_POST
def events(request: HttpRequest) -> JsonResponse:
    """Take one event: 201 with its case, 200 where it is known, else 401, 409, 413 or 422 with a word for why."""
    if not settings.E112["keys"]:
        raise Http404
    body, now = request.read(BYTES + 1), timezone.now()
    if len(body) > BYTES:
        return JsonResponse({"error": "too_long"}, status=413)
    try:
        keys = [signing.read(key) for key in settings.E112["keys"]]
        signing.verify(request.headers, body, keys=keys, now=int(now.timestamp()))
        taken = incoming.take(Event.model_validate_json(body), at=now)
    except (signing.Untrue, signing.BadSecret):
        return JsonResponse({"error": "unsigned"}, status=401)
    except pydantic.ValidationError as error:
        wrong = sorted({".".join(str(part) for part in one["loc"]) or "body" for one in error.errors()})
        return JsonResponse({"error": "unreadable", "fields": wrong}, status=422)
    except prepare.BadFiling as error:
        return JsonResponse({"error": "unreadable", "fields": sorted(error.errors)}, status=422)
    except incoming.Another:
        return JsonResponse({"error": "another_event_of_this_number"}, status=409)
    state = "registered" if taken.is_new else "known"
    return JsonResponse({"case": taken.case.number, "state": state}, status=201 if taken.is_new else 200)
