"""The nightly list: who is owed something by the registry and has not asked, until they ask or it is over."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from tests import cast, room
from tests.schemes import room as claims
from tests.workers import room as workers

from shramsetu import rulebook
from shramsetu.casework import calling, runs
from shramsetu.helpline.campaign_forms import CampaignForm
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.messages import audiences
from shramsetu.offices.models import Post, Role
from shramsetu.places import queries as places
from shramsetu.schemes.actions import drafts, unclaimed
from shramsetu.schemes.models import Claim, Unclaimed
from shramsetu.schemes.rules.signs import POINTERS
from shramsetu.workers.actions import boards
from shramsetu.workers.entry import NewMember
from shramsetu.workers.models import Worker

pytestmark = pytest.mark.django_db
AT, TODAY = cast.MONDAY, clock.day(cast.MONDAY)
HOME = "/desk/schemes/left-behind/"


@pytest.fixture(autouse=True)
def _var(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.VAR = tmp_path  # type: ignore[attr-defined]


def member(phone: str = workers.PHONE, until: date = date(2027, 12, 31), **changes: object) -> Worker:
    found = workers.worker(phone=phone, **changes)
    card = boards.admit(found, "bocw", years=1, on=date(2024, 1, 1), by=workers.clerk(), at=AT)
    card.paid_until = until
    card.save()
    return found


def listed(days: int = 0) -> list[tuple[str, str, date | None, date | None]]:
    """Make the list of a day and return what is on it."""
    at = AT + timedelta(days=days)
    run = unclaimed.begin(at=at, part=1_000)
    while runs.step(run.pk, at=at):
        pass
    run.refresh_from_db()
    assert (run.state, run.failed) == ("done", 0)
    rows = Unclaimed.objects.filter(over_on=None).order_by("scheme", "sign")
    return list(rows.values_list("scheme", "sign", "event_on", "last_on"))


def child(days: int) -> NewMember:
    return NewMember("मुन्नी", "daughter", "woman", TODAY - timedelta(days=days), is_married=False)


def claim(worker: Worker, scheme: str, on: date) -> Claim:
    case = cast.complaint()  # any case: what counts here is the claim's own row
    return Claim.objects.create(
        case=case, worker=worker, scheme=scheme, edition_on=on, claimed_on=on, filed_by="csc", subject="1"
    )


def test_every_pointer_names_a_scheme_of_the_rulebook() -> None:
    assert {one.scheme for one in POINTERS} <= set(rulebook.book().scheme_rules.rules)


def test_a_birth_and_a_grown_daughter_are_seen_until_somebody_of_the_family_claims() -> None:
    ramdev = member(members=(child(100), child(19 * 365 + 10)))
    born = TODAY - timedelta(days=100)
    education = ("bocw-education-help", "pupil", None, None)
    bride = ("bocw-marriage-help", "bride", None, None)
    birth = ("bocw-maternity-help", "birth", born, None)
    assert listed() == [education, bride, birth]

    claim(wife_of(ramdev), "bocw-maternity-help", TODAY)
    claimed = listed(days=1)
    assert [row[:2] for row in claimed] == [education[:2], bride[:2]]
    assert Unclaimed.objects.get(scheme="bocw-maternity-help").over_on == TODAY + timedelta(days=1)


def wife_of(worker: Worker) -> Worker:
    wife = workers.worker(name="सीता देवी", sex="woman")
    Worker.objects.filter(pk=wife.pk).update(family=worker.family)
    return wife


def test_a_card_that_runs_out_and_one_that_lapsed_have_a_last_day() -> None:
    member(until=TODAY + timedelta(days=10))
    member(phone="+919999900302", name="मोहन", until=TODAY - timedelta(days=10))
    member(phone="+919999900303", name="सोहन", until=TODAY - timedelta(days=800))
    lapsed = TODAY - timedelta(days=10)
    assert listed() == [
        ("", "due", TODAY + timedelta(days=10), TODAY + timedelta(days=10)),
        ("", "lapsed", lapsed, date(lapsed.year + 4, lapsed.month, lapsed.day) - timedelta(days=1)),
    ]


def test_a_death_is_owed_by_the_day_of_the_death() -> None:
    ramdev = member(until=TODAY - timedelta(days=20))
    Worker.objects.filter(pk=ramdev.pk).update(died_on=TODAY - timedelta(days=30))
    assert listed() == [("bocw-death-help", "death", TODAY - timedelta(days=30), None)]


def of_uow(until: date, **changes: object) -> Worker:
    found = workers.worker(**changes)
    boards.admit(found, "uow", years=5, on=date(2022, 1, 1), by=workers.clerk(), at=AT)
    found.memberships.update(paid_until=until)
    return found


def test_cards_of_both_boards_run_out_and_of_one_worker_the_sooner_is_told() -> None:
    of_uow(TODAY + timedelta(days=12))
    both = member(phone="+919999900302", name="मोहन", until=TODAY + timedelta(days=10))
    boards.admit(both, "uow", years=5, on=date(2022, 1, 1), by=workers.clerk(), at=AT)
    both.memberships.filter(board="uow").update(paid_until=TODAY + timedelta(days=5))
    ends = [TODAY + timedelta(days=days) for days in (12, 5)]
    listed()
    rows = Unclaimed.objects.order_by("worker_id").values_list("scheme", "sign", "event_on", "last_on")
    assert list(rows) == [("", "due", end, end) for end in ends]


def test_the_death_of_an_unorganised_worker_points_to_the_accident_insurance() -> None:
    ramdev = of_uow(TODAY + timedelta(days=900))
    Worker.objects.filter(pk=ramdev.pk).update(died_on=TODAY - timedelta(days=30))
    died = TODAY - timedelta(days=30)
    # The construction board's too: an accident on a site is helped without a registration.
    assert listed() == [(one, "death", died, None) for one in ("bocw-death-help", "uow-accident-help")]


def test_a_wedding_begun_and_not_sent_is_named_with_its_last_day_until_it_is_sent() -> None:
    ramdev = claims.member()
    draft = drafts.begin(ramdev, claims.MARRIAGE, by=claims.own(ramdev), at=AT)
    assert [row for row in listed() if row[1] == "draft"] == []
    drafts.tell(draft, {"wedding_on": date(2025, 12, 1), "is_mass_wedding": False}, at=AT)
    drawn = (claims.MARRIAGE, "draft", date(2025, 12, 1), date(2026, 12, 1))
    assert [row for row in listed(days=1) if row[1] == "draft"] == [drawn]
    drafts.send(draft, channel="portal", by=claims.own(ramdev), at=AT + timedelta(days=1))
    assert [row for row in listed(days=2) if row[1] == "draft"] == []


def test_a_refusal_is_named_until_the_last_day_to_appeal() -> None:
    case = claims.refused(claims.claim(bride_born_on=date(2010, 1, 10)))
    assert case.rests_until is not None
    last = clock.day(case.rests_until)
    days = (last - TODAY).days
    waits = (claims.MARRIAGE, "appeal", date(2026, 10, 12), last)
    assert [row for row in listed(days=days) if row[1] == "appeal"] == [waits]
    assert [row for row in listed(days=days + 1) if row[1] == "appeal"] == []


def test_the_clock_makes_one_list_a_day() -> None:
    member()
    assert unclaimed.begin(at=AT) == unclaimed.begin(at=AT + timedelta(hours=1))


def test_officers_see_their_district_by_village_and_name() -> None:
    member(until=TODAY + timedelta(days=10))
    member(phone="+919999900302", name="आगरा का मोहन", until=TODAY + timedelta(days=10), district=places.district(118))
    listed()
    leo = cast.seat(Post.objects.get(code="labour.leo.kanpur-nagar")).actor
    client = room.at_desk(leo)
    assert client.get(HOME).headers["Location"] == f"{HOME}157/"
    assert room.text_of(client.get(f"{HOME}157/")).count("?sign=due") == 1
    page = room.text_of(client.get(f"{HOME}157/people/"))
    assert "रामदेव निषाद" in page
    assert "आगरा का मोहन" not in page
    assert client.get(f"{HOME}118/").status_code == 404
    few = room.queries_of(client, f"{HOME}157/people/")
    member(phone="+919999900304", name="तीसरा", until=TODAY + timedelta(days=9))
    listed(days=1)
    assert room.queries_of(client, f"{HOME}157/people/") == few
    assert client.get(f"{HOME}157/people.xlsx?sign=due").content[:2] == b"PK"
    assert Entry.objects.get(stream="reads:unclaimed-157").detail["lines"] == 2


def test_the_state_desk_sees_counts_and_no_names() -> None:
    member(until=TODAY + timedelta(days=10))
    listed()
    client = room.of_role(Role.STATE_DESK)
    assert "कानपुर नगर" in room.text_of(client.get(HOME))
    assert "रामदेव" not in room.text_of(client.get(f"{HOME}157/"))
    assert client.get(f"{HOME}157/people/").status_code == 404
    assert client.post(f"{HOME}make/").status_code == 302


def test_messages_and_calls_take_each_phone_once() -> None:
    member(members=(child(100),), until=TODAY + timedelta(days=10))
    member(phone=workers.PHONE, name="भाई", until=TODAY + timedelta(days=5))
    listed()
    asked = {"district": "157", "soon": True}
    cards = list(audiences.get("card-due").people(asked, AT))
    assert [(one.phone, one.values["date"]) for one in cards] == [
        (workers.PHONE, f"{TODAY + timedelta(days=5):%d-%m-%Y}")
    ]
    assert len(list(audiences.get("unclaimed").people({}, AT))) == 1
    roll = next(one for one in calling.rolls() if one.key == "unclaimed")
    assert [one.phone for one in roll.people({"district": "157"}, AT)] == [workers.PHONE]
    form = CampaignForm(
        {"name_hi": "सूची", "name_en": "List", "source": "roll:unclaimed", "is_service": "on", "mode": "preview",
         "line": next(iter(rulebook.book().helpline.lines)), "agents": "5"}
    )  # fmt: skip
    assert form.is_valid(), form.errors
    assert [one.phone for one in form.plan().phones] == [workers.PHONE]


def test_rows_that_are_over_are_forgotten_after_a_year() -> None:
    ramdev = member(until=TODAY + timedelta(days=10))
    listed()
    ramdev.memberships.update(paid_until=date(2029, 1, 1))
    assert listed(days=1) == []
    assert unclaimed.forget(at=AT + timedelta(days=366)) == 0
    assert unclaimed.forget(at=AT + timedelta(days=367)) == 1


def test_the_command_line_makes_extract_and_list() -> None:
    member(until=TODAY + timedelta(days=10))
    out = StringIO()
    call_command("eligibility", "extract", stdout=out)
    assert "✓ 1 श्रमिक" in out.getvalue()
    call_command("eligibility", "list", stdout=out)
    assert "सूची में" in out.getvalue()
    call_command("runs", stdout=out)
    assert "100%" in out.getvalue()
