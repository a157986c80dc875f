"""Nothing that says who a freed person is, or what was done to them, shows to anybody whose class it is not.

Every address of tests/meta/access.toml is asked as every role, and whatever the actions of the flow left behind (rows,
journal, outbox, bells, logs, a dump in clear) is searched for words that are met nowhere else.
"""

import itertools
import logging
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests import cast
from tests.bonded import leaky, room
from tests.meta.test_access import BEYOND, SAMPLES, Row, addresses, table, visitor

from shramsetu.bonded import models, notes, rights
from shramsetu.bonded.actions import reading
from shramsetu.bonded.models import BondedDuty, Journey, Transfer
from shramsetu.files.models import Attachment
from shramsetu.journal.rules import Actor
from shramsetu.offices.models import Charge, Role, User

pytestmark = pytest.mark.django_db

# Who stands for a role, beside the first post of each: those of the district, of the home, and strangers.
PLACED = (
    ("dm", "Prayagraj"), ("sdm", "Prayagraj"), ("labour_officer", "Prayagraj"), ("labour_officer", "Chitrakoot"),
    ("dm", "Chitrakoot"), ("dm", "Agra"), ("labour_officer", "Agra"), ("labour", "Prayagraj"),
    ("commissioner", "Prayagraj"),
    ("child_unit", "Prayagraj"), ("police", "Prayagraj"), ("food", "Prayagraj"), ("lead_bank", "Prayagraj"),
    ("prosecutor", "Prayagraj"), ("divisional_commissioner", "Prayagraj"), ("principal_secretary", "Prayagraj"),
)  # fmt: skip
MOST = 6  # ways of filling one address
NOBODY = Actor(role="public")
# Pages that end a session or change it; nothing of a case stands on them.
LEFT_OUT = {"account_logout", "switch_post", "demo_sign_in", "set_language"}


@pytest.fixture
def world() -> leaky.World:
    return leaky.world()


def actors() -> Iterator[tuple[str, Client, Actor]]:
    """Yield a client for each role and each placed post, with who it acts as."""
    for role in BEYOND:
        yield role, visitor(role), NOBODY
    seen = set()
    for owner, where in PLACED:
        by = room.officer(owner, where)
        seen.add(by.role)
        yield f"{owner} {where}", _signed_in(by), by
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
        known = values.get(name if name in values else kind, [])
        real = known if is_ours or kind == "uuid" else known[:1] if name == "number" else []
        if not real and not is_ours:
            return  # an address of something that none of these people has a part in
        choices.append(real or [row.kwargs.get(name, SAMPLES[kind])])
    for chosen in itertools.islice(itertools.product(*choices), MOST):
        yield reverse(row.name, kwargs=dict(zip(needs, chosen, strict=True)))


def real(world: leaky.World) -> dict[str, list[object]]:
    """Return what may stand in addresses: numbers of cases, code names, keys of rows."""
    mine = [one.case for one in world.survivors]
    duty = BondedDuty.objects.select_related("case").filter(parent=mine[0]).order_by("pk")[0].case
    operation = world.survivors[0].operation
    assert operation is not None
    numbers = [one.number for one in (*mine, duty, operation.case, world.information)]
    codes = [one.code for one in world.survivors[:2]]
    codes += [str(one.code) for kind in (Transfer, Journey) for one in kind.objects.order_by("pk")[:1]]
    keys = {
        row.pk
        for name in models.__all__
        for row in getattr(models, name).objects.order_by("pk")[:1]
        if isinstance(row.pk, int) and row.pk not in {case.pk for case in mine}
    }
    papers = list(Attachment.objects.order_by("pk").values_list("pk", flat=True))
    return {"number": list(numbers), "code": list(codes), "int": sorted(keys)[:MOST], "uuid": papers}


def leaks(world: leaky.World, text: str, by: Actor, allowed: dict[tuple[int, str], bool]) -> list[str]:
    """Return the words in `text` that `by` may not read."""
    found = []
    for word in world.words:
        if word.text not in text:
            continue
        key = (word.survivor.pk, word.klass)
        if key not in allowed:
            allowed[key] = _may(word, by)
        if not allowed[key]:
            found.append(word.text)
    known = [one for one in world.told if one in text]
    return found + ([] if not known or notes.may_read(world.information, by) else known)


def _may(word: leaky.Word, by: Actor) -> bool:
    """What officers wrote is read by who reads the words of the case, everything else by its class."""
    if word.klass == leaky.NOTE:
        return rights.may_read_words(word.survivor.case, by)
    return rights.may(word.survivor, word.klass, by=by)


def test_no_page_list_or_file_shows_a_word_to_a_role_without_its_class(world: leaky.World) -> None:
    values, shown = real(world), []
    for who, client, by in actors():
        allowed: dict[tuple[int, str], bool] = {}
        role = who if who in BEYOND else by.role
        for row in table().values():
            if not row.lets(role) or row.name in LEFT_OUT or row.name.startswith(("mfa_", "account_")):
                continue
            for address in filled(row, values):
                answer = client.get(address)
                shown += [f"{who}: {row.name} {word}" for word in leaks(world, leaky.said(answer), by, allowed)]
    assert shown == []


def test_no_search_finds_a_freed_person_by_name_or_phone(world: leaky.World) -> None:
    asked = [word.text for word in world.words if word.klass == leaky.P2]
    names = [text for one in world.survivors for text in (one.code, one.case.number)]
    for who, client, _by in actors():
        for text in asked[:5]:
            for address in ("/desk/search/", "/track/"):
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


def test_what_the_actions_leave_behind_holds_no_word_in_clear(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    try:
        world = leaky.world()
        reading.search("गोपनरामकटिया", purpose="court", by=room.officer("dm"), at=room.AT)
        sent = "\n".join(str(one["sql"]) for one in connection.queries_log)
    finally:
        connection.force_debug_cursor = False
    words = [*(word.text for word in world.words), *world.told]
    hexed = {text: text.encode().hex() for text in words}
    # rows, journal, outbox and the payloads of NOTIFY all go through these statements
    assert [text for text in words if text in sent or hexed[text] in sent] == []
    assert [text for text in words if text in caplog.text] == []
    for name, rows in leaky.dumped():
        assert [text for text in words if text in rows or hexed[text] in rows] == [], name
