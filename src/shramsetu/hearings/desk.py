"""What matters add to the desk: panels, queues and pages, how their story is told, and how they begin out of others."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shramsetu import rulebook
from shramsetu.casework import handing, hearings
from shramsetu.casework.models import Case
from shramsetu.casework.panels import KINDS, Door, Group, Panel, Queue, Tool, say
from shramsetu.hearings import choices, court, named, shown
from shramsetu.hearings.actions import awards, filing, notices, ways
from shramsetu.hearings.models import Matter, Recovery
from shramsetu.hearings.views import roles
from shramsetu.journal.rules import Actor
from shramsetu.lib import money
from shramsetu.offices.models import Role
from shramsetu.rulebook.law import MatterRule

JUDGES = frozenset({Role.OFFICER, Role.JUDGE})
TAKERS = frozenset(
    {"citizen", Role.OPERATOR, Role.OFFICER, Role.SERVICE_CENTRE, Role.CSC, Role.EDISTRICT, Role.SUPERVISOR}
)


def _panels(request: HttpRequest, case: Case) -> list[Panel]:
    rows = Matter.objects.select_related("forum__post__place", "forum__registry", "forum__place", "source")
    matter = rows.get(pk=case.pk)
    matter.case = case
    people = named.litigants(matter)
    context = {
        "case": case,
        "matter": matter,
        "rule": shown.rule(matter),
        "law": shown.law(matter),
        "number": shown.number(matter),
        "title": named.title(matter, people),
        "people": people,
        "reliefs": shown.reliefs(matter),
        "defects": shown.defects(matter),
        "filings": shown.filings(matter),
        "dates": court.dates(matter),
        "put_off": court.put_off(matter),
        "orders": court.orders(matter),
        "money": court.money(matter),
    }
    side = {
        "case": case,
        "matter": matter,
        "notices": shown.notices(matter),
        "bring": shown.bring(matter),
        "links": shown.links(matter),
        "alike": [] if case.sealed else shown.alike(matter),
        "free": notices.first_free(matter, at=timezone.now()) if case.state == "registered" else None,
    }
    return [Panel("words", "hearings/panel.html", context), Panel("side", "hearings/side.html", side)]


def _recovery_panels(request: HttpRequest, case: Case) -> list[Panel]:
    post = getattr(request, "post", None)
    is_holder = post is not None and post.pk == case.holder_id
    return [Panel("words", "hearings/recovery.html", {"case": case, **court.recovery(case, is_holder=is_holder)})]


def _recovery_words(cases: list[Case]) -> Mapping[int, str]:
    rows = Recovery.objects.filter(pk__in=[one.pk for one in cases])
    return {one.pk: f"{one.certificate}, {money.rupees(one.paise)}" for one in rows}


def _tools(request: HttpRequest, case: Case) -> list[Tool]:
    post = getattr(request, "post", None)
    matter = Matter.objects.select_related("forum").get(pk=case.pk)
    found = [Tool("hearings:notices", _("Notices"), "mail")]
    if post is not None and post.pk in (matter.forum.registry_id, matter.forum.post_id):
        found.append(Tool("hearings:parties", _("Parties"), "users"))
        found.append(Tool("hearings:exhibits", _("Exhibits"), "file-check"))
        if matter.next_at is not None:
            found.append(Tool("hearings:move", _("Move the date"), "calendar-clock"))
    return found


def _words(cases: list[Case]) -> Mapping[int, str]:
    return shown.titles(list(Matter.objects.filter(pk__in=[one.pk for one in cases])))


def next_date(case: Case, at: datetime) -> hearings.Hearing | None:
    """Return the next date of a matter, for whoever asks without knowing of matters: the telephone's menu."""
    if case.kind != ways.KIND:
        return None
    row = Matter.objects.select_related("forum__place").filter(pk=case.pk, next_at__gte=at).first()
    if row is None or row.next_at is None:
        return None
    return hearings.Hearing(row.next_at, row.forum.name("hi"), row.forum.name("en"))


def rule_for(case: Case) -> MatterRule | None:
    """Return the kind of matter that a complaint of this category turns out to be."""
    return next((one for one in rulebook.book().law.matters.values() if case.category in one.categories), None)


def _take(matter: handing.Matter, by: Actor, at: datetime) -> Case:
    rule = rule_for(matter.case)
    assert rule is not None
    return filing.take_over(matter, rule, by=by, at=at)


hearings.register(next_date)
handing.TAKERS["hearing"] = handing.Taker(
    label=_("Bring it before the labour court or authority"),
    icon="gavel",
    roles=TAKERS,
    suits=lambda case: case.kind == "grievance" and rule_for(case) is not None,
    take=_take,
    made=filing.of_source,
)
KINDS.panels[ways.KIND], KINDS.tools[ways.KIND], KINDS.lists[ways.KIND] = _panels, _tools, _words
KINDS.panels[awards.KIND], KINDS.lists[awards.KIND] = _recovery_panels, _recovery_words
KINDS.groups.append(Group(_("Labour courts"), "gavel", frozenset({"hearings"})))
KINDS.queues += [
    Queue(
        "matters_new",
        _("Matters to look through"),
        "file-search",
        lambda at: Q(kind=ways.KIND, state="scrutiny"),
        "now",
        frozenset({Role.OFFICER}),
    ),
    Queue(
        "matters_notice",
        _("Matters: notice to issue"),
        "mail",
        lambda at: Q(kind=ways.KIND, state="registered"),
        "now",
        frozenset({Role.OFFICER}),
    ),
    Queue(
        "matters_doubtful",
        _("Matters to be taken or not"),
        "scale",
        lambda at: Q(kind=ways.KIND, state="doubtful"),
        "now",
        JUDGES,
    ),
    Queue(
        "matters_noticed",
        _("Matters to be heard"),
        "gavel",
        lambda at: Q(kind=ways.KIND, state="noticed"),
        "",
        JUDGES,
    ),
]
KINDS.queues += [
    Queue(
        "matters_hearing", _("Matters being heard"), "gavel", lambda at: Q(kind=ways.KIND, state="hearing"), "", JUDGES
    ),
    Queue(
        "matters_reserved",
        _("Orders to sign"),
        "pen-line",
        lambda at: Q(kind=ways.KIND, state="reserved"),
        "now",
        JUDGES,
    ),
    Queue(
        "matters_unpaid", _("Awards not paid"), "banknote", lambda at: Q(kind=ways.KIND, state="unpaid"), "now", JUDGES
    ),
    Queue(
        "recoveries",
        _("Awards to recover"),
        "landmark",
        lambda at: Q(kind=awards.KIND, state="running"),
        "now",
        frozenset({Role.DM, Role.MANDAL}),
    ),
    Queue(
        "recoveries_here",
        _("Recovered money to pay, certificates that came back"),
        "banknote",
        lambda at: Q(kind=awards.KIND, state__in=["recovered", "returned"]),
        "now",
        JUDGES,
    ),
]
KINDS.doors += [
    Door("hearings:today", _("Today's list"), "calendar-days", frozenset(roles.WORKERS)),
    Door("hearings:lists", _("Cause lists"), "list-ordered", frozenset(roles.WORKERS)),
    Door("hearings:registers", _("Registers of hearings"), "chart-column", frozenset(roles.READERS)),
    Door("hearings:list", _("Matters"), "list", frozenset(roles.READERS)),
    Door("hearings:file", _("Bring a matter"), "file-plus", frozenset(roles.FILERS)),
    Door("hearings:forums", _("Forums"), "building-2", frozenset(roles.FORUM_READERS)),
]
say(
    {
        "register": _("The matter came in; with %(holder)s"),
        "complete": _("Completed; with %(holder)s"),
        "lapse": _("It was never completed"),
        "admit": _("Registered under a number; notice is issued by %(holder)s"),
        "send_back": _("Sent back with defects"),
        "mend": _("Put right; with %(holder)s"),
        "unmended": _("Not put right in time; with %(holder)s"),
        "place_before": _("Laid before %(holder)s"),
        "condone": _("The delay was condoned"),
        "refuse": _("It was not registered"),
        "restore": _("Asked for once more; with %(holder)s"),
        "choose_law": _("It was decided which law governs"),
        "transfer": _("Sent to another forum: %(holder)s"),
        "issue": _("Notice was issued for the first date; to be heard by %(holder)s"),
        "dispatch": _("A notice was sent"),
        "serve": _("What became of a notice was written down: %(result)s"),
        "join": _("A party was entered"),
        "engage": _("A representative was entered"),
        "leave": _("A party is none any more"),
        "disengage": _("A representative speaks no longer"),
        "reply": _("The other side sent its answer"),
        "readdress": _("Where a party is reached was written anew"),
        "receive": _("A paper of a party was taken"),
        "link": _("Linked with another matter"),
        "reissue": _("A notice was issued anew"),
        "add": _("The claimant added something"),
        "withdraw": pgettext_lazy("matter", "Taken back by the claimant"),
        "note": _("A note of the office"),
        "escalate": _("Time over; passed to %(holder)s"),
        "finalise": _("The time to ask once more is over"),
        "hear": _("A date was held: %(result)s"),
        "rehear": _("To be heard once more"),
        "fix": _("A date was fixed"),
        "move": _("The date was moved"),
        "set_video": _("Whether the date is held by video was changed"),
        "tell_change": _("The parties were told of another officer or place"),
        "sign": _("An order was signed"),
        "revive": _("Asked to be heard after all; with %(holder)s"),
        "pay": _("The employer paid to the worker"),
        "hand": _("What was recovered was paid to the worker"),
        "default": _("Not paid in time; with %(holder)s"),
        "certify": _("A certificate of recovery was issued"),
        "linger": _("The recovery goes on"),
        "satisfy": _("All of it is in the worker's hand"),
        "take_back": _("A wrong line was taken back; with %(holder)s"),
        "mark_exhibit": _("A paper was marked as evidence"),
        "appeal": _("An appeal was filed"),
        "stay": _("A higher court stopped it for some time"),
        "lift": _("The stay was lifted; with %(holder)s"),
        "stay_over": _("The time of the stay is over; with %(holder)s"),
        "set_aside": _("A higher court set the order aside"),
        "uncertify": _("The certificate was recalled; with %(holder)s"),
    },
    ways.KIND,
)
say(
    {
        "result:served": _("served"),
        "result:refused": pgettext_lazy("notice", "refused"),
        "result:returned": pgettext_lazy("notice", "came back"),
        "result:failed": pgettext_lazy("notice", "not delivered"),
        "result:heard": pgettext_lazy("timeline", "heard"),
        "result:adjourned": pgettext_lazy("timeline", "adjourned"),
        "result:passed_over": pgettext_lazy("timeline", "not reached"),
        "result:reserved": pgettext_lazy("timeline", "heard to the end"),
    },
    ways.KIND,
)
say(
    {
        "register": _("A certificate of recovery came in; with %(holder)s"),
        "recover": _("A sum was recovered; with %(holder)s"),
        "hand_over": _("A sum was paid to the worker"),
        "take_back": _("A wrong line was taken back; with %(holder)s"),
        "give_back": _("Came back unrecovered; with %(holder)s"),
        "send_again": _("Sent to a Collector again: %(holder)s"),
        "recall": _("The certificate was recalled"),
        "settle": _("All of it was paid by the employer"),
        "halt": _("A higher court stopped it for some time"),
        "resume": _("The stay is over; with %(holder)s"),
        "linger": _("The stay goes on"),
        "annul": _("The award was set aside"),
        "note": _("A note of the office"),
        "escalate": _("Time over; passed to %(holder)s"),
    },
    awards.KIND,
)

__all__ = ["choices"]
