"""From the site to the certificate: entered, stated, found, certified, and the police report decided."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from shramsetu.bonded.actions import arrivals, confirming, findings, fir, papers, scans
from shramsetu.bonded.actions.arrivals import Person, Together
from shramsetu.bonded.actions.findings import Statement
from shramsetu.bonded.actions.tracks import Beginning
from shramsetu.bonded.models import Certificate, Paper
from shramsetu.bonded.papers import scan
from shramsetu.bonded.rules import limbs
from shramsetu.demo import people
from shramsetu.demo.rescues import law
from shramsetu.demo.rescues.tale import DAY, HOUR, Group, Tale, finish, take
from shramsetu.journal.rules import Actor
from shramsetu.lib import clock

WHY = "अग्रिम लिया गया, मज़दूरी रोकी गई और स्थल छोड़ने नहीं दिया गया।"
AGAINST = "अपनी इच्छा से, पूरी मज़दूरी पर"
SHOWN = {"advance": "20,000 रुपये पेशगी", "wages": "मज़दूरी नहीं मिली", "movement": "रात में ताला लगता था"}
SEX = {"m": "m", "b": "m", "f": "f", "g": "f", "t": "t"}
OVER = ("settled", "visit_6", "visit_12", "followed")  # who came so far has had the wages
SURNAME = "नमूना"  # nobody is called so: whoever sees the name knows that the person is invented
VERDICTS = {"against": "not_bonded", "review": "not_bonded", "review_bonded": "not_bonded", "inquiry": "needs_inquiry"}


def enter(tale: Tale, group: Group, at: datetime) -> None:
    """Enter a family as the team meets it."""
    assert tale.operation is not None
    tale.operation.refresh_from_db()
    together = Together(
        native_district=tale.home,
        native_state=tale.home_state,
        advance_paise=tale.chance.randrange(10, 60) * 1_000_00,
        recruited_through=tale.accused[-1] if tale.accused else None,
    )
    family = [_person(tale, kind) for kind in group.family.people]
    group.who = arrivals.add(tale.operation, family, together=together, by=tale.by("labour_officer"), at=at)


def _person(tale: Tale, kind: str) -> Person:
    given = people.invented_name(tale.chance).split()[0]
    age = tale.chance.randrange(8, 16) if kind in "bg" else tale.chance.randrange(20, 55)
    phone = {"phone": people.invented_phone(tale.chance)} if kind in "mf" else {}
    return Person(
        name=f"{given} {SURNAME}",
        sex=SEX[kind],
        age=age,
        parent=f"{people.invented_name(tale.chance).split()[0]} {SURNAME}",
        identity={"address": "ग्राम नमूनापुर", **phone},
        sealed={"health": "कमज़ोरी, पीठ में दर्द"} if tale.chance.random() < 0.3 else {},
        columns={"has_aadhaar": tale.chance.random() < 0.6, "safe_phone": bool(phone) and tale.chance.random() < 0.4},
    )


def state(tale: Tale, group: Group, at: datetime) -> None:
    """Take each person's statement."""
    negative = VERDICTS.get(group.family.turn) == "not_bonded"
    for one in group.fresh():
        said = (
            {"against_it": dict.fromkeys((*limbs.REASONS, *limbs.RESULTS), AGAINST)} if negative else {"for_it": SHOWN}
        )
        columns = {
            "laboured": True,
            "from_on": clock.day(at - tale.chance.randrange(90, 900) * DAY),
            "to_on": clock.day(at),
            "advance_paise": 2_000_000,
            "wage_day_paise": 12_000,
        }
        words = Statement(words={"statement": "अग्रिम लेकर आए थे, जाने नहीं दिया।"}, columns=columns, **said)
        findings.record(one, words, seen=one.case.revision, by=tale.by("labour_officer"), at=at)


def draft(tale: Tale, group: Group, at: datetime) -> None:
    """Let the labour officer lay a finding before the magistrate."""
    verdict = VERDICTS.get(group.family.turn, "bonded")
    for one in group.fresh():
        by = tale.by("labour_officer")
        findings.draft(one, verdict=verdict, reasons=WHY, seen=one.case.revision, by=by, at=at)


def find(tale: Tale, group: Group, at: datetime) -> None:
    """Let the magistrate sign; against some a review is asked for, and of one it is decided."""
    turn = group.family.turn
    verdict = VERDICTS.get(turn, "bonded")
    for one in group.fresh():
        take(one.case, "find", by=tale.by("sdm"), at=at, verdict=verdict, text=WHY)
    if turn in ("review", "review_bonded"):
        for one in group.fresh():
            take(
                one.case, "ask_review", by=tale.by("labour_officer"), at=at + 4 * DAY, reason="गवाह अब बोलने को तैयार है।"
            )
    if turn == "review_bonded":
        for one in group.fresh():
            words = Statement(words={"statement": "डर से पहले नहीं बताया।"}, columns={"laboured": True}, for_it=SHOWN)
            findings.record(one, words, seen=one.case.revision, by=tale.by("labour_officer"), at=at + 6 * DAY)
            take(one.case, "decide_review", by=tale.by("dm"), at=at + 7 * DAY, verdict="bonded", text=WHY)


def certify(tale: Tale, group: Group, at: datetime) -> None:
    """Issue each certificate; it comes back signed and sealed within hours; most scans the magistrate has confirmed."""
    by = tale.by("sdm")
    for one in group.fresh():
        take(one.case, "certify", by=by, at=at)
        found = Certificate.objects.select_related("paper__case").get(survivor=one)
        file = SimpleUploadedFile("scan.pdf", scan_of(found.paper, by=by, at=at), content_type="application/pdf")
        scans.take_in([file], by=tale.by("labour_officer"), at=at + 2 * HOUR)
        if tale.index % 9 != 8 or tale.plot.days > 30:
            confirming.confirm(found.paper, by=by, at=at + 2 * HOUR)


def scan_of(paper: Paper, *, by: Actor, at: datetime) -> bytes:
    """Return a sheet as it comes out of the scanner."""
    return scan.pictured(papers.drawn(paper, by=by, at=at), dpi=80)


def report(tale: Tale, at: datetime) -> None:
    """Let the police decide on the report for all who were freed; here and there none is registered, and why."""
    freed, on = law.freed(tale), clock.day(at)
    if not freed:
        return
    if tale.index % 10 == law.NO_REPORT:
        why = "वही घटना दूसरे थाने की प्राथमिकी में दर्ज है।"
        fir.decide(fir.Decision(freed, reason=why), by=tale.by("police"), at=at)
        return
    kind = ("bls-court", "bls-summary", "sessions", "poa")[tale.index % 4]
    begun = Beginning(
        kind,
        freed,
        accused=tale.accused,
        sections=("bls-16", "bls-18"),
        station="थाना नमूनागंज",
        fir_number=f"{200 + tale.index}/{on.year}",
        fir_on=on,
        offence_on=clock.day(tale.began),
        complaint_on=on,
    )
    fir.decide(fir.Decision(freed, begun), by=tale.by("police"), at=at)


def identify(tale: Tale, group: Group, at: datetime) -> None:
    """Let papers of identity be had, and children be brought before the committee."""
    for one in group.fresh():
        finish(one.case, "child-committee", at=at, text="समिति के सामने प्रस्तुत किया गया।")
        if tale.index % 5 != 2:
            finish(one.case, "identity", at=at, text="नामांकन पर्ची मिली।")
        if tale.index % 3 != 1 or group.family.goal in OVER:
            finish(one.case, "wages", at=at, text="मज़दूरी पत्रक पर अँगूठा लगवाकर बाँटी गई।", with_paper=True)


def died(tale: Tale, group: Group, at: datetime) -> None:
    """Note the death of the first of a family."""
    del tale
    one = group.fresh()[0]
    take(one.case, "die", at=at, died_on=clock.day(at))


def lost(tale: Tale, group: Group, at: datetime) -> None:
    """Let the District Magistrate write that somebody cannot be traced."""
    one = group.fresh()[0]
    take(one.case, "lose", by=tale.by("dm"), at=at, reason="तीन बार घर पर नहीं मिले, पता नहीं चला।")


def bound_again(tale: Tale, group: Group, at: datetime) -> None:
    """Let somebody be found bound again: a new episode begins."""
    one = group.fresh()[0]
    take(one.case, "rebond", at=at, reason="दूसरे भट्ठे पर फिर बंधक मिले।", district=tale.district)
