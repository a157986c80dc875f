"""Agents by a list: looked through line by line, kept only without a fault, twice the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.helpline import room
from tests.room import of_role, text_of

from shramsetu.helpline.models import Agent
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Charge, Role

pytestmark = pytest.mark.django_db
LIST = "/desk/helpline/agents/list/"
HEAD = "username,number,languages,boards,lines,is_woman,site,own_phone"


def people(count: int) -> list[str]:
    held = Charge.objects.filter(post__role=Role.OPERATOR, to_at=None, user__agent=None).order_by("id")
    return [one.user.username for one in held.select_related("user")[:count]]


def bring(browser: Client, *lines: str, head: str = HEAD) -> object:
    file = SimpleUploadedFile("agents.csv", "\n".join([head, *lines]).encode(), "text/csv")
    return browser.post(LIST, {"list": file})


def test_a_list_is_shown_before_it_is_kept_and_makes_agents_once() -> None:
    first, second = people(2)
    lines = [f"{first},2101,hi bho,bocw uow,,हाँ,noida,no", f"{second},2102,hi,,1076,,,yes"]
    browser = of_role(Role.SUPERVISOR)
    shown = text_of(bring(browser, *lines))
    assert "2 नए" in shown
    assert not Agent.objects.exists()
    text = "\n".join([HEAD, *lines])
    assert browser.post(LIST, {"text": text, "take": "1"}).status_code == 302
    found = list(
        Agent.objects.order_by("number").values_list(
            "number", "languages", "boards", "lines", "is_woman", "site", "has_own_phone"
        )
    )
    assert found == [
        ("2101", ["hi", "bho"], ["bocw", "uow"], [], True, "noida", False),
        ("2102", ["hi"], [], ["1076"], False, "lucknow", True),
    ]
    entries = Entry.objects.count()
    assert browser.post(LIST, {"text": text, "take": "1"}).status_code == 302
    assert (Agent.objects.count(), Entry.objects.count()) == (2, entries)


def test_other_skills_in_the_list_change_the_agent() -> None:
    agent = room.agent(at=timezone.now(), site="lucknow")
    line = f"{agent.user.username},{agent.number},hi en,,,no,noida,no"
    of_role(Role.ADMINISTRATOR).post(LIST, {"text": f"{HEAD}\n{line}", "take": "1"})
    agent.refresh_from_db()
    assert (agent.languages, agent.site) == (["hi", "en"], "noida")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nobody,2101,hi,,,,,", "इस साइन-इन नाम"),
        ("{0},2101,xx,,,,,", "अनजान: xx"),
        ("{0},2101,,,,,,", "कम से कम एक भाषा"),
        ("{0},21 01,hi,,,,,", "केवल अंक और अक्षर"),
        ("{0},agent0,hi,,,,,", "किसी और"),
        ("{0},2101,hi,,,maybe,,", "yes या no"),
    ],
)
def test_each_fault_is_told_in_its_line_and_nothing_is_kept(line: str, told: str) -> None:
    room.agent(at=timezone.now())
    given = line.format(people(1)[0])
    browser = of_role(Role.SUPERVISOR)
    answer = browser.post(LIST, {"text": f"{HEAD}\n{given}", "take": "1"})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert Agent.objects.count() == 1


def test_a_person_twice_names_the_first_line() -> None:
    one = people(1)[0]
    answer = bring(of_role(Role.SUPERVISOR), f"{one},2101,hi,,,,,", f"{one},2102,hi,,,,,")
    assert "पंक्ति 2" in text_of(answer)


def test_a_list_without_its_columns_says_which() -> None:
    answer = bring(of_role(Role.SUPERVISOR), "x,1", head="name,phone")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "username, number, languages" in text_of(answer)


def test_the_list_that_is_given_out_can_be_brought_again() -> None:
    agent = room.agent(at=timezone.now(), boards=["bocw"])
    browser = of_role(Role.SUPERVISOR)
    text = browser.get("/desk/helpline/agents/list.csv").content.decode("utf-8-sig")
    assert f"{agent.user.username},{agent.number},hi,bocw,,no," in text
    assert "1 पहले जैसे" in text_of(browser.post(LIST, {"text": text}))


def test_a_long_list_asks_no_more_than_a_short_one() -> None:
    names = people(4)
    browser = of_role(Role.SUPERVISOR)
    lines = [f"{name},{2101 + number},hi,,,,," for number, name in enumerate(names)]
    counts = []
    for given in (lines[:1], lines[:1], lines):
        with CaptureQueriesContext(connection) as found:
            browser.post(LIST, {"text": "\n".join([HEAD, *given])})
        counts.append(len(found))
    assert counts[2] <= counts[1]
