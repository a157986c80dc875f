"""Looking a matter through: registered with a number, sent back with defects, or laid before the presiding officer."""

from collections.abc import Mapping

from django.db.models import Max

from shramsetu import rulebook
from shramsetu.casework import rules, sealing
from shramsetu.casework.actions import Refused
from shramsetu.casework.flow import effect, possible
from shramsetu.casework.models import Case
from shramsetu.casework.moves import Move, Tell, To
from shramsetu.hearings.actions import ways
from shramsetu.hearings.models import Defect, Forum, Matter
from shramsetu.hearings.words import SAY
from shramsetu.lib import clock


@effect("admit", "hg_matter")
def admit(move: Move) -> To:
    """Register a matter: it gets its number of the forum and the year, and the registry calls the other side.

    One that came late is registered after the presiding officer has condoned it.
    """
    matter = ways.of(move.case)
    if not matter.regime or matter.cause_on is None:
        raise Refused(SAY["no_cause"])
    if matter.days_late and not matter.condoned_at:
        is_registry = move.case.state == "scrutiny"
        raise Refused(SAY["late" if is_registry else "condone_first"] % {"days": matter.days_late})
    year = clock.day(move.at).year
    ways.write(matter, year=year, serial=_serial(matter.forum, year), registered_at=move.at)
    Defect.objects.filter(matter=matter, mended_at=None).update(mended_at=move.at)
    to = To("registered", holder=matter.forum.registry, level=1, due=ways.due("hearings.issue_days", move.at))
    to.facts = {"number": f"{matter.serial}/{matter.year}", "forum": matter.forum.slug, "regime": matter.regime}
    to.private = ways.words(move, "text")
    told = {"code": f"{matter.serial}/{matter.year}"}
    template = "matter-registered-sealed" if move.case.sealed else "matter-registered"
    to.tells = [Tell(template, "complainant", told, post=matter.forum.post), Tell("officer-arrival", "holder")]
    return to


@effect("send_back", "hg_matter")
def send_back(move: Move) -> To:
    """Send a matter back with its defects, each of the rulebook's list; the clock waits until they are put right."""
    matter = ways.of(move.case)
    found = move.detail.get("defects")
    slugs = [slug for slug in rulebook.book().law.defects if isinstance(found, list) and slug in found]
    if not slugs:
        raise Refused(SAY["no_defects"], "defects")
    most = rules.figure("hearings.returns_most", move.at)
    if matter.sends_back >= most:
        raise Refused(SAY["returned_enough"] % {"most": most}, "defects")
    notes = move.detail.get("notes")
    given: Mapping[str, object] = notes if isinstance(notes, dict) else {}
    ways.write(matter, sends_back=matter.sends_back + 1)
    Defect.objects.bulk_create(
        Defect(
            matter=matter,
            round=matter.sends_back,
            defect=slug,
            note=sealing.veiled(move.case, str(given.get(slug, ""))[:1000]),
            by=move.by.key,
            at=move.at,
        )
        for slug in slugs
    )
    to = To("defective", due=ways.due("hearings.mend_days", move.at), facts={"defects": slugs})
    to.tells = [Tell("matter-returned", "complainant", {"count": str(len(slugs))})]
    return to


@effect("place_before", "hg_matter")
def place_before(move: Move) -> To:
    """Lay a matter before the presiding officer: late, not of this forum, or doubtful otherwise."""
    matter = ways.of(move.case)
    to = To("doubtful", holder=matter.forum.post, level=2, due=ways.due("hearings.presiding_days", move.at))
    to.private, to.tells = ways.words(move, "reason"), [Tell("officer-arrival", "holder")]
    return to


@effect("condone", "hg_matter")
def condone(move: Move) -> To:
    """Condone the delay of a matter, with reasons; only where its law lets that be done."""
    matter = ways.of(move.case)
    if not matter.days_late or matter.condoned_at:
        raise Refused(SAY["not_late"])
    law = rulebook.book().law
    assert matter.filed_on is not None
    found = law.limit("file", matter.matter, law.regimes[matter.regime].law, matter.filed_on)
    if found is None or not found[0].condonable:
        raise Refused(SAY["not_condonable"])
    why = sealing.veiled(move.case, move.text("reason"))
    ways.write(matter, condoned_by=move.by.key, condoned_at=move.at, condoned_why=why)
    return To(move.case.state, facts={"days_late": matter.days_late}, private=ways.words(move, "reason"))


@effect("refuse", "hg_matter")
def refuse(move: Move) -> To:
    """Do not register a matter; only the presiding officer can say so, and it can be asked for once more."""
    to = To("refused", outcome="refused", private=ways.words(move, "reason"))
    to.rests_until = ways.due("hearings.restore_days", move.at).at
    to.tells = [Tell("matter-refused", "complainant")]
    return to


@effect("transfer", "hg_matter")
def transfer(move: Move) -> To:
    """Send a matter that is not registered yet to the registry of another forum."""
    matter = ways.of(move.case)
    forum = Forum.objects.select_related("registry__department", "post").filter(slug=move.text("forum")).first()
    if forum is None or matter.matter not in forum.hears:
        raise Refused(SAY["not_heard_there"], "forum")
    if forum.pk == matter.forum_id:
        raise Refused(SAY["same_forum"], "forum")
    was = matter.forum.slug
    ways.write(matter, forum=forum)
    ways.open_to(matter, forum, at=move.at)
    to = ways.to_registry(forum, at=move.at)
    to.facts, to.private = {"forum": forum.slug, "forum_from": was}, ways.words(move, "reason")
    to.changes = {"department": forum.registry.department}
    return to


@possible("admit", "hg_matter")
def may_be_registered(case: Case) -> bool:
    """Tell whether a matter can be registered at all: not while a delay stands."""
    return not Matter.objects.filter(pk=case.pk, days_late__gt=0, condoned_at=None).exists()


@possible("condone", "hg_matter")
def is_late(case: Case) -> bool:
    """Tell whether there is a delay to condone."""
    return Matter.objects.filter(pk=case.pk, days_late__gt=0, condoned_at=None).exists()


def _serial(forum: Forum, year: int) -> int:
    """Return the next number of a forum in a year; who registers at the same moment waits here."""
    Forum.objects.select_for_update().get(pk=forum.pk)
    last = Matter.objects.filter(forum=forum, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1
