"""Who was freed elsewhere and came home without a certificate, and who stands in the old registers."""

import random
from datetime import datetime

from shramsetu.bonded.actions import chases, entitling, persons
from shramsetu.bonded.models import ChaseLetter, PaidBefore, Survivor
from shramsetu.casework.models import Case
from shramsetu.demo import people
from shramsetu.demo.rescues import later
from shramsetu.demo.rescues.freeing import SEX, SURNAME
from shramsetu.demo.rescues.tale import DAY, HOUR, Family, Group, Plot, Tale, attach, finish, holder, sits, take
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock
from shramsetu.places.models import Place

LETTERS = (2, 5, 10, 15)  # days on which the letters are made


def chased(row: tuple[str, str, float, str, str], until: datetime) -> Case:
    """Enter a family that came home, let the letters go out, and the certificate come or be refused."""
    district, state, days, end, who = row
    home, began = Place.objects.get(kind="district", name_en=district), until - days * DAY
    by, chance = sits("native_officer", home), random.Random(days)  # noqa: S311 - invented people
    first: Case | None = None
    for kind in who:
        one = chases.Returned(
            district=home,
            sex=SEX[kind],
            rescue_state=state,
            office="ज़िलाधिकारी, नमूना",
            is_minor=kind in "bg",
            rescued_on=clock.day(began - 3 * DAY),
            place="नमूना ईंट भट्ठा",
            sector="brick-kiln",
            identity={"name": f"{people.invented_name(chance).split()[0]} {SURNAME}", "address": "ग्राम नमूनापुर"},
        )
        chase = chases.enter_returned(one, by=by, at=began)
        first = first or chase.survivor.case
        _helped(chase.survivor.case, began, until)
    assert first is not None
    for day in LETTERS:
        at = began + day * DAY
        if at < until:
            chases.make_letters(at=at)
            _send(home, at)
    if end != "waiting":
        _end(home, end, began + 18 * DAY)
    return first


def _helped(case: Case, began: datetime, until: datetime) -> None:
    """Let a child be brought before the committee, and the departments give at once what needs no certificate."""
    if began + DAY < until:
        finish(case, "child-committee", at=began + 20 * HOUR, text="समिति के सामने प्रस्तुत किया गया।")
    if began + 12 * DAY < until:
        finish(case, chases.LINE, at=began + 12 * DAY, text="काग़ज़ संलग्न।", with_paper=True)


def _send(home: Place, at: datetime) -> None:
    waiting = ChaseLetter.objects.filter(chase__survivor__native_district=home, sent_on=None)
    for letter in waiting.select_related("chase__survivor__case").order_by("pk"):
        number = f"बंधुआ/{letter.pk}"
        chases.sent(letter, number, sent_on=clock.day(at), by=sits("native_officer", home), at=at)


def _end(home: Place, end: str, at: datetime) -> None:
    by = sits("native_officer", home)
    for one in Survivor.objects.filter(native_district=home, case__state="chasing").select_related("case", "chase"):
        if end == "denied":
            chases.denied(one.chase, "वहाँ का अभिलेख नहीं मिला।", by=by, at=at)
        else:
            scan = attach(one.case, by=by, at=at)
            chases.received(one.chase, f"RC/{one.pk}", on=clock.day(at), scan=scan, by=by, at=at)


def registered(row: tuple[str, float, str, str], until: datetime) -> Case:
    """Enter a family of an old register; who is home for two years may stand on their own feet."""
    district, days, end, who = row
    home, at = Place.objects.get(kind="district", name_en=district), until - 300 * DAY
    by, chance = sits("labour_officer", home), random.Random(days)  # noqa: S311 - invented people
    arrived = until - days * DAY
    group = Group(Family(who, "settled"))
    for kind in who:
        one = persons.Someone(
            district=home,
            sex=SEX[kind],
            state="home",
            native_district=home,
            identity={"name": f"{people.invented_name(chance).split()[0]} {SURNAME}", "address": "ग्राम नमूनापुर"},
            columns={
                "sector": "brick-kiln",
                "released_on": clock.day(arrived - 4 * DAY),
                "arrived_at": arrived,
                "is_imported": True,
            },
        )
        group.who.append(_paid(persons.enter(one, by=by, at=at), by, at))
    if end == "self_reliant":
        _stand(home, group, at, until)
    return group.who[0].case


def _paid(survivor: Survivor, by: Actor, at: datetime) -> Survivor:
    """Note what the old register says was paid: all of it."""
    found = entitling.compute(survivor, entitling.Known(), by=by, at=at)
    sums = {"immediate": found.immediate_paise, "balance": found.total_paise - found.immediate_paise}
    for kind, paise in sums.items():
        PaidBefore(survivor=survivor, kind=kind, amount_paise=paise, paid_on=found.released_on).save(force_insert=True)
    return survivor


def _stand(home: Place, group: Group, at: datetime, until: datetime) -> None:
    plot = Plot(home.name_en, home.name_en, "brick-kiln", 0)
    tale = Tale(0, plot, random.Random(1), at, until, home, home)  # noqa: S311 - invented people
    later.plan(tale, group, at + 10 * DAY)
    later.settle(tale, group, at + 60 * DAY)
    later.visit(tale, group, until - 3 * DAY)
    for one in group.fresh():
        take(one.case, "close", by=holder(one.case), at=until - 2 * DAY, text="अपने पैरों पर खड़े हैं।")
