"""The page of a duty: whose it is, by a button with a purpose, and what its holder needs besides."""

from datetime import date

import pytest
from django.utils import timezone
from tests import cast
from tests import room as desk
from tests.bonded import room
from tests.bonded.room import HOUR

from shramsetu.bonded.actions import duties
from shramsetu.bonded.models import Bondage
from shramsetu.casework.models import Case
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM

pytestmark = pytest.mark.django_db
ASK = "पद को नाम नहीं दिखता"


def owed(name: str) -> Case:
    at = timezone.now() - HOUR
    return duties.start(room.freed().case, name, from_at=at, by=SYSTEM, at=at)


@pytest.mark.parametrize(("owner", "clock"), [("lead_bank", "bank-account"), ("sdm", "identity")])
def test_who_makes_a_paper_or_an_account_reaches_the_name_from_the_duty_and_comes_back(owner: str, clock: str) -> None:
    duty = owed(clock)
    assert duty.parent is not None
    code = duty.parent.survivor.code
    client = desk.at_desk(room.officer(owner))
    shown = desk.text_of(client.get(f"/desk/case/{duty.number}/"))
    who = f"/desk/bonded/who/{code}/?duty={duty.number}"
    assert f'href="{who}"' in shown
    assert room.NAME not in shown
    asked = desk.text_of(client.get(who))
    assert '<option value="papers" selected>' in asked
    told = desk.text_of(client.post(who, {"klass": "p2", "purpose": "papers"}))
    assert room.NAME in told
    assert f'href="/desk/case/{duty.number}/"' in told
    assert f'href="/desk/case/{duty.parent.number}/"' not in told
    assert Entry.objects.get(verb="reveal").detail["purpose"] == "papers"


def test_the_duty_of_an_account_says_how_the_account_reaches_the_ledger() -> None:
    duty = owed("bank-account")
    shown = desk.text_of(desk.at_desk(room.officer("lead_bank")).get(f"/desk/case/{duty.number}/"))
    assert "पासबुक का पहला पन्ना" in shown


def test_who_does_not_read_the_name_is_told_whom_to_ask() -> None:
    duty = owed("fir")
    shown = desk.text_of(desk.at_desk(room.officer("police")).get(f"/desk/case/{duty.number}/"))
    assert ASK in shown
    assert "/desk/bonded/who/" not in shown


def test_the_number_of_another_persons_duty_leads_nowhere() -> None:
    duty, other = owed("bank-account"), owed("bank-account")
    assert duty.parent is not None
    client = desk.at_desk(room.officer("lead_bank"))
    shown = desk.text_of(client.get(f"/desk/bonded/who/{duty.parent.survivor.code}/?duty={other.number}"))
    assert f"/desk/case/{other.number}/" not in shown


def test_the_duty_of_wages_shows_the_sum_or_why_there_is_none_and_leads_to_the_ledger() -> None:
    duty = owed("wages")
    assert duty.parent is not None
    found = duty.parent.survivor
    address, client = f"/desk/case/{duty.number}/", desk.at_desk(cast.holder_of(duty))
    shown = desk.text_of(client.get(address))
    assert "गणना नहीं हो सकती" in shown
    assert f"/desk/bonded/money/person/{found.code}/" in shown
    days = {"from_on": date(2026, 1, 1), "to_on": date(2026, 1, 10), "minimum_day_paise": 40_000}
    Bondage.objects.update_or_create(survivor=found, defaults={**days, "wage_day_paise": 12_000})
    assert "2,800" in desk.text_of(client.get(address))
