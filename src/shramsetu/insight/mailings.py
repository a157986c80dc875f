"""The scheduled reports by e-mail: every morning to officers, weekly to heads and magistrates, monthly to the top."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from shramsetu import rulebook
from shramsetu.casework.models import OPEN, PAUSED, Case
from shramsetu.helpline.queries import figures
from shramsetu.insight import measures, queries, rules, scope
from shramsetu.insight.models import Export, Mailing
from shramsetu.insight.rules import Period
from shramsetu.insight.scope import Scope
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import SYSTEM, Actor
from shramsetu.lib import clock, numbers
from shramsetu.lib.text import dated, grouped
from shramsetu.messages import actions as messages
from shramsetu.offices.models import Charge, Post, Role

FIRST_ROWS = 5
MOST_ROWS = 15
# Who gets which report without asking; a post may turn it off, or another one of the same roles on.
MEANT_FOR = {
    Mailing.Report.DAILY: frozenset({Role.OFFICER}),
    Mailing.Report.WEEKLY: frozenset({Role.HEAD, Role.PRINCIPAL_SECRETARY, Role.DM, Role.MANDAL}),
    Mailing.Report.HELPLINE: frozenset({Role.SUPERVISOR, Role.STATE_DESK}),
    Mailing.Report.MONTHLY: frozenset({Role.CHIEF_SECRETARY, Role.MINISTER, Role.CM}),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a report for a post."""

    post: Post
    email: str
    language: str


def wants(post: Post, report: str) -> bool:
    """Return whether `post` gets `report`."""
    chosen = Mailing.objects.filter(post=post, report=report).values_list("wanted", flat=True).first()
    return post.role in MEANT_FOR[Mailing.Report(report)] if chosen is None else chosen


@transaction.atomic
def choose(post: Post, wanted: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Keep which reports `post` wants; the others are off."""
    chosen = set(wanted)
    for report in Mailing.Report.values:
        Mailing.objects.update_or_create(post=post, report=report, defaults={"wanted": report in chosen})
    journal.append(f"reports:{post.pk}", "choose_mails", by=by, at=at, detail={"wanted": sorted(chosen)})


def collect(*, at: datetime) -> int:
    """Queue the reports whose hour has come, from the hour of the rulebook on; return how many.

    Officers hear on working days; the helpline never rests, nor does its report. A report of one day is queued once,
    however often this runs.
    """
    today = clock.day(at)
    book = rulebook.book()
    if at < clock.moment(today, _hour(today)):
        return 0
    queued = _once("helpline", today, at, lambda: helpline(at=at))
    if book.calendar(today).is_working(today):
        queued += _once("daily", today, at, lambda: daily(at=at))
    if today.isoweekday() == book.number("insight.weekly_report_weekday", today):
        queued += _once("weekly", today, at, lambda: weekly(at=at) + problems(at=at))
    if today.day == book.number("insight.monthly_report_day", today):
        queued += _once("monthly", today, at, lambda: monthly(at=at))
    return queued


def _hour(today: date) -> time:
    return rulebook.book().time("insight.daily_report_at", today)


@transaction.atomic
def _once(report: str, today: date, at: datetime, send: Callable[[], int]) -> int:
    """Send, unless the journal says that this report of this day went out already."""
    stream = f"mailing:{report}"
    if _is_sent(stream, today):
        return 0
    sent = send()
    journal.append(stream, "mail_report", by=SYSTEM, at=at, detail={"day": today.isoformat(), "sent": sent})
    return sent


def _is_sent(stream: str, today: date) -> bool:
    return Entry.objects.filter(stream=stream, detail__day=today.isoformat()).exists()


def daily(*, at: datetime) -> int:
    """Tell each officer what lies with them; who has nothing pending hears nothing."""
    today = clock.day(at)
    held = _held(at)
    soonest = _soonest(list(held))
    readers = [one for one in _readers(Mailing.Report.DAILY) if one.post.pk in held]
    for reader in readers:
        pending, overdue, due_today, new = held[reader.post.pk]
        values = {
            "post": _said(reader, reader.post.title_hi, reader.post.title_en),
            "place": _said(reader, reader.post.place.name_hi, reader.post.place.name_en),
            "date": dated(today, reader.language),
            "open": grouped(pending),
            "overdue": grouped(overdue),
            "today": grouped(due_today),
            "new": grouped(new),
            "rows": "\n".join(soonest[reader.post.pk]),
            "link": _link("desk:inbox"),
        }
        _send("officer-digest", reader, values, f"daily:{today}", at)
    return len(readers)


def weekly(*, at: datetime) -> int:
    """Tell heads of department and magistrates how their own stand, for the seven days before today."""
    today = clock.day(at)
    week = Period("week", today - timedelta(days=7), today - timedelta(days=1))
    sent = 0
    for reader, of in _scoped(Mailing.Report.WEEKLY):
        values = _values(reader, of, week, at)
        del values["explanations"]
        values |= {"start": dated(week.first, reader.language), "end": dated(week.last, reader.language)}
        _send("weekly-report", reader, values, f"weekly:{today}", at)
        sent += 1
    return sent


def monthly(*, at: datetime) -> int:
    """Tell the Chief Secretary, the ministers and the Chief Minister how the last month went."""
    today = clock.day(at)
    month = rules.last_month(today)
    sent = 0
    for reader, of in _scoped(Mailing.Report.MONTHLY):
        values = _values(reader, of, month, at) | {"month": f"{month.first:%m-%Y}"}
        values["link"] = f"{_link('insight:review_sheet')}?month={month.first:%Y-%m}"
        _send("monthly-report", reader, values, f"monthly:{today}", at)
        sent += 1
    return sent


def helpline(*, at: datetime) -> int:
    """Tell those who answer for the helpline how yesterday went, by line and board; nobody where nobody called."""
    yesterday = clock.day(at) - timedelta(days=1)
    rows = figures.by_board(yesterday, yesterday)
    if not rows:
        return 0
    whole, sent = figures.added(rows), 0
    for reader in _readers(Mailing.Report.HELPLINE):
        counts = {name: grouped(whole[name]) for name in ("calls", "self_service", "offered", "answered")}
        values = counts | {
            "date": dated(yesterday, reader.language),
            "level": _or_dash(whole.level),
            "abandoned": _or_dash(whole.abandoned),
            "wait": _or_dash(whole.wait_seconds),
            "handle": _or_dash(whole.handle_seconds),
            "rows": "\n".join(_of_board(reader, one) for one in rows if one["offered"]) or "–",
            "link": _link("helpline:agents_report"),
        }
        _send("helpline-report", reader, values, f"helpline:{yesterday}", at)
        sent += 1
    return sent


def _of_board(reader: Reader, one: figures.Figures) -> str:
    book = rulebook.book().helpline
    line, board = book.lines.get(one.line), book.boards.get(one.board)
    names = [found.name.say(reader.language) for found in (line, board) if found is not None]
    counts = " / ".join((grouped(one["offered"]), grouped(one["answered"])))
    shares = " / ".join(map(_or_dash, (one.level, one.abandoned, one.handle_seconds)))
    return f"{' · '.join(names) or one.line}: {counts} / {shares}"


def _or_dash(value: float | None) -> str:
    return "–" if value is None else str(value)


def problems(*, at: datetime) -> int:
    """Tell the head and principal secretary of its department, and the Chief Secretary, of a problem from everywhere.

    Each problem once a week while it lasts (B11).
    """
    today = clock.day(at)
    book = rulebook.book()
    sent = 0
    for one in queries.same_problems(at=at):
        category = book.categories.get(one.category)
        if category is None or not one.is_everywhere:
            continue
        of_department = Q(role__in=[Role.HEAD, Role.PRINCIPAL_SECRETARY], department__slug=category.department)
        for reader in _of_posts(Post.objects.filter(of_department | Q(role=Role.CHIEF_SECRETARY), abolished_at=None)):
            values = {
                "category": category.title.say(reader.language),
                "districts": grouped(one.districts),
                "count": grouped(one.cases),
                "days": str(book.number("insight.same_problem_days", today)),
                "link": _link("insight:problems"),
            }
            _send("same-problem", reader, values, f"problem:{today}:{one.category}", at)
            sent += 1
    return sent


def tell_ready(export: Export, *, at: datetime) -> None:
    """Tell the post that a report made by schedule lies ready."""
    reader = next(iter(_of_posts(Post.objects.filter(pk=export.shape.post_id))), None)
    if reader is None:
        return
    values = {
        "name": export.shape.title,
        "rows": grouped(export.lines),
        "link": _link("insight:export", str(export.pk)),
        "expires": dated(clock.day(export.expires_at), reader.language),
    }
    _send("export-ready", reader, values, f"export:{export.pk}", at)


def _held(at: datetime) -> dict[int, tuple[int, int, int, int]]:
    """Return by post what it holds: pending, overdue, due today, new since yesterday. Sealed cases stay out."""
    start, end = clock.bounds(clock.day(at))
    rows = Case.objects.filter(phase__in=[OPEN, PAUSED], sealed=False, holder__is_desk=False).values_list("holder")
    counted = rows.annotate(
        pending=Count("pk"),
        overdue=Count("pk", filter=Q(phase=OPEN, due_at__lte=at)),
        today=Count("pk", filter=Q(phase=OPEN, due_at__gt=at, due_at__lt=end)),
        new=Count("pk", filter=Q(level_at__gte=start - timedelta(days=1))),
    )
    return {holder: (pending, overdue, today, new) for holder, pending, overdue, today, new in counted}


def _soonest(holders: list[int]) -> dict[int, list[str]]:
    """Return by post a line for each of the cases that become overdue first."""
    order = Window(RowNumber(), partition_by=F("holder"), order_by=[F("due_at"), F("pk")])
    rows = Case.objects.filter(phase__in=[OPEN, PAUSED], sealed=False, holder__in=holders).annotate(place_in=order)
    found: dict[int, list[str]] = defaultdict(list)
    first = rows.filter(place_in__lte=FIRST_ROWS).order_by("holder", "place_in")
    for holder, number, due in first.values_list("holder", "number", "due_at"):
        found[holder].append(f"{numbers.spaced(number)}  {dated(clock.day(due)) if due else ''}")
    return found


def _scoped(report: Mailing.Report) -> Iterator[tuple[Reader, Scope]]:
    for reader in _readers(report):
        try:
            yield reader, scope.scope(reader.post)
        except scope.OutOfSight:
            continue


def _readers(report: Mailing.Report) -> list[Reader]:
    """Return who gets `report`, with an address, by the code of the post."""
    chosen = dict(Mailing.objects.filter(report=report).values_list("post", "wanted"))
    off = [post for post, wanted in chosen.items() if not wanted]
    on = [post for post, wanted in chosen.items() if wanted]
    posts = Post.objects.filter(Q(role__in=MEANT_FOR[report]) | Q(pk__in=on), abolished_at=None).exclude(pk__in=off)
    return _of_posts(posts)


def _of_posts(posts: QuerySet[Post]) -> list[Reader]:
    charges = Charge.objects.filter(post__in=posts, to_at=None).exclude(kind=Charge.Kind.ASSISTANT)
    seated = charges.exclude(user__email="").select_related("post__place", "post__department", "user")
    return [
        Reader(charge.post, charge.user.email, charge.user.language) for charge in seated.order_by("post__code", "pk")
    ]


def _values(reader: Reader, of: Scope, period: Period, at: datetime) -> dict[str, str]:
    counts = queries.totals(of, period)
    standing = queries.standing(of, at=at)
    share = rules.first_level(counts, measures.ENDS)
    return {
        "area": _area(reader, of),
        "registered": grouped(counts.get("received", 0)),
        "disposed": grouped(counts.get("disposed", 0)),
        "pending": grouped(standing.total),
        "overdue": grouped(standing.overdue),
        "satisfied": "–" if share is None else f"{share:.1f}",
        "special": grouped(counts.get("special", 0)),
        "unconfirmed": grouped(counts.get("unconfirmed", 0)),
        "lapses": grouped(counts.get("lapsed", 0)),
        "explanations": grouped(counts.get("explained", 0)),
        "rows": "\n".join(_worst(reader, of, at)),
        "link": _link("insight:home"),
    }


def _worst(reader: Reader, of: Scope, at: datetime) -> list[str]:
    """Return a line for each district (for one district: each department) with overdue cases, the most first."""
    single = not of.is_state and len(of.districts) == 1
    open_now = queries.open_by("department" if single else "district", of, at=at)
    rows = queries.departments() if single else queries.districts()
    titles = {row.pk: _said(reader, row.name_hi, row.name_en) for row in rows}
    ordered = sorted(open_now.items(), key=lambda one: -one[1][1])
    return [f"{titles[pk]}: {grouped(late)} / {grouped(total)}" for pk, (total, late) in ordered[:MOST_ROWS] if late]


def _area(reader: Reader, of: Scope) -> str:
    place = _said(reader, reader.post.place.name_hi, reader.post.place.name_en)
    own = reader.post.department
    return f"{place}, {_said(reader, own.name_hi, own.name_en)}" if own and not of.has_all_departments else place


def _said(reader: Reader, hindi: str, english: str) -> str:
    return english if reader.language == "en" else hindi


def _link(name: str, *given: str) -> str:
    return settings.SITE_URL + reverse(name, args=given)


def _send(template: str, reader: Reader, values: dict[str, str], key: str, at: datetime) -> None:
    messages.send(
        template,
        to=messages.Recipient(reader.email, reader.language),
        values=values,
        stream=f"post:{reader.post.pk}",
        key=f"{key}:{reader.post.pk}:{reader.email}"[:120],
        by=SYSTEM,
        at=at,
    )
