"""What the worker does with a matter before it is registered: completes it, puts it right, adds, takes it back."""

from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.models import Party
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.hearings.actions import filing, lawing, ways
from shramsetu.hearings.filing import Someone
from shramsetu.hearings.models import Defect, Filing, Litigant, Matter
from shramsetu.hearings.words import SAY
from shramsetu.lib import clock

FACTS = ("opposite", "address", "cause_on", "cause_until", "report_on", "rupees", "late_reason", "text")
MOST_RUPEES = 100_000_000


@effect("complete", "hg_matter")
def complete(move: Move) -> To:
    """Complete a matter that was begun, by the claimant or whoever writes for them: it is filed on this day."""
    matter = ways.of(move.case)
    if move.day("cause_on") is None and matter.cause_on is None:
        raise Refused(SAY["no_cause_told"], "cause_on")
    if not move.text("opposite") and not _respondents(matter):
        raise Refused(SAY["no_opposite"], "opposite")
    ways.write(matter, filed_on=clock.day(move.at))
    return _looked_anew(move, matter, Filing.Kind.CLAIM)


@effect("mend", "hg_matter")
def mend(move: Move) -> To:
    """Put a matter right, or say that it is right as it is; it goes back to the registry. The day of filing stays."""
    matter = ways.of(move.case)
    if not any(move.detail.get(name) for name in (*FACTS, "files")):
        raise Refused(SAY["nothing_mended"], "text")
    Defect.objects.filter(matter=matter, mended_at=None).update(mended_at=move.at)
    return _looked_anew(move, matter, Filing.Kind.MENDED)


@effect("unmended", "hg_matter")
def unmended(move: Move) -> To:
    """The time to put it right is over: the registry decides what to do with it as it is."""
    to = ways.to_registry(ways.of(move.case).forum, at=move.at)
    to.facts = {"lapsed": True}
    return to


@effect("restore", "hg_matter")
def restore(move: Move) -> To:
    """Ask once more for a matter that was not taken; the registry looks through it anew."""
    matter = ways.of(move.case)
    ways.stamp(
        matter, Filing.Kind.APPLICATION, text=move.text("reason"), papers=ways.files(move), by=move.by, at=move.at
    )
    to = ways.to_registry(matter.forum, at=move.at)
    to.outcome, to.private = "", ways.words(move, "reason")
    return to


@effect("add", "hg_matter")
def add(move: Move) -> To:
    """Lay a further word or paper of the claimant with the matter."""
    ways.need_words(move, "text")
    matter = ways.of(move.case)
    ways.stamp(matter, Filing.Kind.EVIDENCE, text=move.text("text"), papers=ways.files(move), by=move.by, at=move.at)
    return To(move.case.state, private=ways.words(move, "text"), tells=[Tell("officer-answered", "holder")])


@effect("withdraw", "hg_matter")
def withdraw(move: Move) -> To:
    """Let the claimant take back what is not registered yet; it can be brought again."""
    return To("withdrawn", outcome="withdrawn", private=ways.words(move, "reason"))


@effect("lapse", "hg_matter")
def lapse(move: Move) -> To:
    """Nobody completed what was begun."""
    del move
    return To("lapsed", outcome="lapsed")


def _looked_anew(move: Move, matter: Matter, kind: str) -> To:
    """Write what was told, find the law anew, and lead to the registry of the forum that it names."""
    _tell_facts(move, matter)
    if move.text("opposite") or move.text("address"):
        _tell_opposite(move, matter)
    ways.stamp(matter, kind, text=move.text("text"), papers=ways.files(move), by=move.by, at=move.at)
    assert move.case.district is not None
    forum = matter.forum
    if matter.cause_on is not None:
        forum = lawing.settle(matter, move.case.place or move.case.district, by=move.by, at=move.at)
    if forum.pk != matter.forum_id:
        ways.write(matter, forum=forum)
        ways.open_to(matter, forum, at=move.at)
    to = ways.to_registry(forum, at=move.at)
    to.changes = {"department": forum.registry.department}
    to.facts, to.private = {"forum": forum.slug, "days_late": matter.days_late}, ways.words(move, "text", "late_reason")
    return to


def _tell_facts(move: Move, matter: Matter) -> None:
    days = {name: move.day(name) or getattr(matter, name) for name in ("cause_on", "cause_until", "report_on")}
    filing.check_days(**days, today=clock.day(move.at))
    told: dict[str, object] = {**days, "cause_until": filing.went_on(days["cause_on"], days["cause_until"])}
    if (rupees := move.detail.get("rupees")) is not None:
        told["amount_paise"] = _paise(rupees)
    if move.text("late_reason"):
        told["late_reason"] = sealing.veiled(move.case, move.text("late_reason"))
    ways.write(matter, **told)


def _paise(rupees: object) -> int:
    if not isinstance(rupees, int) or rupees < 0 or rupees > MOST_RUPEES:
        raise Refused(SAY["odd_sum"], "rupees")
    return rupees * 100


def _tell_opposite(move: Move, matter: Matter) -> None:
    """Write name and address of the first respondent anew; of a sealed case in its sealed body."""
    name, address, case = move.text("opposite"), move.text("address"), move.case
    first = next(iter(_respondents(matter)), None)
    if first is None:
        part = Party.Part.OPPOSITE
        filing.add_litigant(matter, Someone(name=name, address=address, part="employer"), part=part, seat=1, at=move.at)
    if case.sealed:
        known = sealing.identity(case)
        rows = known.get("opposite")
        told = dict(rows[0]) if isinstance(rows, list) and rows else filing.plain(Someone(name=""))
        told |= {key: value for key, value in (("name", name), ("address", address)) if value}
        sealing.change_identity(case, {**known, "opposite": [told, *(rows[1:] if isinstance(rows, list) else [])]})
    elif first is not None and first.party.person is not None:
        was = first.party.person
        one = Someone(
            name or was.name, was.phone, address=address or was.address, email=was.email, language=was.language
        )
        Party.objects.filter(pk=first.pk).update(person=filing.person(one, at=move.at))


def _respondents(matter: Matter) -> list[Litigant]:
    rows = Litigant.objects.filter(matter=matter, claims=False, left_at=None)
    return list(rows.select_related("party__person").order_by("seat"))
