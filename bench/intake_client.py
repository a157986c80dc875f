"""Service centres that send registrations by lot, with repeats and faulty lines, and note what must come of them."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from stdnum import verhoeff

from bench.registry import people
from bench.registry.people import Draw, Person
from bench.registry.words import Word

BATCH = 50
AGAIN, FAULTY, REPLAYED = 0.03, 0.03, 0.03  # shares of the lines, and of the requests
DRAWN = 500
FAULTS = ({"trade": "flying"}, {"aadhaar": "234567890125"}, {"years": 0}, {"district": 1})
PATH = "/api/v1/workers/registrations"
Row = dict[str, object]


class Failed(Exception):
    """The site answered otherwise than it had to."""


@dataclass
class Tally:
    """What was sent, what came of it, and the number of every registration by its key."""

    batches: list[float] = field(default_factory=list)  # seconds from when each was due
    answers: list[float] = field(default_factory=list)  # seconds from when each was sent
    errors: list[str] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    accepted: int = 0
    repeated: int = 0
    refused: int = 0
    replayed: int = 0
    paid: int = 0
    reachable: int = 0
    seconds: float = 0.0

    @classmethod
    def of(cls, tallies: Iterable["Tally"]) -> "Tally":
        """Add tallies up."""
        whole = cls()
        for one in tallies:
            whole.batches += one.batches
            whole.answers += one.answers
            whole.errors += one.errors
            whole.numbers |= one.numbers
            for name in ("accepted", "repeated", "refused", "replayed", "paid", "reachable"):
                setattr(whole, name, getattr(whole, name) + getattr(one, name))
            whole.seconds += one.seconds
        return whole


class Sender:
    """One service centre on one connection; it knows what it has sent."""

    def __init__(self, port: int, token: str, name: str, seat: int, districts: Sequence[int]) -> None:
        self.token, self.name, self.seat = token, name, seat
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.chance = random.Random(name)
        self.draw = Draw({code: (1.0 + at % 5, []) for at, code in enumerate(districts)})
        self.people: list[Person] = []
        self.sent: list[Row] = []  # what was accepted
        self.known: dict[str, str] = {}  # the number of each
        self.count = 0
        self.tally = Tally()

    def batch(self) -> None:
        """Send a batch, some of them twice, and hold each answer against what it must be."""
        wanted = [self._line() for _ in range(BATCH)]
        body, key = {"lines": [line for line, _ in wanted]}, f"{self.name}-b{self.count}"
        answer = self._post(f"{PATH}/batch", body, key)
        for (line, expected), said in zip(wanted, json.loads(answer)["lines"], strict=True):
            self._note(line, expected, said)
        if self.chance.random() < REPLAYED:
            if self._post(f"{PATH}/batch", body, key) != answer:
                raise Failed(f"{key} was answered otherwise the second time")
            self.tally.replayed += 1

    def single(self) -> None:
        """Send one registration."""
        line = self._fresh()
        self._note(line, "new", {"registration": json.loads(self._post(PATH, line, f"{line['key']}-s"))})

    def _line(self) -> tuple[Row, str]:
        lot = self.chance.random()
        if self.sent and lot < AGAIN:
            return self.chance.choice(self.sent), "again"
        if lot < AGAIN + FAULTY:
            fault = self.chance.choice(
                [{"trade": "flying"}, {"aadhaar": "234567890125"}, {"years": 0}, {"district": 1}]
            )
            return {**self._fresh(), "board": "bocw", **fault}, "faulty"
        return self._fresh(), "new"

    def _fresh(self) -> Row:
        if not self.people:
            first = self.seat * 100_000_000 + self.count
            self.people = self.draw.chunk(first, DRAWN)[::-1]
        self.count += 1
        return self._told(self.people.pop())

    def _told(self, one: Person) -> Row:
        chance, number = self.chance, f"{self.name}-{self.count}"
        bocw = chance.random() < 0.7
        line: Row = {
            "key": number,
            "board": "bocw" if bocw else "uow",
            "trade": "mgnrega" if bocw else "",
            "years": 1,
            "name": self._written(one.name),
            "parent": self._written(one.parent or one.name),
            "sex": "woman" if one.is_woman else "man",
            "born_on": one.born_on.isoformat(),
            "is_born_known": one.is_born_known,
            "district": one.district,
            "address": f"मकान {chance.randrange(1, 900)}, ग्राम बिठूर",
            "phone": one.phone.removeprefix("+91"),
            "spells": [self._spell() for _ in range(chance.choice((1, 1, 2)))],
        }
        if one.has_aadhaar and chance.random() < 0.5:
            line["aadhaar"] = self._aadhaar()
        if chance.random() < 0.8:
            line["account"] = {"ifsc": "SBIN0000123", "account_number": f"{chance.randrange(10**10, 10**11)}"}
        if chance.random() < 0.7:
            line["reference"] = f"R-{number}"
        if chance.random() < 0.5:
            line["nominees"] = [{"name": self._written(one.parent or one.name), "kin": "पिता"}]
        if chance.random() < 0.4:
            line["members"] = [{"name": self._written(one.name[:1]), "kin": "daughter", "sex": "woman"}]
        return line

    def _written(self, name: tuple[Word, ...]) -> str:
        return people.written(name, self.chance, is_roman=people.is_roman(self.chance)).text

    def _spell(self) -> Row:
        month = self.chance.randrange(1, 6)
        return {
            "employer": f"ग्राम पंचायत {self.chance.randrange(1, 500)}",
            "first_on": f"2026-{month:02d}-01",
            "last_on": f"2026-{month + 3:02d}-28",
            "days": 92,
            "proof": "muster",
            "reference": f"{self.chance.randrange(1000, 9999)}",
        }

    def _aadhaar(self) -> str:
        """Return a made-up number with a right check digit, that no other line has."""
        digits = f"{2 + self.seat % 8}{self.seat % 10}{self.count * 7 % 10**9:09d}"
        return digits + str(verhoeff.calc_check_digit(digits))

    def _note(self, line: Row, expected: str, said: Row) -> None:
        made, key = said.get("registration"), str(line["key"])
        came = "faulty" if not isinstance(made, dict) else "again" if made["repeated"] else "new"
        if came != expected:
            raise Failed(f"{key} was to be {expected} and is {came}: {said.get('field')} {said.get('message')}")
        if not isinstance(made, dict):
            self.tally.refused += 1
        elif came == "again":
            self.tally.repeated += 1
            if made["number"] != self.known[key]:
                raise Failed(f"{key} has another number the second time")
        else:
            self.tally.accepted += 1
            self.tally.numbers[key] = made["number"]
            self.tally.paid += "reference" in line
            self.tally.reachable += bool(line["phone"])
            self.sent.append(line)
            self.known[key] = made["number"]

    def _post(self, path: str, body: object, key: str) -> bytes:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        began = time.monotonic()
        self.connection.request("POST", path, json.dumps(body).encode(), headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.tally.answers.append(time.monotonic() - began)
        if answer.status not in (200, 201):
            raise Failed(f"{answer.status} {content[:200].decode(errors='replace')}")
        return content


def arriving(senders: Sequence[Sender], *, rate: float, seconds: float) -> Tally:
    """Send batches so that `rate` registrations a second come for `seconds`, whatever the answers take."""
    began = time.monotonic()
    due = iter([began + number * BATCH / rate for number in range(max(int(rate * seconds / BATCH), 1))])
    lock = threading.Lock()

    def send(sender: Sender) -> None:
        while True:
            with lock:
                at = next(due, None)
            if at is None:
                return
            time.sleep(max(at - time.monotonic(), 0))
            _timed(sender, sender.batch, since=at)

    return _together(senders, send)


def one_by_one(senders: Sequence[Sender], *, seconds: float) -> Tally:
    """Let each send one registration after the other for `seconds`."""
    end = time.monotonic() + seconds

    def send(sender: Sender) -> None:
        while time.monotonic() < end:
            _timed(sender, sender.single, since=time.monotonic())

    return _together(senders, send)


def _timed(sender: Sender, send: Callable[[], None], *, since: float) -> None:
    try:
        send()
    except (Failed, OSError, http.client.HTTPException, ValueError) as error:
        sender.tally.errors.append(f"{type(error).__name__}: {error}"[:300])
        sender.connection.close()
    sender.tally.batches.append(time.monotonic() - since)


def _together(senders: Sequence[Sender], send: Callable[[Sender], None]) -> Tally:
    began = time.monotonic()
    for one in senders:
        one.tally = Tally()
    threads = [threading.Thread(target=send, args=(one,)) for one in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Tally.of(one.tally for one in senders)
    found.seconds = time.monotonic() - began
    return found
