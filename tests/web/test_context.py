"""A page listens to the case that it shows, and to no worker or batch as if it were one: the stream refuses those."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from shramsetu.web import context, tickets


@pytest.mark.parametrize(
    ("path", "case"),
    [
        ("/desk/case/107717003750/", "107717003750"),
        ("/desk/workers/86655353268/", ""),
        ("/desk/payments/batch/BP-BOCW-2026-000001/", ""),
        ("/desk/", ""),
    ],
)
def test_a_page_listens_to_its_case_alone(monkeypatch: pytest.MonkeyPatch, path: str, case: str) -> None:
    def asked(request: HttpRequest, number: str = "") -> str:
        return number

    monkeypatch.setattr(tickets, "address", asked)
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    assert context.live(request) == {"live_url": case}
