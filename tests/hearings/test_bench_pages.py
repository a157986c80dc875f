"""The pages of the bench and the registry, and everybody's pages of lists and orders."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.hearings import bench, court
from tests.room import at_desk, queries_of, text_of

from shramsetu.casework.models import Case, Party
from shramsetu.hearings.actions import lists, sittings, video
from shramsetu.hearings.actions.dating import Video
from shramsetu.hearings.models import CauseList, Hearing, Order
from shramsetu.hearings.papers import diary
from shramsetu.journal.rules import SYSTEM
from shramsetu.lib import clock
from shramsetu.messages import keywords
from shramsetu.messages.keywords import Said
from shramsetu.messages.models import Message
from shramsetu.people.queries import phone_key
from shramsetu.rooms.models import Room

pytestmark = pytest.mark.django_db
SLUG = "authority-kanpur-nagar"


def called() -> Case:
    """Bring a matter to a date that lies ahead of the clock on the wall."""
    return court.noticed(at=timezone.now())


def day_of(case: Case) -> str:
    return clock.day(bench.fixed(case).on_at).isoformat()


def test_the_bench_writes_down_that_the_employer_had_it_put_off() -> None:
    case = court.noticed(at=timezone.now() - timedelta(days=40))
    client = at_desk(court.authority())
    page = client.get(reverse("hearings:hear", args=[case.number]))
    assert page.status_code == 200
    free = page.context["form"].fields["free"].choices[1][0]
    sent = {"seen": case.revision, "result": "adjourned", "free": free, "purpose": "reply"}
    answer = client.post(reverse("hearings:hear", args=[case.number]), sent)
    assert answer.status_code == 422
    sent |= {"side": "respondent", "cause": "time-for-reply"}
    answer = client.post(reverse("hearings:hear", args=[case.number]), sent)
    assert answer.status_code == 302, text_of(answer)
    assert [one.adjourned_by for one in Hearing.objects.filter(matter=case.pk).order_by("seq")] == ["respondent", ""]
    seen = text_of(client.get(reverse("desk:case", args=[case.number])))
    assert "लिखित कथन हेतु समय माँगा" in seen


def test_an_order_is_written_signed_and_read_by_everybody() -> None:
    case = court.noticed(at=timezone.now() - timedelta(days=40), masked=True)
    bench.reserve(case)
    address = reverse("hearings:order", args=[case.number])
    client = at_desk(court.authority())
    assert client.get(address).status_code == 200
    page = client.get(address, {"template": "award"})
    assert "₹ 27,000" in page.context["form"].initial["operative"]
    comply = (clock.day(timezone.now()) + timedelta(days=30)).isoformat()
    written = {
        "template": "award",
        "text": "रमेश कुमार का दावा सिद्ध है।",
        "operative": "राशि दी जाए।",
        "comply_by": comply,
    }
    kept = client.post(address, written)
    assert kept.status_code == 302
    assert Order.objects.get(matter=case.pk).signed_at is None
    case.refresh_from_db()
    sent = client.post(address, {**written, "amount": "27,000", "sign": "1", "seen": case.revision})
    assert sent.status_code == 302, text_of(sent)
    case.refresh_from_db()
    assert case.state == "awarded"
    everybody = Client()
    read = text_of(everybody.get(reverse("vaad:order", args=[case.number, 1])))
    assert "र… का दावा सिद्ध है" in read
    assert "रमेश" not in read
    assert "रमेश" not in text_of(everybody.get(reverse("vaad:orders")))
    paper = everybody.get(reverse("vaad:order_pdf", args=[case.number, 1]))
    assert paper.content.startswith(b"%PDF")
    assert client.get(reverse("hearings:order_pdf", args=[case.number, 1])).content.startswith(b"%PDF")
    assert client.get(reverse("desk:case", args=[case.number])).status_code == 200


def test_the_registry_drafts_publishes_and_everybody_reads() -> None:
    case = called()
    on, client = day_of(case), at_desk(court.registry())
    day = reverse("hearings:day", args=[SLUG, on])
    assert client.get(reverse("hearings:lists")).status_code == 200
    assert client.get(day).status_code == 200
    everybody = Client()
    public = reverse("vaad:day", args=[SLUG, on])
    assert case.number not in everybody.get(public).content.decode().replace(" ", "")
    assert client.post(reverse("hearings:change", args=[SLUG, on, "draft"])).status_code == 302
    assert "रमेश कुमार बनाम शिव शक्ति ईंट उद्योग" in text_of(client.get(day))
    assert client.post(reverse("hearings:change", args=[SLUG, on, "publish"])).status_code == 302
    assert CauseList.objects.get().published_at is not None
    assert "रमेश कुमार बनाम शिव शक्ति ईंट उद्योग" in text_of(everybody.get(public))
    assert "रमेश कुमार" in everybody.get(reverse("vaad:day_csv", args=[SLUG, on])).content.decode()
    assert everybody.get(reverse("vaad:day_pdf", args=[SLUG, on])).content.startswith(b"%PDF")
    found = everybody.get(reverse("vaad:start"), {"number": case.number})
    assert found.status_code == 200
    assert "शिव शक्ति ईंट उद्योग" in text_of(found)


def test_a_sealed_matter_is_not_found_by_its_number() -> None:
    case = court.noticed(at=timezone.now(), sealed=True)
    answer = Client().get(reverse("vaad:start"), {"number": case.number})
    assert answer.status_code == 404
    unknown = Client().get(reverse("vaad:start"), {"number": "157120000000"})
    assert unknown.status_code in (404, 422)


def test_a_day_is_moved_only_after_its_preview() -> None:
    case = called()
    on, client = day_of(case), at_desk(court.registry())
    address = reverse("hearings:reschedule", args=[SLUG])
    assert client.get(address, {"on": on}).status_code == 200
    asked = {"on": on, "after": on, "why": "अधिकारी अवकाश पर"}
    page = client.post(address, asked)
    assert page.status_code == 200
    [(held, _, to)] = page.context["plan"]
    assert Hearing.objects.get(matter=case.pk).state == "fixed"
    done = client.post(address, {**asked, "move": "1", "to": f"{held.pk}@{to.isoformat()}"})
    assert done.status_code == 302
    assert bench.fixed(case).on_at == to


def test_a_date_is_moved_and_given_a_link_on_its_page() -> None:
    case, client = called(), at_desk(court.registry())
    address = reverse("hearings:move", args=[case.number])
    assert client.get(address).status_code == 200
    to = bench.free(case, bench.fixed(case).on_at)
    written = clock.local(to).strftime("%Y-%m-%dT%H:%M")
    assert client.post(address, {"on_at": written, "why": ""}).status_code == 422
    assert client.post(address, {"on_at": written, "why": "अवकाश"}).status_code == 302
    assert bench.fixed(case).on_at == to
    link = client.post(
        reverse("hearings:video", args=[case.number]), {"by_video": "on", "video_link": "https://meet.example/x"}
    )
    assert link.status_code == 302
    assert bench.fixed(case).video_link == "https://meet.example/x"
    room = Room.objects.get(subject=f"hearing:{case.number}")
    assert (room.begins_at, room.outside_link) == (to, "https://meet.example/x")
    roles = [(one.role, one.label) for one in room.seats.order_by("number")]
    assert roles == [("chair", ""), ("member", ""), ("guest", "वादी 1"), ("guest", "प्रतिवादी 1")]
    clear = client.post(reverse("hearings:video", args=[case.number]), {"by_video": "on", "video_link": "http://x.in"})
    assert clear.status_code == 302
    assert bench.fixed(case).video_link == "https://meet.example/x"


def test_a_party_finds_link_and_code_of_the_room_on_its_page() -> None:
    case = called()
    sittings.set_video(bench.fixed(case), Video(wanted=True), by=court.registry(), at=timezone.now())
    door = video.door(court.row(case), Party.objects.get(case=case, part="complainant").pk)
    assert door is not None
    client = Client()
    client.post(reverse("sunvai:start"), {"number": case.number, "phone": "99999 00001"})
    seen = text_of(client.get(reverse("sunvai:matter", args=[case.number])))
    assert door.code in seen
    other = video.door(court.row(case), Party.objects.get(case=case, part="opposite").pk)
    assert other is not None
    assert other.code not in seen


def test_the_registers_show_and_give_the_same_tables() -> None:
    case, _ = bench.decided(at=timezone.now() - timedelta(days=40))
    client = at_desk(court.authority())
    page = client.get(reverse("hearings:registers"))
    assert page.status_code == 200
    assert page.context["awarded"].made == 1
    body = client.get(reverse("hearings:register_file", args=["awards", "csv"])).content.decode()
    assert f"{case.number[:4]} {case.number[4:8]}" in body
    assert client.get(reverse("hearings:register_file", args=["all", "xlsx"])).content.startswith(b"PK")
    assert client.get(reverse("hearings:register_file", args=["all", "csv"])).status_code == 404


def test_today_shows_the_list_and_the_meter() -> None:
    case = court.noticed(at=timezone.now() - timedelta(days=40))
    at = bench.reserve(case)
    bench.draft(case, at=at)
    client = at_desk(court.authority())
    page = client.get(reverse("hearings:today"), {"on": clock.day(at).isoformat()})
    assert page.status_code == 200
    assert [late for _, _, late in page.context["meters"]] == [timezone.now() - at > timedelta(hours=24)]


def test_the_collector_sees_and_writes_the_recovery() -> None:
    case, _ = bench.decided(at=timezone.now() - timedelta(days=90))
    over = case.due_at
    assert over is not None
    cast.take(case, "default", by=SYSTEM, at=over)
    cast.take(case, "certify", by=court.authority(), at=over, collector="dm.kanpur-nagar", reference="RC-7")
    child = Case.objects.get(parent=case)
    client = at_desk(bench.collector())
    seen = text_of(client.get(reverse("desk:case", args=[child.number])))
    assert "RC-7" in seen
    assert "शिव शक्ति ईंट उद्योग" in seen


def said(text: str, *, phone: str = court.RAMESH.phone, ref: str = "1") -> Said:
    return Said(phone, phone_key(phone), text, ref)


def test_a_phone_asks_by_sms_for_the_date_of_a_number() -> None:
    case = called()
    stranger = "+919999900123"
    assert keywords.heard(said(f"तारीख {case.number}", phone=stranger), at=timezone.now()) == "status"
    told = Message.objects.get(template="sms-hearing", to_phone=stranger)
    assert f"{clock.day(bench.fixed(case).on_at):%d.%m.%Y}" in told.text
    keywords.heard(said("पेशी", ref="2"), at=timezone.now())
    assert Message.objects.filter(template="sms-hearing", to_phone=court.RAMESH.phone).count() == 1
    keywords.heard(said("पेशी", phone=stranger, ref="3"), at=timezone.now())
    assert Message.objects.filter(template="sms-no-case", to_phone=stranger).count() == 1


def test_the_list_of_today_asks_no_more_for_three_than_for_one() -> None:
    case, client = called(), at_desk(court.authority())
    address = f"{reverse('hearings:today')}?on={day_of(case)}"
    alone = queries_of(client, address)
    others = [called(), called()]
    assert {day_of(one) for one in others} == {day_of(case)}
    assert queries_of(client, address) == alone


def test_the_registers_ask_no_more_for_three_awards_than_for_one() -> None:
    since = timezone.now() - timedelta(days=40)
    bench.decided(at=since)
    client, address = at_desk(court.authority()), reverse("hearings:registers")
    alone = queries_of(client, address)
    bench.decided(at=since)
    bench.decided(at=since)
    assert queries_of(client, address) == alone


def test_a_reserved_order_is_awaited_before_anybody_drafts_it() -> None:
    case = court.noticed(at=timezone.now() - timedelta(days=40))
    bench.reserve(case)
    client = at_desk(court.authority())
    assert [one.number for one, _, _ in client.get(reverse("hearings:today")).context["meters"]] == [case.number]


def test_a_draft_is_read_by_its_forum_alone() -> None:
    case = court.noticed(at=timezone.now() - timedelta(days=40))
    bench.draft(case, at=bench.reserve(case))
    address = reverse("hearings:order", args=[case.number])
    assert at_desk(court.registry()).get(address).status_code == 200
    above = at_desk(court.post("labour.lc"))
    assert above.get(reverse("desk:case", args=[case.number])).status_code == 200
    assert above.get(address).status_code in (403, 404)


def test_the_api_gives_the_lists_of_a_day_as_published() -> None:
    case, hidden = called(), court.noticed(at=timezone.now(), masked=True)
    on, everybody = day_of(case), Client()
    address = f"/api/v1/cause-lists/{SLUG}/{on}"
    assert everybody.get(address).json()["lists"] == []
    made = lists.draft(
        court.row(case).forum, clock.day(bench.fixed(case).on_at), by=court.registry(), at=timezone.now()
    )
    assert everybody.get(address).json()["lists"] == []
    lists.publish(made, by=court.registry(), at=timezone.now())
    told = everybody.get(address).json()
    assert (told["forum"]["slug"], told["sits"], [one["kind"] for one in told["lists"]]) == (SLUG, True, ["main"])
    rows = told["lists"][0]["rows"]
    assert {one["case_number"] for one in rows} == {case.number, hidden.number}
    assert {one["title"] for one in rows} == {
        "रमेश कुमार बनाम शिव शक्ति ईंट उद्योग",
        "र… बनाम शिव शक्ति ईंट उद्योग",
    }
    sittings.move(
        bench.fixed(case), bench.free(case, bench.fixed(case).on_at), why="-", by=court.registry(), at=timezone.now()
    )
    again = {one["case_number"]: one["since"] for one in everybody.get(address).json()["lists"][0]["rows"]}
    assert again == {case.number: "moved", hidden.number: ""}
    assert SLUG in {one["slug"] for one in everybody.get("/api/v1/cause-lists").json()}


@pytest.mark.parametrize("on", ["x", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_no_such_day_is_not_found(on: str) -> None:
    for name in ("vaad:day", "vaad:day_csv", "vaad:day_pdf"):
        assert Client().get(reverse(name, args=[SLUG, on])).status_code == 404
    assert Client().get(f"/api/v1/cause-lists/{SLUG}/{on}").status_code == 404
    desk = at_desk(court.registry())
    assert desk.get(reverse("hearings:day", args=[SLUG, on])).status_code == 404
    assert desk.get(reverse("hearings:today"), {"on": on}).status_code == 200
    assert desk.get(reverse("hearings:registers"), {"until": on, "since": on}).status_code == 200


def test_a_holiday_declared_late_leads_to_the_moving_of_its_dates() -> None:
    case, client = called(), at_desk(court.registry())
    on = day_of(case)
    lists.publish(
        lists.draft(court.row(case).forum, clock.day(bench.fixed(case).on_at), by=court.registry(), at=timezone.now()),
        by=court.registry(),
        at=timezone.now(),
    )
    said = client.post(reverse("hearings:forum", args=[SLUG]), {"on": on, "sits": "no", "reason": "अवकाश घोषित"})
    assert said.status_code == 302
    assert said.url == f"{reverse('hearings:reschedule', args=[SLUG])}?on={on}"  # type: ignore[attr-defined]
    assert "ऐसे दिनों की तारीख़ें" in text_of(client.get(reverse("hearings:today")))
    assert "इस दिन न्यायालय नहीं बैठता" in text_of(Client().get(reverse("vaad:day", args=[SLUG, on])))


def test_the_diary_tells_what_came_of_a_day() -> None:
    case = court.noticed(at=timezone.now() - timedelta(days=40))
    on_at = bench.fixed(case).on_at
    bench.adjourn(case)
    [line] = diary.lines(court.row(case).forum, clock.day(on_at))
    assert (line.title, line.cause, line.next_at) == (
        "रमेश कुमार बनाम शिव शक्ति ईंट उद्योग",
        "लिखित कथन हेतु समय माँगा",
        bench.fixed(case).on_at,
    )
    address = reverse("hearings:diary", args=[SLUG, clock.day(on_at).isoformat()])
    assert at_desk(court.registry()).get(address).content.startswith(b"%PDF")
    assert at_desk(court.post("labour.leo.agra")).get(address).status_code == 404
