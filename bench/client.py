"""A client of the API over keep-alive connections: one complaint from first word to closure, timed by call."""

import http.client
import json
import random
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from uuid import uuid4

INDIA = timezone(timedelta(hours=5, minutes=30))
CALLS = ("register", "report", "check", "feedback", "read", "search")


@dataclass(frozen=True)
class Plan:
    """What a client needs: the door, tokens by role and by the post that holds, and what to say."""

    host: str
    port: int
    tokens: dict[str, str]
    officers: dict[str, str]  # the holder's post code: its token
    category: str
    districts: list[int]
    texts: list[str]


@dataclass
class Tally:
    """Seconds of each call and of each whole lifecycle, and what went wrong."""

    calls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lifecycles: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take over what another client measured."""
        for name, seconds in other.calls.items():
            self.calls[name] += seconds
        self.lifecycles += other.lifecycles
        self.errors += other.errors


class Failed(Exception):
    """The site answered with another status than expected."""


class Client:
    """One person at a time, on one connection."""

    def __init__(self, plan: Plan) -> None:
        # Without a seed: on a database that is kept, the phones of an earlier run would be over their monthly limit.
        self.plan, self.chance, self.tally = plan, random.Random(), Tally()
        self.connection = http.client.HTTPConnection(plan.host, plan.port, timeout=120)

    def lifecycle(self) -> None:
        """Take one complaint through its life; note its seconds, or the error that ended it."""
        began = time.perf_counter()
        try:
            self._live()
        except (Failed, OSError, http.client.HTTPException) as error:
            self.tally.errors.append(f"{type(error).__name__}: {error}"[:300])
            self.connection.close()
            return
        self.tally.lifecycles.append(time.perf_counter() - began)

    def _live(self) -> None:
        plan = self.plan
        said = self.chance.choice(plan.texts)
        phone = f"+917{self.chance.randrange(10**9):09d}"
        made = self._call(
            "register", "POST", "/api/v1/grievances", plan.tokens["operator"],
            {
                "kind": "grievance", "category": plan.category, "text": said, "channel": "call",
                "district": self.chance.choice(plan.districts), "complainant": {"name": "रामदुलारी देवी", "phone": phone},
            },
        )  # fmt: skip
        number = made["number"]
        officer = plan.officers.get(made["holder"]["code"])
        if officer is None:
            raise Failed(f"{number} is {made['state']} with {made['holder']['code']}")
        evidence = {
            "text": f"दोनों पक्षों से बात की गई, {self.chance.randrange(10**6)} रुपये का भुगतान कराया गया।",
            "contacted_at": datetime.now(INDIA).isoformat(), "statements": "दोनों पक्षों के कथन लिए गए।",
            "letter_number": f"श्र.का./{self.chance.randrange(999)}/2026",
            "letter_on": datetime.now(INDIA).date().isoformat(),
        }  # fmt: skip
        self._step("report", number, officer, evidence)
        self._step("check", number, plan.tokens["quality"], {"grade": "A"}, verb="pass_check")
        heard = {"result": "satisfied", "answered_by": "complainant"}
        closed = self._step("feedback", number, plan.tokens["feedback"], heard, verb="record_feedback")
        if closed["state"] != "closed":
            raise Failed(f"{number} is {closed['state']}")
        self._call("read", "GET", f"/api/v1/grievances/{number}", plan.tokens["supervisor"])
        district = self.chance.choice(plan.districts)
        self._call("search", "GET", f"/api/v1/grievances?q=majduri&district={district}", plan.tokens["supervisor"])

    def _step(self, name: str, number: str, token: str, values: dict[str, str], verb: str = "") -> dict:
        return self._call(name, "POST", f"/api/v1/grievances/{number}/steps/{verb or name}", token, values)

    def _call(self, name: str, method: str, path: str, token: str, body: object = None) -> dict:
        headers = {"Authorization": f"Bearer {token}"}
        if body is not None:
            headers |= {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
        began = time.perf_counter()
        self.connection.request(method, path, json.dumps(body).encode() if body is not None else None, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.tally.calls[name].append(time.perf_counter() - began)
        if answer.status not in (200, 201):
            raise Failed(f"{name} {answer.status} {content[:200].decode(errors='replace')}")
        return json.loads(content)


def steadily(plan: Plan, *, clients: int, seconds: float) -> Tally:
    """Let `clients` each live one lifecycle after the other for `seconds`."""
    end = time.monotonic() + seconds

    def live(client: Client) -> None:
        while time.monotonic() < end:
            client.lifecycle()

    return _together([Client(plan) for _ in range(clients)], live)


def arriving(plan: Plan, *, rate: float, seconds: float, most: int = 64) -> Tally:
    """Start lifecycles at `rate` a second for `seconds`, whatever the answers take; a late start counts as waiting."""
    began = time.monotonic()
    due = iter([began + number / rate for number in range(int(rate * seconds))])
    lock = threading.Lock()

    def live(client: Client) -> None:
        while True:
            with lock:
                at = next(due, None)
            if at is None:
                return
            time.sleep(max(at - time.monotonic(), 0))
            waited = time.monotonic() - at
            client.lifecycle()
            if client.tally.lifecycles:
                client.tally.lifecycles[-1] += waited

    return _together([Client(plan) for _ in range(most)], live)


def _together(clients: list[Client], live: object) -> Tally:
    threads = [threading.Thread(target=live, args=(client,)) for client in clients]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Tally()
    for client in clients:
        found.add(client.tally)
    return found
