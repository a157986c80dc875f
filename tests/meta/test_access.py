"""Every address, tried as every role, against the table in access.toml."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from shramsetu.journal.rules import SYSTEM
from shramsetu.offices import access, actions, citizens
from shramsetu.offices.models import Charge, Role, User

TABLE = Path(__file__).with_name("access.toml")
DOORS = {"account_login", "switch_post", "portal:sign_in"}
SAMPLES = {"int": 1, "uuid": "00000000-0000-4000-8000-000000000000", "slug": "x", "str": "x", "path": "x"}
Needs = dict[str, str]
BEYOND = ("public", "citizen", "user")
ROLES = tuple(Role.values)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    who: str | list[str]
    method: str = "GET"
    kwargs: dict[str, object] = field(default_factory=dict)

    def lets(self, role: str) -> bool:
        """Tell whether the table lets `role` through."""
        if isinstance(self.who, list):
            return role in self.who
        if self.who == "anyone":
            return True
        if self.who == "citizen":
            return role == "citizen"
        return role in ROLES or (self.who == "user" and role == "user")


@cache
def table() -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for package, lines in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        for name, said in lines.items():
            assert name not in rows, f"[{package}] {name} stands twice"
            row = said if isinstance(said, dict) else {"who": said}
            rows[name] = Row(name, row["who"], row.get("method", "GET"), row.get("with", {}))
    return rows


def patterns(resolver: URLResolver, spaces: tuple[str, ...] = (), route: str = "") -> Iterator[tuple[str, Needs]]:
    for one in resolver.url_patterns:
        full = route + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, (*spaces, one.namespace) if one.namespace else spaces, full)
        else:
            needs = {name: kind or "str" for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", full)}
            yield (":".join((*spaces, one.name)) if one.name else full), needs


@cache
def addresses() -> dict[str, Needs]:
    """Return every address by name, with the kinds of what stands in it."""
    return dict(patterns(get_resolver()))


def test_every_address_has_its_line() -> None:
    missing = sorted(set(addresses()) - set(table()))
    assert missing == [], "write who passes into tests/meta/access.toml"


def test_every_line_has_its_address() -> None:
    assert sorted(set(table()) - set(addresses())) == []


def test_every_role_of_the_table_exists() -> None:
    named = {role for row in table().values() if isinstance(row.who, list) for role in row.who}
    words = {row.who for row in table().values() if isinstance(row.who, str)}
    assert named <= set(ROLES)
    assert words <= {"anyone", "citizen", "user", "post"}


@pytest.mark.parametrize("role", [*BEYOND, *ROLES])
@pytest.mark.django_db
def test_the_doors_open_to(role: str) -> None:
    """One role, all addresses: what differs from the table is named."""
    pages, programs = visitor(role), visitor(role, by_token=True)
    known = {name: row for name, row in table().items() if name in addresses()}
    passed = {name: passes(row, programs if address(row).startswith("/api/") else pages) for name, row in known.items()}
    assert passed == {name: row.lets(role) for name, row in known.items()}


def passes(row: Row, client: Client) -> bool:
    answer = client.generic(row.method, address(row))
    assert answer.status_code < 500, f"{row.name} answers {answer.status_code}"
    return answer.status_code not in {401, 403} and not leads_to_a_door(answer)


def address(row: Row) -> str:
    wanted = {name: row.kwargs.get(name, SAMPLES[kind]) for name, kind in addresses()[row.name].items()}
    return reverse(row.name, kwargs=wanted)


def visitor(role: str, *, by_token: bool = False) -> Client:
    client = Client(raise_request_exception=False)
    if role == "citizen":
        session = client.session
        session[access.CITIZEN], session[access.CITIZEN_SEEN] = "0" * 64, timezone.now().timestamp()
        session[citizens.PHONE], session[citizens.SINCE] = "+919999900000", timezone.now().timestamp()
        session.save()
        client.cookies["sessionid"] = session.session_key or ""
    elif role == "user":
        client.force_login(User.objects.get_or_create(username="no-post", defaults={"name_hi": "कोई नहीं"})[0])
    elif role != "public":
        charge = Charge.objects.filter(post__role=role, to_at=None).select_related("user", "post").order_by("pk")[0]
        if by_token:
            return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token(charge)}"})
        client.force_login(charge.user)
    return client


def token(charge: Charge) -> str:
    made = actions.make_token(
        charge.user, charge.post, name="walk", scopes=["read", "write"], days=1, by=SYSTEM, at=timezone.now()
    )
    return made[1]


def leads_to_a_door(answer: HttpResponse) -> bool:
    if answer.status_code not in {301, 302, 303}:
        return False
    try:
        return resolve(urlsplit(answer.headers["Location"]).path).view_name in DOORS
    except Resolver404:
        return False
