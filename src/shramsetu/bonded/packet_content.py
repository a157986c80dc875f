"""What a sealed packet says of each person: the chosen fields as they stand when it is issued, in Hindi and English."""

from collections.abc import Sequence
from datetime import datetime

from shramsetu import rulebook
from shramsetu.bonded import packet_facts, rights
from shramsetu.bonded.actions import reading
from shramsetu.bonded.models import Certificate, Finding, Survivor
from shramsetu.bonded.rules import packets
from shramsetu.journal.rules import Actor

# For what each class is read when it is put into a packet.
PURPOSES = {reading.P2: "rehabilitation", reading.P3: "care"}
# Which of the identity and of the sealed part a field shows.
OF_IDENTITY = {
    "name": ("name",),
    "guardian": ("guardian", "parent", "spouse"),
    "home": ("address", "village", "block", "tehsil", "home"),
    "phone": ("phone",),
    "family": ("family",),
    "photo": (),  # not a text of the identity: it hangs on the case
}
OF_SEALED = {"medical": ("medical", "health"), "statement": ("statement",), "threat": ("threat", "threats")}

UNSIGNED = " (हस्ताक्षर शेष / not signed yet)"
REVIEWED = " (पुनर्विचार में / under review)"


def content(survivors: Sequence[Survivor], fields: Sequence[str], *, by: Actor, at: datetime) -> list[dict[str, str]]:
    """Return by field what is told of each person; a field of which nothing is known is left out.

    Nobody shares what they may not read themselves: raises NotAllowed.
    """
    numbers = _certificates(survivors)
    findings = _findings(survivors)
    paid, reports = packet_facts.assistance(survivors), packet_facts.reports(survivors)
    found = []
    for one in survivors:
        work = _work(one, findings.get(one.pk), numbers.get(one.pk, ""))
        more = {"assistance": paid.get(one.pk, ""), "fir": reports.get(one.pk, "")}
        said = {**work, **more, **_personal(one, fields, by, at)}
        found.append({name: said[name] for name in packets.chosen(fields) if said.get(name)})
    return found


def _work(one: Survivor, finding: Finding | None, certificate: str) -> dict[str, str]:
    sector = rulebook.book().bonded.sectors.get(rights.sector(one.sector))
    minor = "बच्चा / child" if one.is_minor else "वयस्क / adult"
    return {
        "code": one.code,
        "age_sex": f"{one.get_sex_display()}, {minor}",
        "sector": f"{sector.hi} / {sector.en}" if sector else "",
        "rescued_on": f"{one.released_on:%d.%m.%Y}" if one.released_on else "",
        "finding": _found(one, finding),
        "certificate": certificate,
        "needs": one.get_care_display() if one.care else "",
    }


def _found(one: Survivor, finding: Finding | None) -> str:
    if finding is None or finding.signed_at is None:
        return ""
    reviewed = REVIEWED if one.case.state == "review" else ""
    return f"{finding.get_verdict_display()}, {finding.signed_at:%d.%m.%Y}{reviewed}"


def _personal(one: Survivor, fields: Sequence[str], by: Actor, at: datetime) -> dict[str, str]:
    found: dict[str, str] = {}
    if wanted := [name for name in fields if name in OF_IDENTITY]:
        found |= _picked(_read(one, reading.P2, by, at), wanted, OF_IDENTITY)
        if "photo" in wanted:
            found["photo"] = packet_facts.photo(one)
    if wanted := [name for name in fields if name in OF_SEALED]:
        found |= _picked(_read(one, reading.P3, by, at), wanted, OF_SEALED)
    return found


def _read(one: Survivor, klass: str, by: Actor, at: datetime) -> dict[str, object]:
    return reading.reveal(one, klass, purpose=PURPOSES[klass], by=by, at=at)


def _picked(known: dict[str, object], wanted: Sequence[str], names: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {field: ", ".join(_written(known[name]) for name in names[field] if known.get(name)) for field in wanted}


def _written(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(_written(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(_written(one) for one in value.values() if one)
    return str(value)


def _certificates(survivors: Sequence[Survivor]) -> dict[int, str]:
    """Return the certificate in force of each; one that nobody signed yet says so."""
    rows = Certificate.objects.filter(survivor__in=survivors, standing=Certificate.Standing.IN_FORCE)
    return {
        row.survivor_id: f"{row.paper.number}, {row.issued_at:%d.%m.%Y}" + ("" if row.signature else UNSIGNED)
        for row in rows.select_related("paper")
    }


def _findings(survivors: Sequence[Survivor]) -> dict[int, Finding]:
    rows = Finding.objects.filter(survivor__in=survivors, signed_at__isnull=False).order_by("seq")
    return {row.survivor_id: row for row in rows}
