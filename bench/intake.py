"""Registrations by the bulk API: fifty in a request, RATE (100) a second for SECONDS (600); then one by one.

Some requests come again under their key, some lines again under theirs, some are faulty. Afterwards the database must
hold exactly what was accepted, each with worker, case, entries and messages, and a sample of the journal must verify.
"""

import os
import random
import sys
from collections import Counter
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection  # noqa: E402 - models come after setup

from bench import figures, ground, intake_client, site  # noqa: E402
from bench.figures import Sheet  # noqa: E402
from bench.given import sheet  # noqa: E402
from bench.intake_client import Sender, Tally  # noqa: E402
from bench.lifecycles import token_of  # noqa: E402
from shramsetu.journal import queries as journal  # noqa: E402
from shramsetu.journal.models import Entry  # noqa: E402
from shramsetu.messages.models import Message  # noqa: E402
from shramsetu.offices.models import Post, Role  # noqa: E402
from shramsetu.places import queries as places  # noqa: E402
from shramsetu.workers.models import Application, Fee, Membership, Pair, Worker  # noqa: E402

RATE = float(os.environ.get("RATE", "100"))
SECONDS = float(os.environ.get("SECONDS", "600"))
SINGLE_SECONDS = min(30.0, SECONDS)
WARM_SECONDS = min(10.0, SECONDS)
SENDERS, SINGLE_SENDERS = 8, 4
SAMPLE = 1_000


def senders(port: int, run: str) -> list[Sender]:
    """Return service centres that send, each with a token and with names of its own."""
    codes = [one.lgd_code or 0 for one in places.districts()]
    posts = Post.objects.filter(role=Role.SERVICE_CENTRE, abolished_at=None, is_vacant=False).order_by("code")
    return [Sender(port, token_of(post), f"{run}-{seat}", seat, codes) for seat, post in enumerate(posts[:SENDERS])]


def main() -> None:
    """Measure on the database this process was given."""
    found, url = sheet("intake"), ground.given()
    run = f"{datetime.now(UTC):%m%d%H%M%S}"
    with site.served(url) as (port, pid):
        ready = senders(port, run)
        connection.close()
        warm = intake_client.arriving(ready, rate=RATE / 2, seconds=WARM_SECONDS)
        cpu = site.Cpu(url, pid)
        tally = intake_client.arriving(ready, rate=RATE, seconds=SECONDS)
        _bulk(found, tally, cpu.spent())
        cpu = site.Cpu(url, pid)
        single = intake_client.one_by_one(ready[:SINGLE_SENDERS], seconds=SINGLE_SECONDS)
        _single(found, single, cpu.spent())
    whole = Tally.of([warm, tally, single])
    wrong = _proved(found, whole)
    figures.explain(
        f"""Batches of {intake_client.BATCH}, {len(ready)} service centres, {RATE:.0f} registrations a second asked for.
        Latency counts from when a batch was due, so that what waits shows. CPU is of all processes of a kind.
        Errors, lines that came out otherwise than expected, and rows too many or too few must be 0."""
    )
    for one in [*whole.errors[:5], *wrong]:
        print(f"  ✗ {one}")
    if whole.errors or wrong:
        sys.exit(1)


def _bulk(found: Sheet, tally: Tally, spent: dict[str, float]) -> None:
    done = tally.accepted + tally.repeated + tally.refused
    found.add("registrations a second", done / tally.seconds, "registrations", of=done, asked_for=RATE)
    found.add("errors", len(tally.errors), "requests", requests=len(tally.batches))
    found.spread("batch, from sending", tally.answers)
    found.spread("batch, from when it was due", tally.batches)
    found.add("lines sent again under their key", tally.repeated, "lines", refused=tally.refused)
    found.add("requests sent again under their key", tally.replayed, "requests")
    _cpu(found, "bulk", spent, done)


def _single(found: Sheet, tally: Tally, spent: dict[str, float]) -> None:
    found.add("one by one: registrations a second", tally.accepted / tally.seconds, "registrations")
    found.add("one by one: errors", len(tally.errors), "requests", requests=len(tally.batches))
    found.spread("one by one", tally.batches, clients=SINGLE_SENDERS)
    _cpu(found, "one by one", spent, tally.accepted)


def _cpu(found: Sheet, name: str, spent: dict[str, float], count: int) -> None:
    for kind, seconds in spent.items():
        found.add(f"{name}: CPU of {kind}", seconds / max(count, 1) * 1000, "ms each")


def _proved(found: Sheet, tally: Tally) -> list[str]:
    """Hold the database against what was answered; return where they differ."""
    asked = set(tally.numbers)
    kept = dict(Application.objects.values_list("key", "case__number"))
    stands = {key.split(":", 2)[2]: number for key, number in kept.items() if key.split(":", 2)[2] in asked}
    count = len(asked)
    rows = Counter(
        applications=Application.objects.count(),
        workers=Worker.objects.count(),
        memberships=Membership.objects.exclude(case=None).count(),
        entered=Entry.objects.filter(verb="enter", seq=1).count(),
        opened=Entry.objects.filter(verb="register", seq=1, stream__startswith="case:").count(),
    )
    wrong = [f"{name}: {stand} and not {count}" for name, stand in rows.items() if stand != count]
    wrong += ["a number that was answered is not that of the row"] * (stands != tally.numbers)
    if (fees := Fee.objects.count()) != tally.paid:
        wrong.append(f"fees: {fees} and not {tally.paid}")
    if (told := Message.objects.filter(audience="complainant").count()) != tally.reachable:
        wrong.append(f"messages: {told} and not {tally.reachable}")
    found.add("rows that stand as answered", len(stands), "registrations", pairs_found=Pair.objects.count())
    drawn = random.Random(1).sample(sorted(stands.values()), min(SAMPLE, len(stands)))
    workers = Application.objects.filter(case__number__in=drawn).values_list("worker__number", flat=True)
    streams = [f"case:{number}" for number in drawn] + [f"worker:{number}" for number in workers]
    faults = list(journal.faults_in(streams))
    found.add("faults in a sample of the journal", len(faults), "entries", streams=len(streams))
    return wrong + [f"{one.stream} #{one.seq}: {one.what}" for one in faults[:5]]


if __name__ == "__main__":
    main()
