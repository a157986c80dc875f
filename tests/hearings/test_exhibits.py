"""Papers marked as evidence: numbered by side, originals given back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.hearings import bench, court
from tests.room import at_desk, text_of

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.hearings import shown
from shramsetu.hearings.actions import exhibits
from shramsetu.hearings.models import Exhibit, Filing
from shramsetu.lib import clock

pytestmark = pytest.mark.django_db


def marked(case: Case, what: str = "हाज़िरी की कॉपी", *, claims: bool = True, original: str = "copy") -> Exhibit:
    case.refresh_from_db()
    filing = Filing.objects.filter(matter=case.pk).first()
    return exhibits.mark(case, what, claims=claims, original=original, filing=filing, by=court.registry(), at=court.AT)


def test_exhibits_are_numbered_by_side_on_the_date_on_which_they_were_marked() -> None:
    case = court.noticed()
    bench.adjourn(case)
    rows = [marked(case), marked(case), marked(case, claims=False)]
    assert [(one.claims, one.number) for one in rows] == [(True, 1), (True, 2), (False, 1)]
    assert {one.hearing.seq for one in rows if one.hearing} == {1}


def test_an_original_goes_back_once() -> None:
    case = court.noticed()
    kept, copy = marked(case, original="kept"), marked(case)
    by, day = court.registry(), clock.day(court.AT)
    with pytest.raises(Refused):
        exhibits.give_back(copy, day, by=by, at=court.AT)
    with pytest.raises(Refused):
        exhibits.give_back(kept, day - timedelta(days=1), by=by, at=court.AT)
    exhibits.give_back(kept, day, by=by, at=court.AT)
    assert Exhibit.objects.get(pk=kept.pk).returned_on == day
    with pytest.raises(Refused):
        exhibits.give_back(kept, day, by=by, at=court.AT)


def test_words_of_a_sealed_matter_are_veiled_and_another_office_marks_nothing() -> None:
    case = court.noticed(sealed=True)
    assert "हाज़िरी" not in marked(case).what
    assert [what for _, what in shown.exhibits(court.row(case))] == ["हाज़िरी की कॉपी"]
    with pytest.raises(Refused):
        exhibits.mark(
            case, "x", claims=True, original="copy", filing=None, by=court.post("labour.leo.agra"), at=court.AT
        )


def test_a_paper_is_marked_on_its_page() -> None:
    case, client = court.noticed(), at_desk(court.registry())
    address = reverse("hearings:exhibits", args=[case.number])
    assert client.get(address).status_code == 200
    assert client.post(address, {"what": ""}).status_code == 422
    sent = {"claims": "yes", "what": "वेतन पर्ची", "original": "kept", "filing": "1"}
    assert client.post(address, sent).status_code == 302
    assert "वेतन पर्ची" in text_of(client.get(address))
    made = Exhibit.objects.get(matter=case.pk)
    back = client.post(
        reverse("hearings:exhibit_back", args=[case.number, made.pk]), {"on": made.marked_on.isoformat()}
    )
    assert back.status_code == 302
    assert Exhibit.objects.get().returned_on == made.marked_on
