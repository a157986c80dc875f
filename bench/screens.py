"""How long the screens take and how many queries they ask, at the size of the database; search among them."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import django

django.setup()

from django.conf import settings  # noqa: E402 - models come after setup
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench import figures  # noqa: E402
from bench.given import sheet  # noqa: E402
from shramsetu.casework.models import Case  # noqa: E402
from shramsetu.offices import queries as offices  # noqa: E402
from shramsetu.offices.models import Charge, Post, Role  # noqa: E402
from shramsetu.people.models import Person  # noqa: E402

ROUNDS = 30
LIMIT_MS = 150  # what the inbox and the dashboards must stay under
Shown = Callable[[int], str]


class Counted:
    """Counts the queries of the requests it is wrapped around."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., object], *given: object) -> object:
        self.count += 1
        return execute(*given)


def seated(post: Post | None) -> Client:
    """Return a browser in which somebody of `post` has signed in; of None, a citizen's."""
    browser = Client(headers={"accept-language": "hi"})
    if post is not None:
        charge = Charge.objects.filter(post=post, to_at=None).select_related("user").order_by("id")[0]
        browser.force_login(charge.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return browser


def measure(found: figures.Sheet, name: str, browsers: Sequence[Client], address: Shown) -> None:
    """Ask for a screen ROUNDS times, by turns from each browser; note median, 95th percentile and queries."""
    seconds, queries = [], []
    for turn in range(-len(browsers), ROUNDS):  # every browser once before it counts
        counted = Counted()
        began = time.perf_counter()
        with connection.execute_wrapper(counted):
            # From another address each time, as citizens come: one alone is slowed down.
            answer = browsers[turn % len(browsers)].get(address(turn), follow=True, REMOTE_ADDR=f"127.0.1.{turn + 9}")
        if answer.status_code != 200:
            print(f"  ✗ {name}: {answer.status_code} {address(turn)}")
            return
        if turn >= 0:
            seconds.append(time.perf_counter() - began)
            queries.append(counted.count)
    found.spread(name, seconds, queries=max(queries), kilobytes=len(answer.content) // 1024)


def officers() -> list[Client]:
    """Return browsers of the first-level officers of a big, a middle and a small district."""
    busy = Case.objects.filter(level=1, phase__lt=3, holder__role=Role.OFFICER).values_list("holder", flat=True)[:4000]
    held = sorted(set(busy), key=lambda pk: -list(busy).count(pk))
    return [seated(offices.get(pk)) for pk in (held[0], held[len(held) // 2], held[-1])]


def main() -> None:
    """Measure the desk, the figures, the searches and the portal."""
    settings.ALLOWED_HOSTS = ["*"]
    found = sheet("screens")
    cases = list(Case.objects.filter(kind="grievance").order_by("-id")[:ROUNDS])
    people = list(Person.objects.order_by("-id")[:ROUNDS])
    own = officers()
    desk = {role: [seated(offices.of_role(role)[0])] for role in
            (Role.QUALITY, Role.FEEDBACK, Role.SUPERVISOR, Role.OPERATOR, Role.CM, Role.DM, Role.HEAD)}  # fmt: skip
    supervisor = desk[Role.SUPERVISOR]
    department = offices.of_role(Role.HEAD)[0].department
    slug = department.slug if department else ""
    measure(found, "inbox of an L1 officer", own, lambda turn: "/desk/inbox/")
    measure(found, "inbox of the quality desk", desk[Role.QUALITY], lambda turn: "/desk/inbox/")
    measure(found, "inbox of the feedback desk", desk[Role.FEEDBACK], lambda turn: "/desk/inbox/")
    measure(found, "inbox of the supervisor", supervisor, lambda turn: "/desk/inbox/")
    measure(found, "home of an operator", desk[Role.OPERATOR], lambda turn: "/desk/")
    measure(found, "home of the Chief Minister", desk[Role.CM], lambda turn: "/desk/")
    measure(found, "home of a district magistrate", desk[Role.DM], lambda turn: "/desk/")
    measure(found, "dashboard of the state", desk[Role.CM], lambda turn: "/desk/figures/state/")
    measure(found, "dashboard of a district", desk[Role.DM], lambda turn: "/desk/figures/")
    measure(found, "dashboard of a department", desk[Role.HEAD], lambda turn: f"/desk/figures/department/{slug}/")
    measure(found, "case page", supervisor, lambda turn: f"/desk/case/{cases[turn].number}/")
    measure(found, "search by number", supervisor, lambda turn: f"/desk/search/?q={cases[turn].number}")
    measure(found, "search by phone", supervisor, lambda turn: f"/desk/search/?q=%2B{people[turn].phone[1:]}")
    measure(found, "search by name", supervisor, lambda turn: f"/desk/search/?q={people[turn].name}")
    measure(found, "search by text", supervisor, lambda turn: "/desk/search/?q=mazdoori nahi mili")
    measure(found, "portal: first page", [seated(None)], lambda turn: "/")
    measure(found, "portal: track", [seated(None)], lambda turn: f"/track/{cases[turn].number}/")
    measure(found, "portal: public figures", [seated(None)], lambda turn: "/figures/")
    _judge(found)


def _judge(found: figures.Sheet) -> None:
    late = [
        f"{one.name} {one.value:.0f} ms"
        for one in found.figures
        if one.name.startswith(("inbox", "dashboard")) and one.name.endswith("p95") and one.value > LIMIT_MS
    ]
    figures.explain(
        f"""In this process, from request to whole answer, warm. Inbox and dashboard must stay under {LIMIT_MS} ms:
        {", ".join(late) or "all do"}. `queries` must not grow with the cases. {datetime.now(UTC):%H:%M} UTC"""
    )


if __name__ == "__main__":
    main()
