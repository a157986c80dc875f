"""Lifecycles a second over HTTP: register, report, check, feedback with closing, read, search; steady, in a spike."""

import random
from datetime import UTC, datetime

import django

django.setup()

from django.db import connection  # noqa: E402 - models come after setup

from bench import client, figures, ground, site  # noqa: E402
from bench.given import sheet  # noqa: E402
from shramsetu import rulebook  # noqa: E402
from shramsetu.demo import scenes  # noqa: E402
from shramsetu.journal.rules import SYSTEM  # noqa: E402
from shramsetu.offices import actions as offices  # noqa: E402
from shramsetu.offices import queries as posts  # noqa: E402
from shramsetu.offices.models import Charge, Post, Role  # noqa: E402

# What its reports must hold can all be written, so that no call uploads a file.
CATEGORY = "removed-from-job"
CLIENTS = 4
WARM_SECONDS, STEADY_SECONDS, SPIKE_SECONDS = 6.0, 25.0, 20.0
SPIKE = 4
BASE_SHARE = 0.4  # the ordinary arrival rate, as a share of what was reached steadily; the spike is SPIKE times it


def token_of(post: Post) -> str:
    """Return a new token of somebody who sits in `post`."""
    now = datetime.now(UTC)
    charge = Charge.objects.filter(post=post, to_at=None).select_related("user").order_by("id")[0]
    return offices.make_token(
        charge.user, post, name="bench", scopes=["read", "write"], days=2, by=SYSTEM, at=now
    )[1]  # fmt: skip


def plan(port: int) -> client.Plan:
    """Return what the clients need, with tokens made for it."""
    districts = scenes.districts()
    on = datetime.now(UTC).date()
    holders = {
        found.code: found
        for found in (posts.routing(category=CATEGORY, place=one, level=1, on=on).post for one in districts)
    }
    desks = {role: posts.of_role(role)[0] for role in (Role.OPERATOR, Role.QUALITY, Role.FEEDBACK, Role.SUPERVISOR)}
    lines = scenes.stories()[CATEGORY]
    assert isinstance(lines, list)
    chance = random.Random(1)
    return client.Plan(
        host="127.0.0.1",
        port=port,
        tokens={str(role): token_of(desk) for role, desk in desks.items()},
        officers={code: token_of(post) for code, post in holders.items()},
        category=CATEGORY,
        districts=[one.lgd_code or 0 for one in districts],
        texts=[
            scenes.fill(f"{chance.choice(lines)} {{months}} माह, {{amount}} रुपये, {{employer}}।", chance)
            for _ in range(500)
        ],
    )


def main() -> None:
    """Measure on the database this process was given."""
    found, url = sheet("lifecycles"), ground.given()
    demanded = ", ".join(rulebook.book().category(CATEGORY).evidence)
    with site.served(url) as (port, pid):
        prepared = plan(port)
        connection.close()
        client.steadily(prepared, clients=CLIENTS, seconds=WARM_SECONDS)
        cpu = site.Cpu(url, pid)
        tally = client.steadily(prepared, clients=CLIENTS, seconds=STEADY_SECONDS)
        rate = _steady(found, tally, cpu.spent(), demanded)
        base = max(rate * BASE_SHARE, 0.5)
        for name, times in (("before the spike", 1.0), ("in the spike", SPIKE), ("after the spike", 1.0)):
            tally = client.arriving(prepared, rate=base * times, seconds=SPIKE_SECONDS / (1 if times > 1 else 2))
            found.spread(f"lifecycle {name}", tally.lifecycles, arrivals_a_second=round(base * times, 1))
            found.add(f"errors {name}", len(tally.errors), "errors")
    figures.explain(
        """A lifecycle is six calls: register, report, check, feedback with closing, read, search. Errors must be 0.
        CPU ms hold on a busy machine too; lifecycles a second share the cores with whatever else runs on them.
        In the spike lifecycles arrive faster than the machine can take them; a late start counts as waiting."""
    )


def _steady(found: figures.Sheet, tally: client.Tally, cpu: dict[str, float], demanded: str) -> float:
    count = len(tally.lifecycles)
    rate = count / STEADY_SECONDS
    found.add("lifecycles", rate, "a second", clients=CLIENTS, category=CATEGORY, evidence=demanded)
    found.spread("lifecycle", tally.lifecycles)
    for name in client.CALLS:
        found.spread(name, tally.calls[name])
    found.add("errors", len(tally.errors), "errors")
    for name, seconds in cpu.items():
        found.add(f"CPU of {name}", seconds * 1000 / max(count, 1), "ms a lifecycle")
    for error in tally.errors[:3]:
        print(f"  ✗ {error}")
    return rate


if __name__ == "__main__":
    main()
