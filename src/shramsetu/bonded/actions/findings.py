"""Statement, limbs and finding: prepared by officers, in force once a magistrate has signed, reviewed by the DM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shramsetu import rulebook
from shramsetu.bonded import halves, owners, persons, powers, unsealed
from shramsetu.bonded.actions import duties, versions
from shramsetu.bonded.actions.persons import onward
from shramsetu.bonded.actions.safety import FINDING
from shramsetu.bonded.models import Bondage, Finding, Survivor
from shramsetu.bonded.rules import limbs, wages
from shramsetu.bonded.words import SAY
from shramsetu.casework import actions as casework
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import Refused, Stale, amend
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.offices.models import Charge, Post, Role

CERTIFICATE = "certificate"
FOR_GOOD = {"died": "dead", "untraceable": "lost"}
FOR, AGAINST = "for", "against"
BEFORE = ("identified", "secured", "stated", "inquiry", "review")


@dataclass(frozen=True)
class Statement:
    """What a person said, and what it shows limb by limb. The words are of class P3; `columns` are those of Bondage."""

    words: Mapping[str, object] = field(default_factory=dict)  # statement, language, interpreter, when, before whom
    for_it: Mapping[str, str] = field(default_factory=dict)
    against_it: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def record(survivor: Survivor, said: Statement, *, seen: int, by: Actor, at: datetime) -> None:
    """Keep the statement and the evidence for and against each limb, and as a version. Raises Stale.

    While a finding is under review what stood there stays, and what is new is added.
    """
    case = _looked_at(survivor, seen)
    powers.need_here(by, *powers.of_person(survivor))
    said = beside(survivor, said) if case.state == "review" else said
    persons.change(survivor, persons.SEALED, said.words)
    evidence = {FOR: _veiled(case, said.for_it), AGAINST: _veiled(case, said.against_it)}
    found = limbs.Limbs(said.for_it, said.against_it, bool(said.columns.get("laboured", True)))
    values = {**said.columns, "evidence": evidence, "reasons": list(found.reasons), "results": list(found.results)}
    Bondage.objects.update_or_create(survivor=survivor, defaults=values)
    told = {
        versions.WORDS: said.words,
        versions.FOR: said.for_it,
        versions.AGAINST: said.against_it,
        versions.FIGURES: said.columns,
    }
    versions.keep(survivor, told, by=by, at=at)
    casework.take(case, "record_statement", seen=seen, by=by, at=at)


def beside(survivor: Survivor, said: Statement) -> Statement:
    """Return a statement whose words are added below those that stand there."""
    before, known = limbs_of(survivor), str(persons.sealed_part(survivor).get("statement") or "")
    words = {**said.words, "statement": versions.added(known, str(said.words.get("statement") or ""))}
    for_it = versions.all_added(before.for_it, said.for_it)
    return Statement(words, for_it, versions.all_added(before.against_it, said.against_it), said.columns)


@transaction.atomic
def draft(survivor: Survivor, *, verdict: str, reasons: str, seen: int, by: Actor, at: datetime) -> Finding:
    """Lay a reasoned finding before the magistrate; a draft laid anew takes the place of the one not signed yet."""
    case = _looked_at(survivor, seen)
    powers.need_here(by, *powers.of_person(survivor))
    if case.state not in ("stated", "inquiry", "review"):
        raise Refused(_("Take the statement first."))
    _check(survivor, verdict)
    values = {
        "verdict": verdict,
        "reasons": sealing.veiled(case, reasons),
        "rests_on": versions.latest(survivor),
        "drafted_by": by.key,
        "drafted_at": at,
    }
    waiting = unsigned(survivor)
    if waiting is not None:
        Finding.objects.filter(pk=waiting.pk, signed_at=None).update(**values)
        row = Finding.objects.get(pk=waiting.pk)
    else:
        row = Finding(survivor=survivor, seq=_next_seq(survivor), **values)
        row.save(force_insert=True)
    facts = {"seq": row.seq, "verdict": verdict}
    amend(case, "draft_finding", to=To(case.state, facts=facts), by=by, at=at)
    return row


def unsigned(survivor: Survivor) -> Finding | None:
    """Return the draft that waits for a magistrate."""
    return Finding.objects.filter(survivor=survivor, signed_at=None).order_by("-seq").first()


def in_force(survivor: Survivor) -> Finding | None:
    """Return the finding that was signed last."""
    return Finding.objects.filter(survivor=survivor, signed_at__isnull=False).order_by("-seq").first()


def reviews_above(case: Case, by: Actor) -> bool:
    """Tell whether the review lies with `by` as divisional commissioner: the District Magistrate signed the finding."""
    above = by.role == Role.MANDAL and not by.assists
    return above and case.state == "review" and by.post_id is not None and by.post_id == case.holder_id


def may_sign(survivor: Survivor, by: Actor, *, at: datetime) -> bool:
    """Tell whether `by` could sign now: what `find` and `decide_review` ask of them, so that a page offers no more."""
    case = survivor.case
    if case.state != "review":
        waiting = unsigned(survivor)
        is_other = waiting is not None and not _is_person(waiting.drafted_by, by)
        return is_other and powers.may(by, powers.FINDING, case.district, at=at)
    before = in_force(survivor)
    if before is not None and _is_person(before.signed_by, by):
        return False
    if reviews_above(case, by):
        return True
    is_asked = by.role == Role.DM or by.post_id == case.holder_id
    return is_asked and powers.may(by, powers.FINDING, case.district, at=at)


def limbs_of(survivor: Survivor) -> limbs.Limbs:
    """Return what was written limb by limb, opened; the caller's reader may see it, or nobody reads it."""
    bondage = Bondage.objects.filter(pk=survivor.pk).first()
    if bondage is None:
        return limbs.Limbs({}, {}, laboured=False)
    case = survivor.case
    opened = {
        side: {name: unsealed.for_work(case, text) for name, text in bondage.evidence.get(side, {}).items()}
        for side in (FOR, AGAINST)
    }
    return limbs.Limbs(opened[FOR], opened[AGAINST], bondage.laboured)


@possible("record_statement", "bl_person")
@possible("find", "bl_person")
@possible("decide_review", "bl_person")
def _on_its_own_page(case: Case) -> bool:
    """These are taken from the pages of statement and finding, which show what they rest on."""
    return False


@effect("record_statement", "bl_person")
def record_statement(move: Move) -> To:
    """Note that the statement was taken; a later one changes no state."""
    if not Bondage.objects.filter(pk=move.case.pk).exists():
        raise Refused(_("Write the statement and the answers limb by limb first."))
    halves.check(move.case, move.step.verb, move.by)
    state = move.case.state
    return onward(move, state if state in {"stated", "inquiry", "review"} else "stated")


@effect("find", "bl_person")
def find(move: Move) -> To:
    """Sign the finding that an officer drafted: each limb answered, by who has the power, and never the drafter."""
    survivor = Survivor.objects.select_related("case").get(pk=move.case.pk)
    _signed(survivor, move)
    match move.text("verdict"):
        case Finding.Verdict.BONDED:
            return _bonded(move, survivor)
        case Finding.Verdict.NOT_BONDED:
            return _not_bonded(move)
        case _:
            # more inquiry decides nothing: the clock of the finding runs on
            return _with_verdict(move, onward(move, "inquiry"))


@effect("ask_review", "bl_person")
def ask_review(move: Move) -> To:
    """Bring a negative finding before the District Magistrate, by right, within the time of the rulebook.

    One that the District Magistrate signed comes before the divisional commissioner: nobody reviews their own.
    """
    before = in_force(Survivor.objects.get(pk=move.case.pk))
    reviewer = owners.post("dm", move.case.district)
    if before is not None and _is_by(before, reviewer):
        reviewer = owners.post("divisional_commissioner", move.case.district)
    to = onward(move, "review", holder=reviewer)
    to.changes = {"outcome": ""}
    to.level = 1
    to.tells = [Tell("officer-arrival", "holder")]
    persons.change(
        Survivor.objects.select_related("case").get(pk=move.case.pk),
        persons.SEALED,
        {"review_asked": move.text("reason")},
    )
    return to


@effect("decide_review", "bl_person")
def decide_review(move: Move) -> To:
    """Decide the review: bonded after all, or not for good."""
    survivor = Survivor.objects.select_related("case").get(pk=move.case.pk)
    if move.text("verdict") == Finding.Verdict.NEEDS_INQUIRY:
        raise Refused(SAY["review_decides"], "verdict")
    before = in_force(survivor)
    if unsigned(survivor) is None:
        _write_own(survivor, move)
    _signed(survivor, move, reviews=before, own=True)
    if move.text("verdict") == Finding.Verdict.BONDED:
        return _bonded(move, survivor)
    return _with_verdict(move, To("ended", outcome="not_bonded"))


@effect("finalise", "bl_person")
def finalise(move: Move) -> To:
    """The time in which a review could be asked for, or a death or loss be taken back, is over."""
    if move.case.state in FOR_GOOD:
        return To(FOR_GOOD[move.case.state])
    return To("ended", outcome="not_bonded")


def _signed(survivor: Survivor, move: Move, *, reviews: Finding | None = None, own: bool = False) -> None:
    halves.check(move.case, move.step.verb, move.by)
    if not (own and reviews_above(move.case, move.by)):
        powers.need(move.by, powers.FINDING, move.case.district, at=move.at)
    waiting = unsigned(survivor)
    if waiting is None:
        raise Refused(_("The labour officer drafts the finding first."))
    if _is_person(waiting.drafted_by, move.by) and not own:
        raise Refused(_("Whoever drafted the finding cannot sign it too."))
    if reviews is not None and _is_person(reviews.signed_by, move.by):
        raise Refused(_("Whoever signed the finding cannot decide its review."))
    _check(survivor, move.text("verdict"))
    Finding.objects.filter(pk=waiting.pk, signed_at=None).update(
        verdict=move.text("verdict"),
        reasons=sealing.veiled(move.case, move.text("text")),
        rests_on=versions.latest(survivor),
        magistrate=move.by.post_id,
        signed_by=move.by.key,
        signed_at=move.at,
        reviews=reviews,
    )


def _is_by(finding: Finding, reviewer: Post) -> bool:
    """Tell whether a finding was signed in this post, or by the person who sits in it now."""
    sitting = Charge.objects.filter(post=reviewer, to_at=None).values_list("user", flat=True)
    return finding.magistrate_id == reviewer.pk or finding.signed_by.partition("@")[0] in {
        f"user:{pk}" for pk in sitting
    }


def _is_person(key: str, by: Actor) -> bool:
    """Tell whether the person who wrote under `key` is `by`, whatever posts they sat in."""
    return key.partition("@")[0] == by.key.partition("@")[0]


def _write_own(survivor: Survivor, move: Move) -> None:
    """A review may be decided without a new draft: the reasons are the magistrate's own."""
    Finding(
        survivor=survivor,
        seq=_next_seq(survivor),
        verdict=move.text("verdict"),
        reasons=sealing.veiled(move.case, move.text("text")),
        drafted_by=move.by.key,
        drafted_at=move.at,
    ).save(force_insert=True)


def _bonded(move: Move, survivor: Survivor) -> To:
    """Set off what a finding of bondage asks within a day: certificate, police report, identity, account and wages."""
    case, at = move.case, move.at
    found = limbs_of(survivor)
    Bondage.objects.filter(pk=survivor.pk).update(reasons=list(found.reasons), results=list(found.results))
    if survivor.released_on is None:
        Survivor.objects.filter(pk=survivor.pk).update(released_on=clock.day(_released_at(survivor, at)))
    duties.done(case, FINDING, at=at)
    wanted = [CERTIFICATE, "fir"]
    wanted += [] if survivor.has_aadhaar else ["identity"]
    wanted += [] if survivor.has_account else ["bank-account"]
    wanted += ["wages"] if _wages_owed(survivor) else []
    holder: Post = owners.post("labour_officer", case.district)
    to = _with_verdict(move, onward(move, "bonded", holder=holder))
    to.level = max(case.level, 1)
    # The certificate falls in the same 24 hours as the finding; after an inquiry or a review they run from the finding.
    first = _released_at(survivor, at) if case.state == "stated" else at
    since = {name: first if name == CERTIFICATE else at for name in wanted}
    to.after.append(lambda: [duties.start(case, name, from_at=since[name], by=move.by, at=at) for name in wanted])
    return to


def _wages_owed(survivor: Survivor) -> bool:
    row = Bondage.objects.get(pk=survivor.pk)
    return wages.to_claim(row.wages_owed, withheld="wages" in row.results)


def _not_bonded(move: Move) -> To:
    """End it for now: the DM hears of it, and for as long as the rulebook says a review may be asked for."""
    duties.done(move.case, FINDING, at=move.at)
    to = To("not_bonded", outcome="not_bonded", rests_until=rules.figure_due("bonded.review_days", move.at).at)
    to.tells = [Tell("officer-arrival", "post", post=owners.post("dm", move.case.district))]
    return _with_verdict(move, to)


def _with_verdict(move: Move, to: To) -> To:
    to.facts = {**to.facts, "verdict": move.text("verdict")}
    return to


def _released_at(survivor: Survivor, at: datetime) -> datetime:
    operation = survivor.operation
    return (operation.ended_at if operation else None) or at


def _check(survivor: Survivor, verdict: str) -> None:
    """Raise Refused where a verdict lacks what section 2(g) asks for it."""
    lacks = limbs.missing(limbs_of(survivor), limbs.Verdict(verdict))
    if not lacks:
        return
    if "contradiction" in lacks:
        raise Refused(
            _("The evidence shows a reason and a result: that is bondage. Find so, or answer the limbs anew.")
        )
    if verdict == Finding.Verdict.BONDED:
        raise Refused(_("A finding of bondage needs at least one reason and one result of section 2(g)."))
    book = rulebook.book().bonded
    names = ", ".join(({**book.reasons, **book.results})[name].code for name in lacks)
    raise Refused(gettext("Against a person every limb must be answered. Still open: %(names)s.") % {"names": names})


def _looked_at(survivor: Survivor, seen: int) -> Case:
    """Return the person's case, locked: of two officers at one person the second one is told."""
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("sealed_body", "district", "holder")
        .get(pk=survivor.pk)
    )
    if case.revision != seen:
        raise Stale(case.number)
    survivor.case = case
    return case


def _veiled(case: Case, texts: Mapping[str, str]) -> dict[str, str]:
    return {name: sealing.veiled(case, text.strip()) for name, text in texts.items() if text.strip()}


def _next_seq(survivor: Survivor) -> int:
    last: int | None = survivor.findings.aggregate(last=Max("seq"))["last"]
    return (last or 0) + 1
