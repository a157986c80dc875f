"""The doors of other systems in the demo, once, through the actions; the other sides listen in this process meanwhile.

A sandbox of IGRS and a taker of webhooks and emergencies stand on this machine for some seconds. Afterwards the site is
as its settings say; what arrived, was refused or waits stands on the pages of the administrator and the state desk.
"""

import csv
import io
import json
import random
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

from django.conf import settings
from django.db import transaction

from shramsetu.bridges.actions import parcels
from shramsetu.bridges.actions.parcels import Tried
from shramsetu.bridges.cpgrams import files, reporting, taking
from shramsetu.bridges.cpgrams.models import CpgramsFile
from shramsetu.bridges.e112 import incoming, outgoing
from shramsetu.bridges.e112.contract import Event
from shramsetu.bridges.happened import Happened
from shramsetu.bridges.igrs import contract, facts, hearing, sending
from shramsetu.bridges.igrs import taking as references
from shramsetu.bridges.igrs.sandbox.server import Sandbox, Server
from shramsetu.bridges.igrs.sandbox.store import Store
from shramsetu.bridges.models import Endpoint, Parcel, System
from shramsetu.bridges.rules import signing
from shramsetu.bridges.webhooks import actions as webhooks
from shramsetu.bridges.webhooks import events
from shramsetu.bridges.webhooks import sending as carrying
from shramsetu.casework import runs, sheets
from shramsetu.casework.models import Case
from shramsetu.demo import people, scenes
from shramsetu.grievances import actions as grievances
from shramsetu.grievances.filing import Filing, Someone
from shramsetu.journal.models import Entry
from shramsetu.lib import clock
from shramsetu.offices import queries as offices
from shramsetu.offices.models import Role
from shramsetu.places import queries as places

KANPUR, AGRA = 157, 118
ALIKE = 3  # cases that the other systems hear of
_PORTAL = (
    ("PMOPG/E/2026/0098117", "सुनीता देवी", "Kanpur Nagar", "99999 00071", "Labour >> Non payment of Wages",
     "दो महीने से मज़दूरी नहीं मिली, ठेकेदार फ़ोन नहीं उठाता।"),
    ("GOVUP/E/2026/0041162", "राम आसरे", "Agra", "99999 00072", "Labour >> Gratuity",
     "बाईस साल काम किया, छह महीने पहले छोड़ा, ग्रेच्युटी का पैसा नहीं दिया।"),
    ("DARPG/E/2026/0007734", "मो. इरफ़ान", "Lucknow", "12345", "Building workers",
     "निर्माण श्रमिक कार्ड का नवीनीकरण चार महीने से लंबित है।"),
)  # fmt: skip
_LATER = (
    ("PMOPG/E/2026/0098902", "फूलमती", "Varanasi", "99999 00073", "Labour >> Minimum Wages",
     "ईंट भट्ठे पर तय दर से कम मज़दूरी देते हैं, हिसाब माँगने पर भगा देते हैं।"),
    ("98903", "गुड्डू", "Varanasi", "99999 00074", "Labour", "मालिक पर्ची नहीं देता और हिसाब भी नहीं दिखाता।"),
)  # fmt: skip


def grow(*, at: datetime) -> int:
    """Let something pass through every door, once; return how many cases came of it."""
    if CpgramsFile.objects.exists():
        return 0
    chance = random.Random(people.SEED)  # noqa: S311 - invented history
    before = Case.objects.count()
    with transaction.atomic():
        cases = [_complaint(chance, at - timedelta(hours=30 + number)) for number in range(ALIKE)]
        _events(at)
        _mirror(cases, at)
        _tell(cases, chance, at)
        _portal(chance, at)
    return Case.objects.count() - before


def _complaint(chance: random.Random, at: datetime) -> Case:
    """Register a complaint that other systems hear of; an accident is urgent, so 112 hears of it too."""
    someone = Someone("रामकली", phone=people.invented_phone(chance))
    text = "छत ढालते समय पाड़ टूट गया, दो मज़दूर दब गए हैं; ठेकेदार भाग गया और कोई मदद नहीं आई।"
    filing = Filing("grievance", "work-accident", text, "portal", (someone,), district=places.district(KANPUR))
    return grievances.register(filing, by=scenes.actor_in(offices.of_role(Role.OPERATOR)[0], chance), at=at)


def _events(at: datetime) -> None:
    """Take events that 112 brought."""
    for number, kind, district, text in (
        ("LKO-2026-118834", "accident", KANPUR, "पाड़ टूटने से दो मज़दूर गिरे, एक अस्पताल में है।"),
        ("AGR-2026-004417", "wages", AGRA, "मज़दूरी माँगने पर ठेकेदार ने मज़दूरों को साइट पर रोक रखा है।"),
    ):
        when = at - timedelta(hours=6)
        event = Event.model_validate(
            {"event": number, "type": kind, "at": when, "text": text, "phone": "9999900075", "district_lgd": district}
        )
        incoming.take(event, at=when)


def _mirror(cases: Sequence[Case], at: datetime) -> None:
    """Mirror cases to a sandbox of IGRS and take a reference from it; one step is set aside, for it was refused."""
    secret = signing.written(secrets.token_bytes(signing.KEY_BYTES))
    sandbox = Sandbox(Store(":memory:"), [signing.read(secret)])
    asked = {
        "number": "CMO/2026/2207", "stream": "cm-office", "received_at": at.isoformat(), "category": "wages-late",
        "text": "फ़ैक्ट्री हर महीने बीस दिन देर से वेतन देती है।", "district": AGRA,
        "complainants": [{"name": "हरि ओम", "phone": "9999900076"}],
    }  # fmt: skip
    sandbox.store.send(contract.Reference.model_validate(asked), now=at.timestamp())
    with (
        _served(Server(("127.0.0.1", 0), sandbox)) as port,
        _set(IGRS={"url": f"http://127.0.0.1:{port}", "secret": secret}),
    ):
        references.fetch(at=at)
        parcels.owe(hearing.step(case, 1, at=at) for case in cases)
        sending.send_due(lambda: at)
    late = hearing.step(cases[0], cases[0].revision + 1, at=at)
    parcels.owe([late])
    waiting = Parcel.objects.filter(system=System.IGRS, state=Parcel.State.WAITING, direction=Parcel.Direction.OUT)
    for one in waiting:
        parcels.give_up(one, Tried("HTTP 400", 400), at=at)


def _tell(cases: Sequence[Case], chance: random.Random, at: datetime) -> None:
    """Tell an endpoint and 112 what happened to cases; then the endpoint is paused, for nobody listens any more."""
    administrator = scenes.actor_in(offices.of_role(Role.ADMINISTRATOR)[0], chance)
    secret = signing.written(secrets.token_bytes(signing.KEY_BYTES))
    news = _news(cases)
    with _served(HTTPServer(("127.0.0.1", 0), _Taker)) as port:
        url = f"http://127.0.0.1:{port}/"
        emergency = {**settings.E112, "url": url, "keys": [secret]}
        with _set(BRIDGES_PORTS=[port], BRIDGES_NETWORKS=["127.0.0.0/8"], E112=emergency):
            endpoint, _secret = webhooks.add(
                "ज़िला डैशबोर्ड (नमूना)", url=url, events=Endpoint.Event.values, district=None, by=administrator, at=at
            )
            events.hear(news, at=at)
            outgoing.hear(news, at=at)
            carrying.send_due(lambda: at)
            outgoing.send_due(lambda: at)
    webhooks.pause(endpoint, by=administrator, at=at)


def _news(cases: Sequence[Case]) -> list[Happened]:
    entries = Entry.objects.filter(stream__in=[case.stream for case in cases], seq=1).order_by("pk")
    return [facts.happened(one) for one in entries]


def _portal(chance: random.Random, at: datetime) -> None:
    """Bring a file of the PG portal in, take the report back; a later file waits, with a row that cannot be taken."""
    desk = scenes.actor_in(offices.state_desk(), chance)
    came = at - timedelta(days=3)
    file, _ = taking.hand_in(_file(_PORTAL, came), "pgportal-1.csv", is_krutidev=False, by=desk, at=came)
    taking.begin(file, by=desk, at=came)
    while file.run_id is None or runs.step(file.run_id, at=came):
        file.refresh_from_db()
    asked = reporting.Asked(clock.day(came), clock.day(at), only_changed=True, form="xlsx")
    reporting.take(reporting.make(asked, by=desk, at=at), by=desk, at=at)
    reporting.make(asked, by=desk, at=at + timedelta(seconds=1))
    taking.hand_in(_file((*_PORTAL[:1], *_LATER), came), "pgportal-2.csv", is_krutidev=False, by=desk, at=at)


def _file(rows: Sequence[Sequence[str]], at: datetime) -> bytes:
    columns = ("number", "name", "district", "mobile", "category", "text", "received", "status")
    out = io.StringIO()
    heads = [files.heading(one) for one in columns]
    csv.writer(out).writerows([heads, *([*row, f"{clock.day(at):%d-%m-%Y}", "Under process"] for row in rows)])
    return (sheets.BOM + out.getvalue()).encode()


class _Taker(BaseHTTPRequestHandler):
    """Another system that takes whatever it is told, and gives it a number."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", "0")))
        said = json.dumps({"event": f"LKO-2026-{secrets.randbelow(10**6):06d}"}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


@contextmanager
def _served(server: HTTPServer) -> Iterator[int]:
    """Let a server answer on this machine, and give its port."""
    serve = partial(server.serve_forever, poll_interval=0.05)
    threading.Thread(target=serve, daemon=True).start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _set(**values: object) -> Iterator[None]:
    """Let settings be others in this process for a while."""
    before = {name: getattr(settings, name) for name in values}
    for name, value in values.items():
        setattr(settings, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)
