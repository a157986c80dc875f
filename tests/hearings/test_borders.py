"""Both sides of every border: of the law in time, of areas and forums, of a condoned delay, of a long cause."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.hearings import court
from tests.hearings.test_law import LAW
from tests.room import at_desk, text_of

from shramsetu.casework.actions import Refused
from shramsetu.casework.models import Case
from shramsetu.hearings import shown
from shramsetu.hearings.actions import forums as changing
from shramsetu.hearings.models import Forum, Litigant
from shramsetu.hearings.queries import forums
from shramsetu.hearings.rules import route
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices.models import Charge, Post, Role
from shramsetu.places import queries as places

pytestmark = pytest.mark.django_db
CODES, AMENDED = date(2025, 11, 21), date(2026, 2, 16)
DAY = timedelta(days=1)
TODAY = clock.day(court.AT)


def regime(matter: str, cause: date, filed: date, sphere: str = "state", bodies: str = "existing") -> str:
    one = route.Asked(LAW.matter(matter), cause, filed, sphere=sphere, bodies=bodies)  # type: ignore[arg-type]
    return route.govern(LAW, one).regime.slug


@pytest.mark.parametrize("matter", [one.slug for one in LAW.matters.values() if one.family == "dispute"])
def test_a_dispute_on_both_sides_of_each_day(matter: str) -> None:
    late = date(2026, 11, 16)
    assert (regime(matter, CODES - DAY, late), regime(matter, CODES, late)) == ("up-id", "ir-2026")
    assert regime(matter, CODES - DAY, late, sphere="central") == "old-central"
    assert (regime(matter, CODES, AMENDED - DAY), regime(matter, CODES, AMENDED)) == ("so-5683", "ir-2026")
    # a body of the Codes takes what arose under them, and nothing older
    assert regime(matter, CODES, late, bodies="new") == "codes"
    assert regime(matter, CODES - DAY, late, bodies="new") == "up-id"
    # what was filed, and was pending, when the Codes came stays under the act of its day
    assert regime(matter, CODES - DAY, CODES - DAY) == "up-id"


@pytest.mark.parametrize("matter", [one.slug for one in LAW.matters.values() if one.family != "dispute"])
def test_wages_and_security_on_both_sides_of_their_day(matter: str) -> None:
    late = date(2026, 11, 16)
    assert (regime(matter, CODES - DAY, late), regime(matter, CODES, late)) == ("old-central", "codes-appointed")
    assert regime(matter, CODES, late, bodies="new") == "codes"
    # the Act of 2026 changed disputes alone
    assert regime(matter, CODES, AMENDED - DAY) == regime(matter, CODES, AMENDED)


def test_a_forum_is_there_on_its_last_day_and_then_the_tribunal_goes_on() -> None:
    today = clock.day(timezone.now())
    old = Forum.objects.filter(slug="labour-court-kanpur")
    days = {"cause_on": date(2025, 10, 1), "filed_on": today, "sphere": "state", "place": places.district(cast.KANPUR)}
    old.update(ended_on=today)
    assert forums.before("dismissal", **days).forum.slug == "labour-court-kanpur"  # type: ignore[arg-type]
    assert forums.forums().filter(slug="labour-court-kanpur").exists()
    old.update(ended_on=today - DAY)
    found = forums.before("dismissal", **days)  # type: ignore[arg-type]
    assert (found.governed.regime.slug, found.governed.provision.section, found.forum.kind) == (
        "up-id",
        "4-K",
        "tribunal",
    )
    assert not forums.forums().filter(slug="labour-court-kanpur").exists()


def test_a_district_goes_to_another_forum_from_the_day_of_the_order() -> None:
    kanpur, agra = (Forum.objects.get(slug=f"authority-{one}") for one in ("kanpur-nagar", "agra"))
    both = [forum.place for forum in (agra, kanpur)]
    by, given = cast.desk(Role.ADMINISTRATOR), {"from_on": TODAY + 3 * DAY, "order": "142/2026", "at": court.AT}
    changing.set_areas(agra, both, by=by, **given)  # type: ignore[arg-type]
    changing.set_areas(
        kanpur, [forum.place for forum in Forum.objects.filter(slug="authority-kanpur-dehat")], by=by, **given
    )  # type: ignore[arg-type]
    before, after = court.filed(), court.filed(at=court.AT + 3 * DAY)
    assert (court.row(before).forum.slug, court.row(after).forum.slug) == ("authority-kanpur-nagar", "authority-agra")
    entry = Entry.objects.get(stream=f"forum:{agra.slug}", verb="set_areas")
    assert entry.detail["order"] == "142/2026"
    with pytest.raises(Refused):
        changing.set_areas(agra, both, by=by, **{**given, "from_on": TODAY - DAY})  # type: ignore[arg-type]
    with pytest.raises(Refused):
        changing.set_areas(agra, [], by=by, **given)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        changing.set_areas(agra, both, by=court.authority(), **given)  # type: ignore[arg-type]


def test_the_administrator_changes_areas_on_their_page() -> None:
    desk, forum = at_desk(cast.desk(Role.ADMINISTRATOR)), Forum.objects.get(slug="authority-agra")
    address, district = reverse("hearings:forum_areas", args=[forum.slug]), places.district(cast.KANPUR)
    assert desk.get(address).status_code == 200
    on = clock.day(timezone.now()) + 2 * DAY
    assert desk.post(address, {"areas": [], "from_on": on.isoformat(), "order": "1"}).status_code == 422
    done = desk.post(address, {"areas": [district.pk], "from_on": on.isoformat(), "order": "7/2026"})
    assert done.status_code == 302
    page = text_of(desk.get(reverse("hearings:forum", args=[forum.slug])))
    assert district.name_hi in page
    assert at_desk(court.authority()).get(address).status_code == 403


def test_what_an_officer_sent_elsewhere_stays_there_when_it_is_put_right() -> None:
    case = court.filed()
    cast.take(case, "transfer", forum="authority-agra", reason="काम आगरा में हुआ।")
    cast.take(case, "send_back", defects=["amount-unclear"])
    cast.take(case, "mend", by=court.ramesh(), rupees=30000)
    assert (court.row(case).forum.slug, case.holder.code if case.holder else "") == (
        "authority-agra",
        "labour.leo.agra",
    )


def test_a_delay_that_was_condoned_is_not_a_longer_one() -> None:
    case = court.filed(cause_on=date(2025, 10, 1), late_reason="बीमार था।")
    cast.take(case, "place_before", reason="विलंब")
    cast.take(case, "condone", reason="बीमारी का पर्चा देखा।")
    cast.take(case, "transfer", forum="authority-agra", reason="काम आगरा में हुआ।")
    cast.take(case, "send_back", defects=["date-missing"])
    cast.take(case, "mend", by=court.ramesh(), cause_on=date(2024, 10, 1))
    assert (court.row(case).days_late > 365, court.row(case).condoned_at) == (True, None)
    with pytest.raises(Refused):
        cast.take(case, "admit")


def test_a_registered_matter_gets_no_law_under_which_it_is_later_than_was_condoned() -> None:
    case = court.filed(matter="minimum-wage", cause_on=date(2026, 4, 1), reliefs=("wages",))
    cast.take(case, "admit")
    with pytest.raises(Refused):  # six months under the old act, and nobody condoned the rest
        cast.take(case, "choose_law", regime="old-central", reason="पुराना")


def test_a_cause_that_went_on_counts_from_its_last_day_and_says_what_stood_under_the_old_act() -> None:
    case = court.filed(cause_on=date(2025, 9, 7), cause_until=date(2026, 9, 7))
    matter = court.row(case)
    assert (matter.regime, matter.act, matter.days_late, matter.file_by) == (
        "codes-appointed",
        "wages-code",
        0,
        date(2029, 9, 7),
    )
    law = shown.law(matter)
    assert law is not None
    assert law.earlier is not None
    assert (law.earlier[0].slug, law.earlier[1]) == ("pw-act", "15(2)")
    page = text_of(at_desk(court.registry()).get(reverse("desk:case", args=[case.number])))
    assert "मज़दूरी संदाय अधिनियम" in page
    cast.take(case, "choose_law", regime="old-central", reason="अधिकांश राशि पुराने समय की है।")
    assert (court.row(case).act, court.row(case).file_by) == ("pw-act", date(2027, 9, 7))


def test_a_cause_under_one_law_names_no_other() -> None:
    law = shown.law(court.row(court.filed(cause_on=date(2026, 5, 7), cause_until=date(2026, 9, 7))))
    assert law is not None
    assert law.earlier is None


def test_the_last_day_is_not_before_the_first() -> None:
    with pytest.raises(Refused) as refused:
        court.filed(cause_on=date(2026, 9, 7), cause_until=date(2026, 9, 6))
    assert refused.value.field == "cause_until"
    assert court.row(court.filed(cause_until=date(2026, 9, 7))).cause_until is None
    client = Client()
    client.post(reverse("sunvai:begin"))
    client.post(reverse("sunvai:ask", args=["what"]), {"matter": "wages-unpaid"})
    wrong = client.post(reverse("sunvai:ask", args=["when"]), {"cause_on": "2026-09-07", "cause_until": "2026-09-01"})
    assert wrong.status_code == 422
    right = client.post(reverse("sunvai:ask", args=["when"]), {"cause_on": "2026-05-07", "cause_until": "2026-09-01"})
    assert right.status_code == 302


def doubtful() -> Case:
    """File a late claim and lay it before the presiding officer."""
    case = court.filed(at=timezone.now(), cause_on=date(2025, 10, 1), late_reason="बीमार था।")
    cast.take(case, "place_before", at=timezone.now(), reason="विलंब")
    return case


def condone(desk: Client, case: Case) -> bool:
    """Condone the delay on the desk; tell whether that was taken."""
    case.refresh_from_db()
    desk.post(reverse("desk:step", args=[case.number, "condone"]), {"seen": case.revision, "reason": "पर्चा देखा।"})
    return court.row(case).condoned_at is not None


def test_who_presided_until_yesterday_decides_nothing_today_and_the_additional_charge_does() -> None:
    one, other, third = doubtful(), doubtful(), doubtful()
    desk = at_desk(court.authority())
    assert condone(desk, one)
    mine = Charge.objects.get(post=Post.objects.get(code="labour.alc.kanpur-nagar"), to_at=None)
    Charge.objects.filter(pk=mine.pk).update(to_at=timezone.now())
    assert not condone(desk, other)
    agra = Charge.objects.get(post=Post.objects.get(code="labour.alc.agra"), to_at=None)
    Charge.objects.create(post=mine.post, user=agra.user, kind=Charge.Kind.ADDITIONAL, from_at=timezone.now())
    assert condone(at_desk(court.authority()), third)
    assert court.row(third).condoned_by == f"user:{agra.user_id}@{mine.post_id}"


def test_a_respondent_put_right_keeps_the_e_mail() -> None:
    case = court.filed()
    cast.take(case, "send_back", defects=["employer-unknown"])
    cast.take(case, "mend", by=court.ramesh(), opposite="शिव शक्ति ईंट भट्ठा, प्रो. मोहन")
    person = Litigant.objects.get(matter=case.pk, claims=False).party.person
    assert person is not None
    assert (person.name, person.email) == ("शिव शक्ति ईंट भट्ठा, प्रो. मोहन", court.OWNER.email)
