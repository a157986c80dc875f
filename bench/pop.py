"""How soon the caller's screen is there: from the committed match to the page's fetched content, many streams open."""

import asyncio
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import aiohttp
import django

django.setup()

from django.conf import settings  # noqa: E402 - models come after setup
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import figures, ground, site  # noqa: E402
from bench.given import sheet  # noqa: E402
from shramsetu.helpline.actions import agents, calls, queue  # noqa: E402
from shramsetu.helpline.actions.calls import Arrival  # noqa: E402
from shramsetu.helpline.models import Agent, Call, Outcome  # noqa: E402
from shramsetu.offices import access  # noqa: E402
from shramsetu.offices import queries as offices  # noqa: E402
from shramsetu.offices.models import Charge, Role, User  # noqa: E402
from shramsetu.people.models import Person  # noqa: E402
from shramsetu.web import supervisor, tickets  # noqa: E402

STREAMS = int(os.environ.get("STREAMS", "1000"))
POPS = int(os.environ.get("POPS", "300"))
A_SECOND = float(os.environ.get("POPS_A_SECOND", "5"))
LIMIT_MS = 300
WARM = 20


def seated(count: int) -> list[Agent]:
    """Return agents of the operators' desk, logged in and waiting, as many as wanted."""
    post, now = offices.of_role(Role.OPERATOR)[0], timezone.now()
    have = list(Agent.objects.filter(number__startswith="bench").order_by("pk")[:count])
    for number in range(len(have), count):
        user = User.objects.create(username=f"bench-agent-{number}", name_hi="परीक्षण", joined_at=now)
        Charge.objects.create(post=post, user=user, kind=Charge.Kind.MEMBER, from_at=now)
        have.append(Agent.objects.create(user=user, post=post, number=f"bench{number}", languages=["hi"], state_at=now))
    for agent in have:
        agents.log_in(agent, at=now)
        agents.phone(agent.number, there=True, at=now)
        agents.ready(agent, at=now)
    return have


def cookie(agent: Agent) -> str:
    """Sign an agent in and return the session's key."""
    user, now = agent.user, timezone.now().timestamp()
    charge = Charge.objects.get(user=user, to_at=None)
    session = SessionStore()
    session["_auth_user_id"], session["_auth_user_backend"] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session[access.BEGAN], session[access.SEEN], session[access.CHARGE] = now, now, charge.pk
    session.save()
    return str(session.session_key)


class Desk:
    """One open page: listens, and fetches its region when it hears of itself."""

    def __init__(self, agent: Agent, key: str, web: str, live: str) -> None:
        ticket = tickets.ticket(agent.user_id, agent.post_id, at=timezone.now())
        self.stream, self.page = f"{live}/live?ticket={ticket}", f"{web}/desk/helpline/now/"
        self.cookies = {"Cookie": f"sessionid={key}"}
        self.agent = agent
        self.shown: dict[str, float] = {}

    async def listen(self, http: aiohttp.ClientSession, there: asyncio.Semaphore) -> None:
        """Do so until cancelled."""
        async with http.get(self.stream, timeout=aiohttp.ClientTimeout(total=None)) as stream:
            assert stream.status == 200, stream.status
            there.release()
            async for line in stream.content:
                if line.startswith(b"data:") and b"agent" in line:
                    await self.fetch(http)

    async def fetch(self, http: aiohttp.ClientSession) -> None:
        """Fetch the region and note which call's screen came."""
        async with http.get(self.page, headers=self.cookies) as answer:
            told = await answer.text()
        assert answer.status == 200, answer.status
        _, found, rest = told.partition('data-pop="')
        if found:
            self.shown.setdefault(rest.partition('"')[0], time.perf_counter())


def pair(number: int, phone: str) -> tuple[Call, float]:
    """Let a caller come, wait and be matched; return the call and when the match was committed."""
    at = timezone.now()
    call = calls.arrive(Arrival(f"bench-{at.timestamp()}-{number}", "bench", "1076", phone), menu=None, at=at)
    queue.enqueue(call, at=at)
    made = queue.match(at=at)
    committed = time.perf_counter()
    assert [one.call for one in made] == [call.pk], made
    call.refresh_from_db()
    return call, committed


def finish(call: Call) -> None:
    """End the call so that its agent is free again later."""
    calls.connect(call, at=timezone.now())
    calls.end(call, Outcome.ANSWERED, at=timezone.now())
    agents.end_wrap_ups(at=timezone.now() + timedelta(hours=1))


async def measured(desks: Sequence[Desk], phones: Sequence[str]) -> list[float]:
    """Open all streams, let callers come, and return the seconds from match to screen."""
    by_agent, there, found = {desk.agent.pk: desk for desk in desks}, asyncio.Semaphore(0), []
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http:
        listening = [asyncio.create_task(desk.listen(http, there)) for desk in desks]
        for _ in desks:
            await asyncio.wait_for(there.acquire(), 120)
        print(f"  {len(desks):,} streams open", flush=True)
        await asyncio.sleep(3)
        for number in range(-WARM, POPS):
            began = time.perf_counter()
            call, committed = await asyncio.to_thread(pair, number, phones[number % len(phones)])
            desk, key = by_agent[call.agent_id or 0], str(call.pk)
            while key not in desk.shown:
                assert time.perf_counter() - committed < 30, "no screen came"
                await asyncio.sleep(0.001)
            if number >= 0:
                found.append(desk.shown[key] - committed)
            await asyncio.to_thread(finish, call)
            await asyncio.sleep(max(0.0, 1 / A_SECOND - (time.perf_counter() - began)))
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    return found


@contextmanager
def live(url: str, port: int) -> Iterator[None]:
    """Run the process of the live events."""
    command = supervisor.live_command("127.0.0.1", port)
    with (ground.VAR / "log" / "live.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ground.ROOT, env=ground.environment(url), stdout=log, stderr=log)
    try:
        while not supervisor.answers(port):
            time.sleep(0.2)
        yield
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Measure the screen pop."""
    found, url = sheet("pop"), os.environ["DATABASE_URL"]
    Agent.objects.exclude(number__startswith="bench").update(state="out")
    desks = seated(STREAMS)
    keys = [cookie(agent) for agent in desks]
    phones = list(Person.objects.exclude(phone="").order_by("-pk").values_list("phone", flat=True)[:POPS])
    with site.served(url) as (port, _), live(url, port + 1):
        web, events = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"
        pages = [Desk(agent, key, web, events) for agent, key in zip(desks, keys, strict=True)]
        seconds = asyncio.run(measured(pages, phones))
    found.spread(f"screen pop with {STREAMS:,} streams open", seconds)
    late = sorted(seconds)[int(len(seconds) * 0.95)] * 1000
    figures.explain(
        f"""From the commit that pairs caller and agent to the last byte of the caller's screen at the agent's page,
        over the served site and its live events on this machine, {len(seconds)} callers, {A_SECOND:g} a second at most.
        p95 must stay under {LIMIT_MS} ms: {"it does" if late < LIMIT_MS else f"it is {late:.0f} ms"}."""
    )


if __name__ == "__main__":
    main()
