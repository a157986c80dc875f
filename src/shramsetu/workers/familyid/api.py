"""The faces at which other registries answer us and tell us news."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from shramsetu.workers.familyid import hearing
from shramsetu.workers.models import Partner
from shramsetu.workers.social import api
from shramsetu.workers.social.actions import receiving
from shramsetu.workers.social.reasons import Refused


def _heard(action: str, body: bytes, said: dict[str, Any], partner: Partner, at: datetime) -> HttpResponse:
    row = ""
    try:
        with transaction.atomic():
            arrival = receiving.take(body, said, action=action, partner=partner, at=at)
            row = str(arrival.row.correlation_id)
            hearing.hear(arrival, at=at)
            receiving.ended(arrival.row, "taken")
    except Refused as error:
        return api.refused(error, row, at)
    return api.acknowledged(arrival, at)


on_search = api.view(partial(_heard, "on-search"))
on_status = api.view(partial(_heard, "txn-on-status"))
on_subscribe = api.view(partial(_heard, "on-subscribe"))
on_unsubscribe = api.view(partial(_heard, "on-unsubscribe"))
notify = api.view(partial(_heard, "notify"))
