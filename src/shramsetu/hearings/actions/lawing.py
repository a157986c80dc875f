"""The law of a matter: found by the router when it is filed or mended, chosen otherwise by an officer with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from shramsetu import rulebook
from shramsetu.casework import sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect
from shramsetu.casework.moves import Move, To
from shramsetu.hearings.actions import ways
from shramsetu.hearings.models import Forum, LawChoice, Matter
from shramsetu.hearings.queries import forums
from shramsetu.hearings.rules import jurisdiction, limits, route
from shramsetu.hearings.rules.limits import Days, Timely
from shramsetu.hearings.rules.route import Governed
from shramsetu.hearings.words import SAY
from shramsetu.journal.rules import Actor
from shramsetu.places.models import Place


@dataclass(frozen=True, slots=True)
class Found:
    """The law that governs a matter, where it comes, and whether it came in time (None: no limit, or no day told)."""

    governed: Governed
    forum: Forum
    timely: Timely | None

    @property
    def columns(self) -> dict[str, object]:
        """Return the columns of the matter that say so."""
        return columns(self.governed, self.timely)


def find(matter: Matter, place: Place) -> Found:
    """Return the law, the forum and the limitation of a matter with a cause; raises Refused where there is none."""
    cause_on = matter.happened_on
    assert cause_on is not None
    assert matter.filed_on is not None
    try:
        found = forums.before(
            matter.matter,
            cause_on=cause_on,
            filed_on=matter.filed_on,
            sphere="central" if matter.sphere == Matter.Sphere.CENTRAL else "state",
            place=place,
        )
    except jurisdiction.NoForum as error:
        raise Refused(SAY["no_forum"]) from error
    except route.NoLaw as error:
        raise Refused(SAY["no_law"]) from error
    return Found(found.governed, found.forum, timeliness(matter, found.governed))


def timeliness(matter: Matter, governed: Governed) -> Timely | None:
    """Return whether a matter came in time under a law."""
    cause_on = matter.happened_on
    assert cause_on is not None
    assert matter.filed_on is not None
    days = Days(cause_on, matter.report_on)
    law, calendar = rulebook.book().law, forums.calendar(matter.filed_on)
    return limits.timely(law, matter.matter, governed.law, days, matter.filed_on, calendar)


def columns(governed: Governed, timely: Timely | None) -> dict[str, object]:
    """Return the columns of a matter that say which law governs it, and whether it came in time."""
    return {
        "regime": governed.regime.slug,
        "act": governed.provision.act,
        "section": governed.provision.section,
        "file_by": timely.file_by if timely else None,
        "days_late": timely.days_late if timely else 0,
    }


def note(matter: Matter, *, by: Actor, at: datetime, reason: str | None = None) -> None:
    """Keep the law of a matter as it is now in its history; with a `reason` an officer chose it."""
    LawChoice(
        matter=matter,
        regime=matter.regime,
        act=matter.act,
        section=matter.section,
        routed=reason is None,
        reason=sealing.veiled(matter.case, reason or ""),
        by=by.key,
        at=at,
    ).save(force_insert=True)


def settle(matter: Matter, place: Place, *, by: Actor, at: datetime) -> Forum:
    """Find the law of a matter anew after its facts changed; an officer's choice stays, its time is reckoned anew.

    Return the forum before which it comes: the one where it lies, unless the law now wants one of another kind, so that
    it stays where an officer sent it.
    """
    chosen = LawChoice.objects.filter(matter=matter).order_by("at", "pk").last()
    found = find(matter, place)
    if chosen is not None and not chosen.routed:
        regime = rulebook.book().law.regimes[chosen.regime]
        governed = route.under(regime, asked(matter))
        _write(matter, governed, timeliness(matter, governed))
        return matter.forum
    _write(matter, found.governed, found.timely)
    if chosen is None or (chosen.regime, chosen.section) != (matter.regime, matter.section):
        note(matter, by=by, at=at)
    is_same_kind = (found.forum.kind, found.forum.bodies) == (matter.forum.kind, matter.forum.bodies)
    return matter.forum if is_same_kind else found.forum


def _write(matter: Matter, governed: Governed, timely: Timely | None) -> None:
    """Write law and time of a matter; a delay that was condoned is not a longer one."""
    changes = columns(governed, timely)
    if timely is not None and timely.days_late > matter.days_late:
        changes |= {"condoned_by": "", "condoned_at": None, "condoned_why": ""}
    ways.write(matter, **changes)


def asked(matter: Matter) -> route.Asked:
    """Return what the law of a matter hangs on; which bodies sit is not asked where the regime is chosen."""
    cause_on = matter.happened_on
    assert cause_on is not None
    assert matter.filed_on is not None
    rule = rulebook.book().law.matter(matter.matter)
    sphere = "central" if matter.sphere == Matter.Sphere.CENTRAL else "state"
    return route.Asked(rule, cause_on, matter.filed_on, sphere=sphere)  # type: ignore[arg-type]


@effect("choose_law", "hg_matter")
def choose_law(move: Move) -> To:
    """Decide which law governs, otherwise than the router found, with a reason that every order prints."""
    matter = ways.of(move.case)
    if matter.cause_on is None:
        raise Refused(SAY["no_cause"], "regime")
    regime = rulebook.book().law.regimes[move.text("regime")]
    if regime.slug == matter.regime:
        raise Refused(SAY["same_law"], "regime")
    governed = route.under(regime, asked(matter))
    found = timeliness(matter, governed)
    condoned = matter.days_late if matter.condoned_at else 0
    if matter.serial and found and found.days_late > condoned:
        raise Refused(SAY["late_then"] % {"days": found.days_late}, "regime")
    was = matter.regime
    _write(matter, governed, found)
    note(matter, by=move.by, at=move.at, reason=move.text("reason"))
    to = To(move.case.state, facts={"regime": regime.slug, "regime_from": was, "section": matter.section})
    to.private = ways.words(move, "reason")
    return to


def until(matter: Matter, from_on: date) -> date | None:
    """Return by when the law wants a matter decided that came on `from_on`; None where it says nothing."""
    law = rulebook.book().law
    kind = "conciliate" if matter.forum.kind == Forum.Kind.CONCILIATION else "decide"
    of = law.regimes[matter.regime].law
    return limits.target(law, kind, matter.matter, of, from_on, forums.calendar(from_on))  # type: ignore[arg-type]
