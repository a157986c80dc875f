"""The register of breaches: what happened, until when the Board must know, who was told, and when it may be closed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast, room

from shramsetu.journal import queries as journal
from shramsetu.journal.models import Entry
from shramsetu.offices.models import Role
from shramsetu.privacy import actions, errors, queries
from shramsetu.privacy.models import Breach

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
FACTS = actions.Facts(
    noticed_at=cast.MONDAY,
    what="खोया हुआ लैपटॉप मिला नहीं",
    data_held="नाम और फ़ोन",
    affected="कानपुर के 40 शिकायतकर्ता",
    affected_count=40,
)


def recorded() -> Breach:
    return actions.record_breach(FACTS, by=cast.desk(Role.ADMINISTRATOR), at=cast.MONDAY + HOUR)


def tell(breach: Breach, whom: str, after: timedelta) -> None:
    at = cast.MONDAY + after
    actions.tell(breach, whom=whom, how="पत्रांक 12", told_at=at, by=cast.desk(Role.ADMINISTRATOR), at=at)


def test_the_detailed_notice_is_due_three_days_after_it_was_noticed() -> None:
    assert recorded().due_at == cast.MONDAY + 72 * HOUR


def test_a_late_notice_to_the_board_is_said_to_be_late() -> None:
    breach = recorded()
    tell(breach, "board_first", HOUR)
    tell(breach, "board", 73 * HOUR)
    entries = Entry.objects.filter(stream=breach.stream).order_by("seq")
    assert [(entry.verb, entry.detail.get("late")) for entry in entries] == [
        ("record_breach", None),
        ("tell", False),
        ("tell", True),
    ]
    assert list(journal.faults()) == []


def test_a_breach_is_closed_only_when_persons_and_board_know() -> None:
    breach, by = recorded(), cast.desk(Role.ADMINISTRATOR)
    tell(breach, "board", HOUR)
    with pytest.raises(errors.NotTold):
        actions.close_breach(breach, outcome="कुंजी बदली", by=by, at=cast.MONDAY + 3 * HOUR)
    tell(breach, "persons", 2 * HOUR)
    actions.close_breach(breach, outcome="कुंजी बदली", by=by, at=cast.MONDAY + 3 * HOUR)
    assert queries.breaches().get().closed_at == cast.MONDAY + 3 * HOUR
    with pytest.raises(errors.ClosedAlready):
        tell(breach, "cert", 4 * HOUR)


def test_the_administrator_records_tells_closes_and_prints() -> None:
    desk, noticed = room.of_role(Role.ADMINISTRATOR), timezone.localtime() - HOUR
    said = {
        "noticed_at": f"{noticed:%Y-%m-%dT%H:%M}",
        "what": "ग़लत पते पर सूची गई",
        "data_held": "नाम",
        "affected": "दस लोग",
    }
    page = desk.post("/desk/privacy/of/breaches/new/", said)
    breach = Breach.objects.get()
    assert page.headers["Location"] == f"/desk/privacy/of/breaches/{breach.pk}/"
    for whom in ("persons", "board"):
        desk.post(
            f"/desk/privacy/of/breaches/{breach.pk}/tell/",
            {"whom": whom, "told_at": f"{noticed:%Y-%m-%dT%H:%M}", "how": "पत्रांक 9"},
        )
    assert desk.post(f"/desk/privacy/of/breaches/{breach.pk}/close/", {"outcome": "ठीक किया"}).status_code == 302
    sheet = room.text_of(desk.get(f"/desk/privacy/of/breaches/{breach.pk}/print/"))
    assert ("ग़लत पते पर सूची गई" in sheet, "पत्रांक 9" in sheet, "ठीक किया" in sheet) == (True, True, True)
    assert "ग़लत पते" in room.text_of(desk.get("/desk/privacy/of/breaches/"))


def test_a_time_that_has_not_come_is_refused_with_a_sentence() -> None:
    later = timezone.localtime() + 24 * HOUR
    answer = room.of_role(Role.ADMINISTRATOR).post(
        "/desk/privacy/of/breaches/new/",
        {"noticed_at": f"{later:%Y-%m-%dT%H:%M}", "what": "क", "data_held": "ख", "affected": "ग"},
    )
    assert (answer.status_code, Breach.objects.count()) == (422, 0)
    assert "यह समय अभी आया नहीं है।" in room.text_of(answer)
