"""From the first word to the rescue: who told, who looked into it, who went, what was seized, who is accused."""

from datetime import datetime

from shramsetu.bonded import owners
from shramsetu.bonded.actions import intake, operations, sites
from shramsetu.bonded.models import Operation
from shramsetu.casework.models import OPEN, Case
from shramsetu.demo import people
from shramsetu.demo.rescues.plots import RESCUES
from shramsetu.demo.rescues.tale import DAY, HOUR, Plot, Tale, attach, take
from shramsetu.journal.rules import SYSTEM

WORDS = (
    "भट्ठे पर कई परिवार बंद हैं, मालिक जाने नहीं देता। मज़दूरी नहीं मिलती।",
    "अग्रिम के बदले काम करा रहे हैं, घर जाने पर मारते हैं।",
    "बच्चों से भी काम लिया जा रहा है, रात में ताला लगा देते हैं।",
    "मेरे भाई को छह महीने से छोड़ा नहीं जा रहा, फ़ोन छीन लिया है।",
)
TEAM = (("magistrate", "sdm"), ("police", "police"), ("labour", "labour_officer"), ("child", "child_unit"))
SEIZED = (("अग्रिम की बही", 2), ("हाज़िरी रजिस्टर", 1), ("आधार कार्ड", 4))
PARTS = ("owner", "contractor", "manager")


def site_of(plot: Plot, index: int) -> sites.Given:
    """Return the invented site; a site met again is that of the plot it names, by its licence."""
    number = next((at for at, one in enumerate(RESCUES) if plot.site and one.district == plot.district), index)
    return sites.Given(
        name=f"नमूना उद्योग {number + 1}",
        owner=f"नमूना मालिक {number + 1}",
        licence=f"DEMO-{number + 1:04d}",
        address="ग्राम नमूनापुर",
    )


def tell(tale: Tale) -> Case:
    """Let the information come; most of it by telephone."""
    plot = tale.plot
    everyone = "".join(family.people for family in plot.families) or "mf"
    known = plot.informant not in ("anonymous", "inspection", "committee")
    teller = {"name": people.invented_name(tale.chance), "phone": people.invented_phone(tale.chance)}
    told = intake.Told(
        district=tale.district,
        informant=plot.informant,
        text=tale.chance.choice(WORDS),
        channel="call" if plot.informant in ("relative", "helpline", "self") else "desk",
        sector=plot.sector,
        site=site_of(plot, tale.index),
        men=everyone.count("m"),
        women=everyone.count("f"),
        children=everyone.count("b") + everyone.count("g"),
        risk_to_life=tale.index % 4 == 0,
        reference=f"NHRC/DEMO/{tale.index}" if plot.informant == "nhrc" else "",
        teller={**teller, "safe_to_call": tale.index % 2 == 0} if known else {},
    )
    return intake.inform(told, by=SYSTEM, at=tale.began)


def look_into(tale: Tale, case: Case) -> None:
    """Let the magistrate's inquiry end as the plot says, or begin, or wait."""
    end, at = tale.plot.end, tale.began + 10 * HOUR
    if end == "received":
        return
    take(case, "begin", by=tale.by("sdm"), at=tale.began + 2 * HOUR, text="मौके पर जाएँ")
    match end:
        case "verifying":
            return
        case "not_found":
            seen = {"visited_at": at - HOUR, "spoken_to": 7, "text": "सबने बताया कि मज़दूरी हर सप्ताह मिलती है।"}
            take(case, "find_nothing", by=tale.by("sdm"), at=at, **seen)
        case "elsewhere":
            letter = {"state": "हरियाणा", "letter_number": "पत्र 12/बंधुआ", "reason": "स्थल दूसरे राज्य में है।"}
            take(case, "send_elsewhere", by=tale.by("sdm"), at=at, **letter)
        case "already":
            worked_on = Case.objects.filter(kind__in=["bl_info", "bl_operation"], district=tale.district, phase=OPEN)
            other = worked_on.exclude(pk=case.pk).latest("pk")
            take(case, "join", by=tale.by("sdm"), at=at, other=other, text="वही स्थल")
        case _:
            take(case, "verify", by=tale.by("sdm"), at=at, text="सही पाया गया।", planned_for=at + 20 * HOUR)


def set_out(tale: Tale) -> None:
    """Put the team together and let it set out, 29 hours after the first word; or note why not."""
    assert tale.case is not None
    operation = Operation.objects.select_related("case__district", "site", "information").get(information=tale.case.pk)
    tale.operation, at = operation, tale.began + 26 * HOUR
    if tale.plot.end == "planned":
        return
    if tale.plot.end == "not_done":
        _found_empty(tale, operation, at)
        return
    by = tale.by("sdm")
    for part, owner in TEAM:
        operations.join_team(operation.case, part=part, post=owners.post(owner, tale.district), by=by, at=at)
    operations.join_team(operation.case, part="women_police", name="महिला आरक्षी नमूना", by=by, at=at)
    take(operation.case, "set_out", by=by, at=at + 3 * HOUR, started_at=at + 3 * HOUR)


def _found_empty(tale: Tale, operation: Operation, at: datetime) -> None:
    """Let the District Magistrate note that nobody was there, and the inquiry begin again and end a day later."""
    assert tale.case is not None
    report = attach(operation.case, by=tale.by("sdm"), at=at)
    why = {"reason": "स्थल ख़ाली मिला, सब चले गए थे।", "files": [report]}
    take(operation.case, "stand_down", by=tale.by("dm"), at=at, **why)
    seen = {"visited_at": at + DAY, "spoken_to": 3, "text": "पड़ोस के मज़दूर बताते हैं कि सब रात में चले गए।"}
    take(tale.case, "find_nothing", by=tale.by("sdm"), at=at + DAY, **seen)


def name_and_seize(tale: Tale) -> None:
    """Write down who is accused and what was seized, at the site."""
    operation, at, by = tale.operation, tale.began + 30 * HOUR, tale.by("labour_officer")
    assert operation is not None
    given, keeper = site_of(tale.plot, tale.index), owners.post("police", tale.district)
    for part in PARTS[: 1 + tale.index % 3]:
        one = sites.Given(name=f"{given.owner} ({part})", owner="नमूना")
        tale.accused.append(sites.accuse(operation, one, part=part, is_company=False, outside=True, by=by, at=at))
    for what, count in SEIZED[: 1 + tale.index % 3]:
        operations.seize(operation.case, what=what, count=count, kept_by=keeper, by=by, at=at)


def secure(tale: Tale) -> None:
    """End the rescue: everybody is in a safe place."""
    assert tale.operation is not None
    ended = tale.began + 33 * HOUR
    told = {"ended_at": ended, "safe_place": "तहसील सभागार", "memo": "सभी को सुरक्षित लाया गया, भोजन दिया गया।"}
    take(tale.operation.case, "secure", by=tale.by("sdm"), at=ended, **told)


def close(tale: Tale) -> None:
    """Close the operation, once every person of it has a signed finding."""
    assert tale.operation is not None
    take(tale.operation.case, "close", by=tale.by("sdm"), at=tale.began + 12 * DAY, text="सभी के निर्णय हो गए।")
