"""Looking at what is not open by itself: revealing a phone, breaking the glass of a sealed case, seeing each other."""

from datetime import datetime, timedelta

from django.db import transaction

from shramsetu.casework import queries, rules, sealing
from shramsetu.casework.actions import NotAllowed, Refused
from shramsetu.casework.models import Bar, Case, Grant, Party, Viewing
from shramsetu.casework.words import SAY
from shramsetu.journal import actions as journal
from shramsetu.journal.models import Entry
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Post, Role

REASON_LEAST = 10
# Who may open a sealed case of their jurisdiction in an emergency; desks and data-entry roles never.
GLASS_BREAKERS = frozenset(
    {
        Role.SUPERVISOR,
        Role.DM,
        Role.MANDAL,
        Role.HEAD,
        Role.PRINCIPAL_SECRETARY,
        Role.CHIEF_SECRETARY,
        Role.VIGILANCE,
        Role.OUTSIDE,
        Role.CM,
    }
)

# Kinds whose glass is broken on pages of their own; here there is nothing to break.
OWN_GLASS: set[str] = set()


@transaction.atomic
def reveal(case: Case, party: Party, *, reason: str, by: Actor, at: datetime) -> str:
    """Return the phone of `party` in clear and write the reading in the stream of reads. Raises Refused.

    When a post reads more in a day than the rulebook lets pass unnoticed, the administrator's alarm stream says so.
    """
    _need_reason(reason)
    phone = phone_of(case, party)
    if not phone:
        raise Refused(SAY["no_phone"])
    detail = {"party": party.pk, "part": party.part}
    note_reveal(f"reads:{case.number}", detail, reason=reason, by=by, at=at)
    return phone


def note_reveal(stream: str, detail: dict[str, object], *, reason: str, by: Actor, at: datetime) -> None:
    """Write down that a phone was shown in clear, and why; many in a day ring the alarm. Raises Refused."""
    _need_reason(reason)
    journal.append(stream, "reveal", by=by, at=at, detail=detail, private={"reason": reason})
    if reveals_today(by, at=at) == rules.figure("sealed.reveals_a_day", at) + 1:
        journal.append("alarms:reveals", "many_reveals", by=by, at=at, detail={"by": by.key})


def phone_of(case: Case, party: Party) -> str:
    """Return the phone of `party`, from the sealed body where the case is sealed; empty where there is none."""
    if not case.sealed:
        return party.person.phone if party.person else ""
    return str(sealed_someone(sealing.identity(case), party).get("phone", ""))


def sealed_someone(identity: dict[str, object], party: Party) -> dict[str, object]:
    """Return what the opened identity of a sealed case says of `party`; empty where nothing."""
    if party.part == Party.Part.FILER:
        found = [identity.get("filer")]
    else:
        rows = identity.get("complainants" if party.part == Party.Part.COMPLAINANT else "opposite") or []
        found = list(rows) if isinstance(rows, list) else []
    chosen = found[party.seat - 1] if len(found) >= party.seat else None
    return dict(chosen) if isinstance(chosen, dict) else {}


def reveals_today(by: Actor, *, at: datetime) -> int:
    """Return how many phones this actor has revealed today."""
    start = clock.bounds(clock.day(at))[0]
    return Entry.objects.filter(written_at__gte=start, at__gte=start, verb="reveal", by=by.key).count()


def locked(number: str, by: Actor) -> Case | None:
    """Return the sealed case `number` whose glass `by` may break; None where there is none for this post to know of."""
    case = Case.objects.filter(number=number, sealed=True).first()
    if case is None or case.kind in OWN_GLASS or by.post_id is None or by.role not in GLASS_BREAKERS:
        return None
    if (
        Bar.objects.filter(case=case, post=by.post_id).exists()
        or Bar.objects.filter(case=case, user=by.user_id).exists()
    ):
        return None
    return case if queries.in_jurisdiction(case, by) else None


@transaction.atomic
def break_glass(case: Case, *, reason: str, by: Actor, at: datetime) -> Grant:
    """Open a sealed case to the actor's post for the minutes that the rulebook allows; the post above reviews it.

    Raises NotAllowed where `locked` would not show it, Refused without a reason.
    """
    _need_reason(reason)
    if by.post_id is None or by.assists or locked(case.number, by) is None:
        raise NotAllowed("break_glass")
    until = at + timedelta(minutes=rules.figure("sealed.break_glass_minutes", at))
    grant = Grant(case=case, post_id=by.post_id, reason=reason[:300], from_at=at, to_at=until)
    grant.save(force_insert=True)
    detail = {"grant": grant.pk, "until": until}
    journal.append(f"reads:{case.number}", "break_glass", by=by, at=at, detail=detail, private={"reason": reason})
    return grant


def grants_to_review(post: Post) -> list[Grant]:
    """Return the openings by posts that report to `post` which nobody has reviewed, oldest first."""
    waiting = Grant.objects.filter(reviewed_at=None, post__reports_to=post).exclude(reason="")
    return list(waiting.select_related("case", "post").order_by("from_at"))


def review_due(grant: Grant) -> datetime:
    """Return by when the post above reviews an opening."""
    return rules.figure_due("sealed.break_glass_review_days", grant.from_at).at


@transaction.atomic
def review(grant: Grant, *, was_right: bool, by: Actor, at: datetime) -> None:
    """Say whether the glass was rightly broken. Raises NotAllowed for any post but the one above."""
    if by.assists or by.post_id is None or grant.post.reports_to_id != by.post_id:
        raise NotAllowed("review")
    Grant.objects.filter(pk=grant.pk, reviewed_at=None).update(reviewed_at=at)
    detail = {"grant": grant.pk, "was_right": was_right}
    journal.append(f"reads:{grant.case.number}", "review_glass", by=by, at=at, detail=detail)


def look_at(case: Case, *, by: Actor, at: datetime) -> None:
    """Note that the actor has the case open just now."""
    if by.user_id is not None:
        row = Viewing(case=case, user_id=by.user_id, seen_at=at)
        Viewing.objects.bulk_create(
            [row], update_conflicts=True, unique_fields=["case", "user"], update_fields=["seen_at"]
        )


def others_at(case: Case, *, by: Actor, at: datetime) -> list[str]:
    """Return the names of the others who have the case open just now."""
    since = at - timedelta(seconds=rules.figure("desk.presence_seconds", at))
    seen = Viewing.objects.filter(case=case, seen_at__gte=since).exclude(user_id=by.user_id or 0)
    return list(seen.order_by("user__name_hi").values_list("user__name_hi", flat=True))


def _need_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_LEAST:
        raise Refused(SAY["reason_short"], "reason")
