"""The page that sanctions many claims: those ticked alone, or all that are shown."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.room import at_desk, text_of
from tests.schemes import room

from shramsetu.casework import runs
from shramsetu.casework.models import Case, Result, Run
from shramsetu.offices.models import Role

pytestmark = pytest.mark.django_db
MANY = "/desk/claims/many/"


@pytest.fixture
def cases() -> list[Case]:
    return [
        room.checked(room.claim(room.member(name=f"राम {n}", key=f"page:{n}", phone=f"+91987651{n:04d}")))
        for n in range(3)
    ]


def sent(client: Client, which: str, *numbers: str, **told: str) -> object:
    return client.post(MANY, {"which": which, "number": list(numbers), "sure": "on", **told})


def done(run: Run) -> dict[str, str]:
    """Do the run; return the states of the claims."""
    while runs.step(run.pk, at=timezone.now()):
        pass
    return dict(Case.objects.filter(kind="claim").values_list("number", "state"))


def test_only_the_ticked_ones_are_sanctioned_and_a_refused_one_says_why(cases: list[Case]) -> None:
    good, bare, left = cases
    room.row(bare).papers.all().delete()
    client = at_desk(cast.holder_of(good))
    page = text_of(client.get(MANY))
    assert page.count('type="checkbox" name="number"') == 3
    answer = sent(client, "ticked", good.number, bare.number)
    run = Run.objects.get(kind="sanction-claims")
    assert answer.url == reverse("desk:run", args=[run.pk])  # type: ignore[attr-defined]
    assert (run.rows, run.asked) == (2, {"scheme": "", "ticked": 2})
    states = done(run)
    assert [states[one.number] for one in (good, bare, left)] == ["sanctioned", "sanction", "sanction"]
    told = Result.objects.get(run=run, is_done=False)
    assert told.ref == bare.number
    assert told.words in text_of(client.get(reverse("desk:run", args=[run.pk])))


def test_nothing_ticked_begins_nothing_and_says_so(cases: list[Case]) -> None:
    client = at_desk(cast.holder_of(cases[0]))
    answer = sent(client, "ticked")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "कम से कम एक" in text_of(answer)
    assert not Run.objects.exists()


def test_ticks_stay_where_the_page_comes_back(cases: list[Case]) -> None:
    client = at_desk(cast.holder_of(cases[0]))
    answer = client.post(MANY, {"which": "ticked", "number": [cases[1].number]})
    assert answer.status_code == 422
    assert text_of(answer).count(f'value="{cases[1].number}" checked') == 1
    assert " checked>" not in text_of(answer).replace(f'value="{cases[1].number}" checked>', "")


def test_all_that_are_shown_are_sanctioned(cases: list[Case]) -> None:
    client = at_desk(cast.holder_of(cases[0]))
    sent(client, "all")
    assert set(done(Run.objects.get()).values()) == {"sanctioned"}


def test_a_ticked_claim_that_is_not_with_the_post_is_left_out_and_that_is_said(cases: list[Case]) -> None:
    client = at_desk(cast.holder_of(cases[0]))
    room.take(cases[1], "sanction", text="स्वीकृत")
    answer = sent(client, "ticked", cases[0].number, cases[1].number, "100000000000")
    run = Run.objects.get()
    assert run.rows == 1
    assert "आपके चुने 2 आवेदन" in text_of(client.get(answer.url))  # type: ignore[attr-defined]
    other = at_desk(cast.desk(Role.HEAD))
    assert sent(other, "ticked", cases[2].number).url == MANY  # type: ignore[attr-defined]
    assert Run.objects.count() == 1
