"""Nothing that says who a freed person is, or what was done to them, shows to anybody whose class it is not.

Every address of tests/meta/access.toml is asked as every role, and whatever the actions of the flow left behind (rows,
journal, outbox, bells, logs, a dump in clear) is searched for words that are met nowhere else.
"""

import base64
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation
from tests import apart, cast
from tests.bonded import leaky, room
from tests.bonded.clues import Clues
from tests.meta.test_access import BEYOND, SAMPLES, Row, addresses, table, visitor

from shramsetu.bonded import models, rights
from shramsetu.bonded.actions import packets, reading
from shramsetu.bonded.models import BondedDuty, Certificate, Journey, Packet, Survivor, TeamMember, Track, Transfer
from shramsetu.bonded.reports import written
from shramsetu.bonded.reports.asked import Asked
from shramsetu.bonded.reports.kinds import KINDS
from shramsetu.files.models import Attachment
from shramsetu.files.store import store
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.messages.models import Message
from shramsetu.offices.models import Charge, Role, User
from shramsetu.places import queries as places

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("leaks")]

# Who stands for a role, beside the first post of each: those of the district, of the home, and strangers.
NEARBY = (("labour_officer", "Prayagraj"), ("dm", "Prayagraj"), ("labour_officer", "Chitrakoot"))
PLACED = (
    *NEARBY,
    ("sdm", "Prayagraj"), ("child_unit", "Prayagraj"), ("principal_secretary", "Prayagraj"),
    ("dm", "Chitrakoot"), ("dm", "Agra"), ("labour_officer", "Agra"), ("labour", "Prayagraj"),
    ("commissioner", "Prayagraj"), ("police", "Prayagraj"), ("food", "Prayagraj"), ("lead_bank", "Prayagraj"),
    ("prosecutor", "Prayagraj"), ("divisional_commissioner", "Prayagraj"),
)  # fmt: skip
NEAR = {f"{owner} {where}" for owner, where in NEARBY}
EMPTY = {302, 403, 404, 405}
MOST = 6  # ways of filling one address
# Pages of other packages hold the same for every role but for their scope: so many roles ask for each.
ELSEWHERE = 6
OURS = ("bonded:", "bandhua:", "desk:", "messages:", "files:", "privacy:", "api-")
NOBODY = Actor(role="public")
# Pages that end a session or change it; nothing of a case stands on them.
PLANTED: dict[str, Callable[[str], str]] = {
    "plain": str,
    "hex": lambda text: text.encode().hex(),
    "capitals": lambda text: text.encode().hex().upper(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 two on": lambda text: base64.b64encode(b"12" + text.encode()).decode(),
    "address": quote,
    "json": json.dumps,
}
# Which rows the number in an address is of; any other one is tried with the first rows of every table.
KEYED: dict[type[Model], str] = {
    models.Committee: "bonded:committee bonded:nominate bonded:call_meeting",
    models.Seat: "bonded:vacate",
    models.Meeting: "bonded:meeting bonded:minutes bonded:cancel_meeting bonded:meeting_paper"
    " bonded:minutes_for_signature",
    models.Survey: "bonded:replace_survey",
    models.Payment: "bonded:pay bandhua:own_not_received",
    models.Account: "bonded:check_account",
    models.Statement: "bonded:bank_statement bonded:statement_errors",
    models.Paper: "bonded:paper_pdf",
    models.Opening: "bonded:glass_review bonded:end_leave",
    models.Information: "bonded:informant",
    models.Delegation: "bonded:end_delegation",
    models.Packet: "bonded:packet_letter bonded:packet_code bonded:packet_revoke",
    models.Chase: "bonded:chase bonded:chase_received bonded:chase_denied bonded:chase_letter bonded:chase_letter_sent",
}
ASKED = {"bonded:paper_queue": "?what=back"}  # of three lists the one in which papers wait
LEFT_OUT = {"account_logout", "switch_post", "demo_sign_in", "set_language"}


@pytest.fixture(scope="module")
def left(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[leaky.Left]:
    """The world, committed once for all tests of this module in a database apart, and what its making left behind."""
    with django_db_blocker.unblock(), apart.database("leaks") as url:  # type: ignore[attr-defined]
        with translation.override("hi"):
            made = leaky.left_behind(url)
        yield made


@pytest.fixture
def world(left: leaky.Left) -> leaky.World:
    return left.world


def actors() -> Iterator[tuple[str, Client, Actor]]:
    """Yield a client for each placed post and each role, with who it acts as; those who know most come first."""
    seen = set()
    for owner, where in PLACED:
        by = room.officer(owner, where)
        seen.add(by.role)
        yield f"{owner} {where}", _signed_in(by), by
    for role in BEYOND:
        yield role, visitor(role), NOBODY
    for role in Role.values:
        if role in seen:
            continue
        charge = Charge.objects.filter(post__role=role, to_at=None).select_related("post").order_by("pk")[0]
        by = cast.seat(charge.post).actor
        yield role, _signed_in(by), by


def _signed_in(by: Actor) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=by.user_id or 0))
    return client


def filled(row: Row, values: dict[str, list[object]]) -> Iterator[str]:
    """Yield the address of a row with whatever real numbers, codes and keys may stand in it."""
    needs = addresses()[row.name]
    is_ours = row.name.startswith(("bonded:", "bandhua:"))
    choices = []
    for name, kind in needs.items():
        known = values.get(row.name if kind == "int" and row.name in values else name if name in values else kind, [])
        real = known if is_ours or kind == "uuid" else known[:1] if name == "number" else []
        if not real and not is_ours:
            return  # an address of something that none of these people has a part in
        choices.append(real or [row.kwargs.get(name, SAMPLES[kind])])
    most = len(choices[0]) if len(choices) == 1 else MOST
    for chosen in itertools.islice(itertools.product(*choices), most):
        yield reverse(row.name, kwargs=dict(zip(needs, chosen, strict=True))) + ASKED.get(row.name, "")


def real(world: leaky.World) -> dict[str, list[object]]:
    """Return what may stand in addresses: numbers of cases, code names, keys of rows."""
    mine = [one.case for one in (*world.survivors, *world.more)]
    duty = BondedDuty.objects.select_related("case").filter(parent=mine[0]).order_by("pk")[0].case
    operation = world.survivors[0].operation
    assert operation is not None
    track = Track.objects.select_related("case").order_by("pk")[0].case
    numbers = [one.number for one in (*mine, duty, operation.case, world.information, track)]
    codes = [one.code for one in world.survivors[:2]]
    codes += [str(one.code) for kind in (Transfer, Journey) for one in kind.objects.order_by("pk")[:1]]
    keys = {
        row.pk
        for name in models.__all__
        for row in getattr(models, name).objects.order_by("pk")[:1]
        if isinstance(row.pk, int) and row.pk not in {case.pk for case in mine}
    }
    tokens = [one.paper.token for one in Certificate.objects.select_related("paper").order_by("pk")]
    tokens.append(packets.token(Packet.objects.select_related("transfer").order_by("pk")[0]))
    papers = list(Attachment.objects.order_by("pk").values_list("pk", flat=True))
    keyed = {
        name: list(kind.objects.order_by("pk").values_list("pk", flat=True)[:3])
        for kind, names in KEYED.items()
        for name in names.split()
    }
    districts: list[object] = [room.district().lgd_code]
    return {  # type: ignore[return-value]
        **keyed,
        "lgd": districts,
        "member": list(TeamMember.objects.order_by("pk").values_list("pk", flat=True)[:2]),
        "number": list(numbers),
        "code": list(codes),
        "int": sorted(keys)[:MOST],
        "uuid": papers,
        "token": tokens,
    }


def leaks(world: leaky.World, text: str, by: Actor, allowed: dict[tuple[int, str], bool]) -> list[str]:
    """Return the words in `text` that `by` may not read."""

    def may(place: int, klass: str, asks: Callable[[], bool]) -> bool:
        if (place, klass) not in allowed:
            allowed[place, klass] = asks()
        return allowed[place, klass]

    found = [
        word.text
        for word in world.words
        if word.text in text and not may(word.survivor.pk, word.klass, partial(_may, word, by))
    ]
    found += [
        one.text
        for place, one in enumerate(world.written)
        if one.text in text and not may(place, "written", partial(one.reads, by))
    ]
    known = [one for one in world.told if one in text]
    return found + ([] if not known or rights.may_read_words(world.information, by) else known)


def _may(word: leaky.Word, by: Actor) -> bool:
    """What officers wrote is read by who reads the words of the case, everything else by its class."""
    if word.klass == leaky.NOTE:
        return rights.may_read_words(word.survivor.case, by)
    return rights.may(word.survivor, word.klass, by=by)


def let_in(who: str, by: Actor) -> list[Row]:
    """Return the addresses that somebody may come to, without those that tell of nobody but the visitor."""
    role = who if who in BEYOND else by.role
    rows = (row for row in table().values() if row.lets(role) and row.name not in LEFT_OUT)
    return [row for row in rows if not row.name.startswith(("mfa_", "account_"))]


@dataclass
class Walk:
    """Words seen where they should not be, addresses that told anything, forms with their fields."""

    world: leaky.World
    values: dict[str, list[object]]
    shown: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)
    telling: set[str] = field(default_factory=set)
    fields: dict[str, set[str]] = field(default_factory=dict)
    posted: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    def goes(self, who: str, client: Client, by: Actor, *, everywhere: bool) -> None:
        """Ask for every page, then send every form that was shown, and whatever takes nothing but forms."""
        allowed: dict[tuple[int, str], bool] = {}
        rows = [row for row in let_in(who, by) if everywhere or self._is_due(row)]
        self.entered |= {row.name for row in rows} if everywhere else set()
        shown = [(row, address) for row in rows for address in self._asked(row, everywhere=everywhere)]
        forms: dict[str, str] = {}
        for row, address in shown:
            answer = client.get(address)
            if answer.status_code not in EMPTY:
                self.telling.add(address)
            forms |= self._forms(self.hears(f"{who}: {row.name}", answer, by, allowed))
        posts = {row.name: next(filled(row, self.values), "") for row in rows if row.method == "POST"}
        for name, address in {**posts, **forms}.items():
            nonsense = dict.fromkeys(self.fields.get(name, ()), "?")
            for given in ({}, nonsense) if everywhere and address else (nonsense,) if address else ():
                self.hears(f"{who} posts {name}", _undone(client, address, given), by, allowed)
                self.posted += 1

    def _is_due(self, row: Row) -> bool:
        """Tell whether one more role asks for a page."""
        self.asked[row.name] += 1
        return row.name.startswith(OURS) or self.asked[row.name] <= ELSEWHERE

    def _asked(self, row: Row, *, everywhere: bool) -> Iterator[str]:
        """Yield the pages of a row: all of them, or beside the first those that told those who could come there."""
        for place, address in enumerate(filled(row, self.values) if row.method == "GET" else ()):
            if everywhere or not place or address in self.telling or row.name not in self.entered:
                yield address

    def hears(self, where: str, answer: HttpResponse, by: Actor, allowed: dict[tuple[int, str], bool]) -> str:
        """Note the words of an answer that `by` may not read; return all it says."""
        said = leaky.said(answer)
        self.shown += [f"{where} {word}" for word in leaks(self.world, said, by, allowed)]
        if answer.status_code >= 500:
            self.broken.add(where)
        return said

    def _forms(self, page: str) -> dict[str, str]:
        """Return by the name of their address the forms of bonded labour on a page, and keep their fields."""
        found = {}
        for address, names in leaky.forms(page):
            name = resolve(address).view_name
            if name.startswith(("bonded:", "bandhua:", "desk:")):
                found[name] = address
                self.fields.setdefault(name, set()).update(names)
        return found


def test_no_page_list_file_or_answer_to_a_form_shows_a_word_to_a_role_without_its_class(world: leaky.World) -> None:
    """Who works for these people asks for all there is, the others for each page once and for what told anybody.

    Each form is sent empty and sent with nonsense, as is every address that takes forms only; all of it is undone.
    """
    walk = Walk(world, real(world))
    for who, client, by in actors():
        walk.goes(who, client, by, everywhere=who in NEAR)
    assert (walk.shown, walk.broken) == ([], set())
    assert (len(walk.telling) > 100, walk.posted > 200, len(walk.fields) > 8) == (True, True, True), "not let in"


def test_a_name_planted_in_a_list_or_in_an_answer_is_met(world: leaky.World) -> None:
    man, by = world.survivors[0], room.officer("principal_secretary")
    client, walk = _signed_in(by), Walk(world, real(world))
    walk.hears("list", client.get("/desk/bonded/list/persons/"), by, {})
    assert walk.shown == []
    Survivor.objects.filter(pk=man.pk).update(code=world.words[0].text)
    walk.hears("list", client.get("/desk/bonded/list/persons/"), by, {})
    assert walk.shown == [f"list {world.words[0].text}"]


def _undone(client: Client, address: str, given: dict[str, str]) -> HttpResponse:
    with transaction.atomic():
        answer = client.post(address, given)
        transaction.set_rollback(True)
    return answer  # type: ignore[return-value]


def test_no_search_finds_a_freed_person_by_name_or_phone(world: leaky.World) -> None:
    words = [word.text for word in world.words if word.klass == leaky.P2][:5]
    names = [text for one in world.survivors for text in (one.code, one.case.number)]
    for who, client, _by in actors():
        # What everybody may ask answers everybody alike, signed in or not.
        for address in (
            ("/track/",) if who in BEYOND else ("/desk/search/", "/track/") if who in NEAR else ("/desk/search/",)
        ):
            for text in words:
                page = leaky.said(client.get(address, {"q": text})).replace(" ", "")
                assert [name for name in names if name in page] == [], f"{who} found {text} under {address}"


def test_the_error_pages_say_nothing(
    world: leaky.World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    man = world.survivors[0]

    def broken(*_args: object, **_more: object) -> object:
        secret = [word.text for word in world.words]
        raise RuntimeError(len(secret))

    client = _signed_in(room.officer("labour_officer"))
    client.raise_request_exception = False
    monkeypatch.setattr(reading.persons, "identity", broken)
    answers = [
        client.post(f"/desk/bonded/who/{man.code}/", {"klass": "p2", "purpose": "payment"}),
        client.get("/desk/bonded/who/BL-0-0/"),
        _signed_in(room.officer("commissioner")).get(f"/desk/bonded/who/{man.code}/"),
        Client().get(f"/desk/case/{man.case.number}/"),
    ]
    assert [answer.status_code for answer in answers] == [500, 404, 403, 302]
    everything = "\n".join([*map(leaky.said, answers), caplog.text])
    assert [word.text for word in world.words if word.text in everything] == []


def test_what_the_actions_leave_behind_holds_no_word_in_clear(left: leaky.Left) -> None:
    """Statements, notices of PostgreSQL, lines of the log and messages, as they were when they were made."""
    clues = Clues(left.world.every_word())
    assert {name: len(body) > 0 for name, body in left.heard.items()} == dict.fromkeys(left.heard, True)
    assert {name: found for name, body in left.heard.items() if (found := clues.within(body))} == {}


def test_no_dump_or_backup_holds_a_word_in_clear(left: leaky.Left, tmp_path: Path) -> None:
    """What pg_dump writes of the whole database: tables, search and all."""
    dump = leaky.dumped(tmp_path)
    assert b"bonded_survivor" in dump
    assert left.world.survivors[0].code.encode() in dump
    assert Clues(left.world.every_word()).within(dump) == []
    assert Clues(left.world.phone_keys()).within(dump) == []


def test_no_report_holds_a_word_whoever_takes_it(world: leaky.World) -> None:
    asked = Asked(tuple(places.districts()), places.state(), clock.day(room.AT + 40 * room.DAY))
    words = world.every_word()
    for slug in KINDS:
        said = leaky.text_of(written.xlsx(written.made(slug, asked)))
        assert world.survivors[0].code in said or slug not in ("register-a", "register-c")
        assert [word for word in words if word in said] == [], slug


def test_what_is_kept_of_papers_and_scans_lies_encrypted(left: leaky.Left) -> None:
    kept = [_content(sha256) for sha256, _at in store().written()]
    assert len(kept) > 3
    clues = Clues(left.world.every_word())
    assert [clues.within(body) for body in kept if clues.within(body)] == []
    paper = Attachment.objects.filter(stream=left.world.survivors[0].case.stream, purpose="statement").order_by("pk")[0]
    client = _signed_in(room.officer("dm"))
    assert clues.within(b"".join(client.get(f"/files/{paper.pk}/").streaming_content))


def _content(sha256: str) -> bytes:
    with store().open(sha256) as file:
        return file.read()


def test_the_own_page_of_a_freed_person_holds_no_word_for_whoever_finds_the_code(world: leaky.World) -> None:
    """Who holds certificate and code sees sums and offices: no name, not the own one either, and no code name."""
    certificate = Certificate.objects.select_related("paper").get(survivor=world.survivors[0], standing="in_force")
    client, address = Client(), f"/bandhua/mera/{certificate.paper.token}/"
    with transaction.atomic():
        assert client.post(f"{address}code/").status_code == 302
        code = Message.objects.filter(template="code").latest("queued_at").values["code"]
        assert client.post(address, {"code": code}).status_code == 302
        page = leaky.said(client.get(address))
        transaction.set_rollback(True)
    assert "तात्कालिक सहायता" in page or "तात्कालिक सहायता" in page
    hidden = [*world.every_word(), world.survivors[0].code, world.survivors[0].case.number]
    assert [word for word in hidden if word in page] == []


def test_a_word_planted_in_any_form_is_found_in_a_dump(left: leaky.Left, tmp_path: Path) -> None:
    words = left.world.every_word()
    with psycopg.connect(left.url, autocommit=True) as planting:
        planting.execute("CREATE TABLE planted (form text, word text)")
        try:
            for form, written in PLANTED.items():
                for word in words:
                    planting.execute("INSERT INTO planted VALUES (%s, %s)", [form, written(f"ab{word}c")])
            lines = leaky.dumped(tmp_path, "--table=planted").split(b"\n")
        finally:
            planting.execute("DROP TABLE planted")
    for form in PLANTED:
        told = b"\n".join(line for line in lines if line.startswith(f"{form}\t".encode()))
        assert Clues(words).within(told) == words, form


def test_a_word_planted_on_the_way_is_heard(left: leaky.Left) -> None:
    """A name in a statement, a notice, a line of the log or a message would have been met."""
    word = left.world.words[0].text
    for name, body in left.heard.items():
        assert Clues([word]).within(body + word.encode()) == [word], name
